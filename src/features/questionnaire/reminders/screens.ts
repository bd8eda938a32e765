import { dayIn, formatDay, formatInstant } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import type { Occupant } from '../../../services/people/occupants.ts';
import { back, someOf, termLine, whenWritten } from '../campaign/desk.ts';
import { lines } from '../campaign/messages.ts';
import type { CampaignView } from '../campaign/store.ts';
import type { Association } from '../paper.ts';
import type { RoundEntry, RoundPlan } from './due.ts';
import type { RoundView, SilentRow, WaitingRound } from './store.ts';
import { INTRO } from '../form.ts';
import { titleOf } from '../wording.ts';

/** What the screens of *Напомнить* have in common. */
export interface Look {
  now: Date;
  /** By whose clocks it is shown: the association's, or the city's of its own coordinator. */
  place: Association;
  /** The association's coordinator, or one of a city. */
  whole: boolean;
}

/** Whom it reaches and whom it does not, when it goes out, and what it says. */
export function askMessage(
  texts: Texts,
  view: Look & {
    campaign: CampaignView;
    plan: RoundPlan;
    people: ReadonlyMap<number, Occupant>;
    text: string | null;
  },
): Message {
  const { campaign, plan, text, whole } = view;
  const { t } = texts;
  const some = plan.entries.length > 0;
  const names = (rows: readonly SilentRow[]): string => someOf(texts, citiesOf(rows));
  return {
    ...lines(
      texts.rich('reminder:ask.head', { year: campaign.year }),
      ...(some ? toWhom(texts, view) : [t('reminder:ask.nobody')]),
      plan.planned.length > 0 && t('reminder:ask.planned', { names: names(plan.planned) }),
      plan.recent.length > 0 && t('reminder:ask.recent', { names: names(plan.recent) }),
      plan.unreachable.length > 0 && t('reminder:ask.unreachable', { names: names(plan.unreachable) }),
      whole && some && t('reminder:ask.submitted'),
      ...(some ? [...when(texts, view), '', ...words(texts, view)] : []),
    ),
    keyboard: keyboard(
      some && button(t('reminder:buttons.send'), 'r.send', campaign.id),
      some && button(t('reminder:buttons.edit'), 'r.text', campaign.id),
      some && text !== null && button(t('reminder:buttons.usual'), 'r.ask', campaign.id),
      whole && button(t('reminder:buttons.calls'), 'b.calls', campaign.id, 0),
      backFrom(texts, view, campaign.id),
    ),
  };
}

type Asked = Parameters<typeof askMessage>[1];

/** The association reads numbers, a city's coordinator names. */
function toWhom(texts: Texts, { plan, people, whole }: Asked): string[] {
  const { t } = texts;
  if (!whole) {
    const who = plan.entries.flatMap(({ tellings }) =>
      tellings.flatMap(({ personId, item }) => {
        const person = people.get(personId);
        if (!person) return [];
        const name = listed(person);
        return item.as === 'executor' ? t('reminder:ask.executor', { who: name }) : name;
      }),
    );
    return [t('reminder:ask.to_names', { names: someOf(texts, [...new Set(who)]) })];
  }
  const count = plan.entries.length;
  const inWork = plan.entries.filter(({ row }) => row.state === 'in_work').length;
  const states = [
    ...(inWork > 0 ? [t('campaign:figures.in_work', { n: inWork })] : []),
    ...(inWork < count ? [t('campaign:figures.not_opened', { n: count - inWork })] : []),
  ];
  const through = plan.entries.filter(({ as }) => as === 'coordinator').map(({ row }) => row);
  return [
    states.length > 1
      ? t('reminder:ask.to', { count, states: states.join(', ') })
      : t(inWork > 0 ? 'reminder:ask.to_in_work' : 'reminder:ask.to_not_opened', { count }),
    ...(through.length > 0 ? [t('reminder:ask.through', { names: someOf(texts, citiesOf(through)) })] : []),
  ];
}

/** In a minute; where it is night or a day off, the next working morning. */
function when(texts: Texts, { plan, now }: Asked): string[] {
  const { t } = texts;
  const soon = plan.entries.filter(({ sending }) => !sending.waits);
  const later = new Map<string, RoundEntry[]>();
  for (const entry of plan.entries.filter(({ sending }) => sending.waits))
    later.set(entry.sending.on, [...(later.get(entry.sending.on) ?? []), entry]);
  const waits = [...later].sort().map(([on, entries]) =>
    t('reminder:ask.waits', {
      day: formatDay(on, texts.language, 'weekday', dayIn(now, entries[0]?.row.city.timeZone ?? 'UTC')),
      names: someOf(texts, citiesOf(entries.map(({ row }) => row))),
    }),
  );
  if (waits.length === 0) return [t('reminder:ask.at_once')];
  return soon.length === 0 ? waits : [t('reminder:ask.some_at_once', { count: soon.length }), ...waits];
}

function words(texts: Texts, { campaign, text, now, place, plan, whole }: Asked): string[] {
  const { t } = texts;
  if (text !== null) return [t('reminder:ask.text_own', { text }), t('reminder:ask.appended')];
  const [only] = plan.entries;
  const city = !whole && only ? only.row.city : { name: null, timeZone: place.timeZone };
  const dueOn = !whole && only ? only.row.dueOn : campaign.dueOn;
  const values = {
    title: titleOf(texts, campaign),
    term: termLine(texts, dueOn, now, city),
    total: campaign.questions.filter(({ code }) => code !== INTRO).length,
  };
  const begun = plan.entries.some(({ row }) => row.state === 'in_work');
  return [t(begun ? 'reminder:ask.text' : 'reminder:ask.text_empty', values), t('reminder:ask.filled')];
}

/** One round: it waits, went out, or was taken back. */
export function roundMessage(
  texts: Texts,
  round: RoundView,
  look: Look & {
    /** Whether this person may take it back. */
    mayUndo: boolean;
    /** «Кедрова О.Н., сегодня в 10:14»: who made it, for somebody who would send another. */
    by: string | null;
  },
): Message {
  const { now, place, whole, mayUndo, by } = look;
  const { t } = texts;
  const count = round.cities.length;
  const calls = button(t('reminder:buttons.calls'), 'b.calls', round.campaignId, 0);
  const to = backFrom(texts, look, round.campaignId, t('reminder:buttons.campaign'));
  if (round.undoneAt) return { text: t('reminder:round.undone_already'), keyboard: keyboard(to) };
  const progress = button(t('reminder:buttons.progress'), 'r.round', round.id);
  if (now < round.sendAt) {
    return {
      text: [
        ...(by === null ? soonLines(texts, round, look) : plannedLines(texts, round, look, by)),
        ...(mayUndo ? [t('reminder:round.undo')] : []),
      ].join('\n'),
      keyboard: keyboard(mayUndo && button(t('reminder:buttons.undo'), 'r.undo', round.id), progress, to),
    };
  }
  const { undelivered } = round;
  return {
    text: [
      ...(by === null ? [] : [t('reminder:round.already', { by }), '']),
      t('reminder:round.went', {
        year: round.year,
        count,
        when: whenWritten(texts, round.sendAt, now, place.timeZone),
      }),
      t('reminder:round.sent', { n: round.sent }),
      ...(round.waiting > 0 ? [t('reminder:round.waiting', { n: round.waiting })] : []),
      ...(undelivered.length > 0
        ? [t('reminder:round.undelivered', { n: undelivered.length, names: someOf(texts, undelivered) })]
        : []),
    ].join('\n'),
    keyboard: keyboard(round.waiting > 0 && progress, whole && undelivered.length > 0 && calls, to),
  };
}

/** What was just decided: in a minute, or on another day. */
function soonLines(texts: Texts, round: RoundView, { now, place }: Look): string[] {
  const count = round.cities.length;
  if (dayIn(round.sendAt, place.timeZone) !== dayIn(now, place.timeZone))
    return [plannedLine(texts, { sendAt: round.sendAt, cities: count }, now, place)];
  const time = formatInstant(round.sendAt, place.timeZone, texts.language, 'time');
  return [texts.t('reminder:round.soon', { count, time, place: place.name })];
}

/** «Напоминание назначено. Уйдёт: …», on the screens that lead to it. */
export function plannedLine(texts: Texts, round: WaitingRound, now: Date, place: Association): string {
  return texts.t('reminder:round.home', {
    when: whenWritten(texts, round.sendAt, now, place.timeZone),
    place: place.name,
    count: round.cities,
  });
}

/** To whoever would send it once more. */
function plannedLines(texts: Texts, round: RoundView, { now, place }: Look, by: string): string[] {
  const when = whenWritten(texts, round.sendAt, now, place.timeZone);
  return [
    texts.t('reminder:round.planned', { when, place: place.name, count: round.cities.length }),
    texts.t('reminder:round.planned_by', { by }),
  ];
}

/** To the campaign; a city's coordinator has his own way there. */
function backFrom(texts: Texts, { whole }: Look, campaignId: number, words?: string): Button {
  const to = whole ? back(texts, 'k.year', campaignId) : back(texts, 'k.home');
  return words === undefined ? to : { ...to, text: words };
}

function citiesOf(rows: readonly SilentRow[]): string[] {
  return rows.map(({ city }) => city.name).sort((a, b) => a.localeCompare(b, 'ru'));
}
