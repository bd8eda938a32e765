import { formatDay, formatInstant } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { RichText, Texts } from '../../../services/i18n/i18n.ts';
import { back, dayOf, termLine, whenWritten } from './desk.ts';
import { behalfWords } from '../behalf/words.ts';
import { boardOf } from '../board/figures.ts';
import type { CampaignView, CityRow, Respondent } from './store.ts';
import { whoAnswers } from './notices.ts';
import { questionNumber } from '../form.ts';
import { chars, titleOf } from '../wording.ts';

/** The screens of a campaign: what they say and which buttons they have. Plain data in, a message out. */

/** A rich first line, plain lines below it; what is absent falls out. */
export function lines(
  head: RichText,
  ...rest: (string | false | null)[]
): Pick<Message, 'text' | 'entities'> {
  const below = rest.filter((line) => line !== false && line !== null);
  return { text: [head.text, ...below].join('\n'), entities: head.entities };
}

/** The words above a screen that say what has just happened. */
export function above(note: string, message: Message): Message {
  if (note === '') return message;
  const shift = note.length + 2;
  const entities = (message.entities ?? []).map((entity) => ({ ...entity, offset: entity.offset + shift }));
  return { ...message, text: `${note}\n\n${message.text}`, entities };
}

/**
 * «Сдали 41 из 72, из них приняты 36, с опозданием 2», then the others; those with nobody in them are left out. Of a past
 * year that is loaded only how many were entered.
 */
export function figures(texts: Texts, rows: readonly CityRow[], archived = false): string[] {
  const { states, submitted, total, late } = boardOf(rows);
  if (archived) return [texts.t('behalf:archive.entered', { n: submitted, total })];
  const some = (key: Parameters<Texts['t']>[0], n: number) => (n > 0 ? [texts.t(key, { n, count: n })] : []);
  const done = [
    texts.t('campaign:figures.submitted', { n: submitted, total }),
    ...some('campaign:figures.accepted', states.accepted),
    ...some('campaign:figures.to_clarify', states.to_clarify),
    ...some('campaign:figures.late', late),
  ].join(', ');
  const rest = (['in_work', 'not_opened', 'not_connected', 'unnamed'] as const)
    .flatMap((state) => some(`campaign:figures.${state}`, states[state]))
    .join(' · ');
  return [done, rest.charAt(0).toUpperCase() + rest.slice(1)].filter(Boolean);
}

/** «в работе, готово 4 из 7»; what came late stays late when it is accepted. */
export function stateOf(texts: Texts, row: CityRow): string {
  const { state, late, done, total, number } = row;
  const values = { done, total, number: number ?? '' };
  const further = state === 'to_clarify' || state === 'accepted';
  const lost = row.submitted ? null : (row.respondent?.lost ?? null);
  if (lost && state === 'not_connected') return texts.t(`campaign:state.lost_${lost.kind}`);
  const words = texts.t(further && late ? `campaign:state.${state}_late` : `campaign:state.${state}`, values);
  const behalf = behalfWords(texts, row.behalf);
  if (behalf !== '') return `${words}, ${behalf}`;
  return lost ? texts.t('campaign:state.lost', { words }) : words;
}

/** «Хабаровск — не открывали»; with the term where it is the city's own, or `dated`. */
export function cityLine(texts: Texts, row: CityRow, dated = row.extended): string {
  return texts.t(dated ? 'campaign:list.line_dated' : 'campaign:list.line', {
    city: row.city.name,
    state: stateOf(texts, row),
    day: formatDay(row.dueOn, texts.language, 'table'),
  });
}

/** Who answers, and whether he can be reached, where anything is still expected of him. */
function whoLine(texts: Texts, respondent: Respondent, expected: boolean): string {
  const { connected, lost } = respondent;
  const who = whoAnswers(texts, respondent);
  if (connected || !expected) return texts.t('campaign:city.who', { who });
  return lost
    ? texts.t(`campaign:lost.${lost.kind}`, { who })
    : texts.t('campaign:city.who_not_connected', { who });
}

/**
 * One city of a campaign; `whole`: the association's coordinator looks, who extends terms and has the list to go back to.
 * @param acceptedBy who accepted it; null: nobody has, or he is not known any more
 */
export function cityMessage(
  texts: Texts,
  row: CityRow,
  now: Date,
  whole: boolean,
  acceptedBy: string | null = null,
): Message {
  const { t } = texts;
  const { assignmentId, campaign, city, respondent, lastWrittenAt } = row;
  const open = !campaign.closedAt;
  const behalf = behalfWords(texts, row.behalf);
  const expected = open || row.state === 'to_clarify';
  const who = respondent ? whoLine(texts, respondent, expected) : t('campaign:city.nobody');
  const written =
    lastWrittenAt && !row.submitted
      ? t('campaign:city.written', {
          when: whenWritten(texts, lastWrittenAt, now, city.timeZone),
          city: city.name,
        })
      : null;
  const submitted =
    row.submitted && row.submittedAt
      ? t('campaign:city.submitted_at', {
          number: row.number ?? '',
          time: formatInstant(row.submittedAt, city.timeZone, texts.language, 'time'),
          day: dayOf(texts, row.submittedAt, now, city.timeZone),
          city: city.name,
        })
      : null;
  const { state, done, total, acceptedAt } = row;
  const settled =
    state === 'accepted' && acceptedAt
      ? t(acceptedBy === null ? 'campaign:city.accepted' : 'campaign:city.accepted_by', {
          time: formatInstant(acceptedAt, city.timeZone, texts.language, 'time'),
          day: dayOf(texts, acceptedAt, now, city.timeZone),
          city: city.name,
          who: acceptedBy ?? '',
        })
      : state === 'to_clarify' && t('campaign:city.to_clarify');
  const going =
    state === 'in_work' || state === 'not_opened' ? t(`campaign:city.${state}`, { done, total }) : null;
  return {
    ...lines(
      texts.rich('campaign:city.head', { city: city.name, title: titleOf(texts, campaign) }),
      who,
      !row.submitted && row.number !== null && t('campaign:city.withdrawn', { number: row.number }),
      submitted ?? going,
      settled,
      behalf !== '' && `${behalf.charAt(0).toUpperCase()}${behalf.slice(1)}.`,
      written,
      ...row.tooLong.map(({ code, by }) =>
        t('campaign:city.too_long', {
          number: questionNumber(campaign.questions, code)?.number ?? t('questionnaire:buttons.intro'),
          shown: chars(texts, by),
        }),
      ),
      open
        ? !row.submitted && termLine(texts, row.dueOn, now, city)
        : t(campaign.archived ? 'behalf:archive.home' : 'campaign:city.closed'),
    ),
    keyboard: keyboard(
      open &&
        button(
          t(respondent ? 'campaign:buttons.rename' : 'campaign:buttons.name'),
          'k.name',
          assignmentId,
          0,
        ),
      open &&
        respondent &&
        !respondent.connected &&
        button(t('campaign:buttons.invite'), 'o.inv.seat', respondent.seatId),
      whole &&
        open &&
        !row.submitted &&
        button(t('campaign:buttons.extend'), 'k.term', campaign.id, assignmentId),
      !row.submitted &&
        (open || (whole && campaign.archived)) &&
        button(t('behalf:buttons.enter'), 'v.begin', assignmentId),
      whole && row.submitted && button(t('clarification:buttons.read_accept'), 'c.read', assignmentId, 1),
      [
        button(t('campaign:buttons.questionnaire'), 'q.open', assignmentId),
        button(t('board:buttons.history'), 'b.hist', assignmentId, 0, 'city'),
      ],
      !whole && [
        button(t('board:menu'), 'b.city', city.id),
        open && !row.submitted && button(t('reminder:buttons.remind'), 'r.ask', campaign.id),
      ],
      whole ? back(texts, 'b.board', campaign.id) : button(t('chat:buttons.menu'), 'menu'),
    ),
  };
}

/** «организационная работа», within a sentence. */
export function branchOf({ branchName }: Pick<CampaignView, 'branchName'>): string {
  return branchName.charAt(0).toLowerCase() + branchName.slice(1);
}
