import type { InlineKeyboardMarkup } from 'grammy/types';
import { button, flow, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { back, someOf, whenWritten } from '../campaign/desk.ts';
import type { CampaignShown } from '../campaign/desk.ts';
import { branchOf, lines } from '../campaign/messages.ts';
import type { Association } from '../paper.ts';
import { VOLUME_KINDS } from './build.ts';
import type { VolumeFile, VolumeKind } from './build.ts';
import type { VolumeRecipients } from './recipients.ts';
import type { BuildView, Material, staleness, VolumeState } from './store.ts';

/** The screens of the volume: what they say and which buttons they have. */

export const MIME = {
  book: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  table: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Cities named in one line. */
const NAMED = 30;

interface VolumeView {
  campaign: CampaignShown;
  volume: VolumeState;
  material: Material;
  build: BuildView | null;
  stale: Awaited<ReturnType<typeof staleness>>;
  running: boolean;
  now: Date;
  association: Association;
}

export function volumeMessage(texts: Texts, view: VolumeView): Message {
  const { t } = texts;
  const { campaign, volume, material, build, stale, running, now, association } = view;
  const { closedAt, sendAt, options } = volume;
  const at = (instant: Date) => ({
    when: whenWritten(texts, instant, now, association.timeZone),
    city: association.name,
  });
  const there = material.accepted.length + material.unaccepted.length;
  const names = (some: string[]) => ({ names: someOf(texts, some, NAMED), n: some.length });
  const open = sendAt === null;
  const ready = open && closedAt !== null && build !== null && !stale && !running;
  const { id } = campaign;
  return {
    ...lines(
      texts.rich('volume:home.head', { year: campaign.year, branch: branchOf(campaign) }),
      t('volume:home.figures', {
        there,
        total: material.total,
        accepted: material.accepted.length,
        unaccepted: material.unaccepted.length,
      }),
      material.unaccepted.length > 0 && t('volume:home.unaccepted', names(material.unaccepted)),
      material.missing.length > 0 && t('volume:home.missing', names(material.missing)),
      material.late.length > 0 && t('volume:home.late', names(material.late)),
      open && withheldLine(texts, material.withheld),
      closedAt && t('volume:home.closed', at(closedAt)),
      running
        ? t('volume:home.running')
        : build
          ? t('volume:home.built', at(build.createdAt))
          : t('volume:home.never'),
      stale?.kind === 'changed' && t('volume:home.changed', { count: stale.count }),
      stale?.kind === 'options' && t('volume:home.options'),
      stale?.kind === 'withheld' && open && t('volume:home.hidden_since'),
      stale?.kind === 'withheld' && sendAt && now < sendAt && t('volume:home.hidden_going'),
      stale?.kind === 'before_closing' && t('volume:home.before_closing'),
      open && closedAt && stale && !running && t('volume:home.then_send'),
      sendAt && t(now < sendAt ? 'volume:home.will_go' : 'volume:home.went', at(sendAt)),
    ),
    keyboard: keyboard(
      ...(open && !build ? optionButtons(texts, id, options) : []),
      open && !running && !ready && button(t(`volume:buttons.${build ? 'again' : 'build'}`), 'vol.build', id),
      ...(build ? filesKeyboard(texts, id, null).inline_keyboard : []),
      open &&
        (closedAt
          ? button(t('volume:buttons.reopen'), 'vol.reopen', id)
          : button(t('volume:buttons.close'), 'vol.close', id)),
      ready && button(t('volume:buttons.send'), 'vol.send', id),
      sendAt && now < sendAt && button(t('volume:buttons.undo'), 'vol.undo', id),
      [
        open && build
          ? button(t('volume:buttons.more'), 'vol.more', id)
          : button(t('campaign:buttons.history'), 'k.history', id, 0),
        back(texts, 'k.year', id),
      ],
    ),
  };
}

/** What the volume lists beside the answers, to be switched. */
function optionButtons(
  { t }: Texts,
  id: number,
  { listMissing, listFiles }: VolumeState['options'],
): Button[] {
  return [
    button(t(`volume:buttons.missing_${listMissing ? 'yes' : 'no'}`), 'vol.opt', id, 'missing'),
    button(t(`volume:buttons.files_${listFiles ? 'yes' : 'no'}`), 'vol.opt', id, 'files'),
    button(t('volume:buttons.name'), 'vol.name', id),
  ];
}

/** What the screen of a volume that was built has no room for. @param name of the association; null: none is known */
export function moreMessage(
  texts: Texts,
  campaign: CampaignShown,
  options: VolumeState['options'],
  name: string | null,
): Message {
  return {
    ...lines(
      texts.rich('volume:more', { year: campaign.year }),
      name !== null && texts.t('volume:name.now', { name }),
    ),
    keyboard: keyboard(
      ...optionButtons(texts, campaign.id, options),
      button(texts.t('campaign:buttons.history'), 'k.history', campaign.id, 0),
      back(texts, 'vol.home', campaign.id),
    ),
  };
}

/** *По городам*, *По вопросам*, *Таблица*. @param except what has just been sent */
export function filesKeyboard(
  { t }: Texts,
  campaignId: number,
  except: VolumeKind | null,
): InlineKeyboardMarkup {
  const kinds = VOLUME_KINDS.filter((kind) => kind !== except);
  return keyboard(
    ...flow(kinds.map((kind) => button(t(`volume:buttons.${kind}`), 'vol.file', campaignId, kind))),
  );
}

/** Under what came at the end: the way back to the volume. */
export function homeKeyboard({ t }: Texts, campaignId: number): InlineKeyboardMarkup {
  return keyboard(button(t('volume:buttons.volume'), 'vol.home', campaignId));
}

export function readingMessage({ t }: Texts, read: number, of: number): Message {
  return { text: t(read < of ? 'volume:progress.reading' : 'volume:progress.making', { read, of }) };
}

export function doneMessage(
  texts: Texts,
  { seconds, files, withheld }: { seconds: number; files: readonly VolumeFile[]; withheld: number },
): Message {
  const cut = files.some(({ part }) => part > 1);
  const { t } = texts;
  const said = [
    t('volume:progress.done', { seconds, count: files.length }),
    cut && t('volume:progress.cut'),
    withheldLine(texts, withheld),
  ];
  return { text: said.filter(Boolean).join('\n') };
}

/** What its cities keep for themselves stays out of it. */
function withheldLine({ t }: Texts, n: number): string | false {
  return n > 0 && t('volume:home.withheld', { n });
}

export function failedMessage(texts: Texts, campaignId: number): Message {
  return { text: texts.t('volume:progress.failed'), keyboard: homeKeyboard(texts, campaignId) };
}

export function closeMessage(
  texts: Texts,
  { campaign, material }: { campaign: CampaignShown; material: Material },
): Message {
  const { t } = texts;
  const { unaccepted, missing, withheld } = material;
  const names = (some: string[]) => ({ names: someOf(texts, some, NAMED), n: some.length });
  return {
    ...lines(
      texts.rich('volume:close.ask', { year: campaign.year }),
      t('volume:close.effect'),
      unaccepted.length > 0 && t('volume:home.unaccepted', names(unaccepted)),
      missing.length > 0 && t('volume:home.missing', names(missing)),
      withheldLine(texts, withheld),
    ),
    keyboard: keyboard(
      button(t('volume:buttons.close'), 'vol.closed', campaign.id, unaccepted.length),
      back(texts, 'vol.home', campaign.id),
    ),
  };
}

export function sendMessage(
  texts: Texts,
  { campaign, recipients }: { campaign: CampaignShown; recipients: VolumeRecipients },
): Message {
  const { t } = texts;
  const { people, cities, silent } = recipients;
  return {
    ...lines(
      texts.rich('volume:send.ask', { year: campaign.year }),
      t('volume:send.told', {
        people: t('volume:send.people', { count: people.length }),
        names: someOf(texts, cities, NAMED),
        n: cities.length,
      }),
      silent.length > 0 && t('volume:send.silent', { names: someOf(texts, silent, NAMED) }),
      t(`volume:send.${whenSent(people)}`),
    ),
    keyboard: keyboard(
      button(t('volume:buttons.send'), 'vol.sent', campaign.id, people.length),
      back(texts, 'vol.home', campaign.id),
    ),
  };
}

function whenSent(people: VolumeRecipients['people']): 'at_once' | 'by_hours' | 'in_the_morning' {
  if (people.every(({ waits }) => waits)) return 'in_the_morning';
  return people.some(({ waits }) => waits) ? 'by_hours' : 'at_once';
}
