import { dayIn, formatDay, formatInstant } from '../../../services/calendar/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import { postIn } from '../../../services/people/post.ts';
import { boardOf } from './figures.ts';
import type { BoardEntry, Given } from './store.ts';
import type { CampaignView, CityRow } from '../campaign/store.ts';
import { questionNumber } from '../form.ts';
import { stateOf } from '../campaign/messages.ts';
import type { Association } from '../paper.ts';
import { titleOf } from '../wording.ts';

/** What the board says in sentences, to be forwarded and read aloud. */

/** «По состоянию на 08.02.2027, 10:14 (Новосибирск), анкету за 2026 год (организационная работа) представил 41 город из 72 (57 %). …» */
export function boardSentence(
  texts: Texts,
  view: { campaign: CampaignView; rows: readonly CityRow[]; now: Date; association: Association },
): string {
  const { campaign, rows, now, association } = view;
  const { t } = texts;
  const { states, submitted, late, total, percent } = boardOf(rows);
  const opening = t('board:text.opening', {
    when: formatInstant(now, association.timeZone, texts.language, 'table'),
    city: association.name,
    year: campaign.year,
    branch: branchOf(campaign),
    who:
      submitted === 0
        ? t('board:text.nobody', { total })
        : t('board:text.represented', { count: submitted, total, percent }),
  });
  const ofThem = [
    states.accepted > 0 && t('board:text.accepted', { n: states.accepted }),
    states.to_clarify > 0 && t('board:text.to_clarify', { n: states.to_clarify }),
    late > 0 && t('board:text.late', { n: late }),
  ].filter((clause) => clause !== false);
  const others = (['in_work', 'not_opened', 'not_connected', 'unnamed'] as const)
    .filter((state) => states[state] > 0)
    .map((state, index) => {
      const count = states[state];
      // «Готовят ответы 18 городов, не приступали 9»: the noun stands once.
      const cities = index === 0 ? t('campaign:cities', { count }) : String(count);
      return t(`board:text.${state}`, { count, cities });
    });
  return [
    opening,
    ofThem.length > 0 && t('board:text.of_them', { clauses: ofThem.join(', ') }),
    others.length > 0 && capital(t('board:text.sentence', { clauses: others.join(', ') })),
    termSentence(texts, campaign, campaign.dueOn, now, association.timeZone),
  ]
    .filter(Boolean)
    .join(' ');
}

/** The same about one city: «По состоянию на …, анкета «…», Благовещенск: в работе, готово 4 из 7. Срок — …» */
export function citySentence(texts: Texts, row: CityRow, now: Date): string {
  const { city, campaign } = row;
  const sentence = texts.t('board:text.city', {
    when: formatInstant(now, city.timeZone, texts.language, 'table'),
    title: titleOf(texts, campaign),
    city: city.name,
    state: stateOf(texts, row),
  });
  return row.submitted
    ? sentence
    : `${sentence} ${termSentence(texts, campaign, row.dueOn, now, city.timeZone)}`;
}

function termSentence(
  { t, language }: Texts,
  { closedAt }: Pick<CampaignView, 'closedAt'>,
  dueOn: string,
  now: Date,
  timeZone: string,
): string {
  if (closedAt) return t('board:text.closed');
  const today = dayIn(now, timeZone);
  const day = formatDay(dueOn, language, 'weekday', today);
  return t(dueOn < today ? 'board:text.over' : 'board:text.term', { day });
}

/** «организационная работа», within a sentence. */
export function branchOf({ branchName }: Pick<CampaignView, 'branchName'>): string {
  return branchName.charAt(0).toLowerCase() + branchName.slice(1);
}

/** «сдана с опозданием», without figures, for a column of a table. */
export function plainState(texts: Texts, { state, late }: Pick<CityRow, 'state' | 'late'>): string {
  const further = state === 'to_clarify' || state === 'accepted';
  return texts.t(further && late ? `board:state.${state}_late` : `board:state.${state}`);
}

/** «вопрос 3», «вся анкета» */
export function partOf(
  texts: Texts,
  { questions }: Pick<CampaignView, 'questions'>,
  code: string | null,
): string {
  if (code === null) return texts.t('board:city.whole');
  const number = questionNumber(questions, code)?.number;
  return number === undefined ? texts.t('board:city.intro') : texts.t('board:city.question', { number });
}

/** «Рябинин П.А., отдел по связям с общественностью»; the post where nobody is connected. */
export function executorOf({ who, post, departmentName }: Given): string {
  return who ? [listed(who), departmentName ?? post].join(', ') : postIn({ post, departmentName });
}

/** «вопрос 3: пишет» of what is with executors at this moment. */
export function withExecutors({ given }: Pick<BoardEntry, 'given'>): Given[] {
  return given.filter(({ state }) => state !== 'accepted');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
