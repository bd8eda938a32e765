import { dayIn, formatDay, formatInstant } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { ClarificationView } from './store.ts';
import { difference, shownDifference } from '../last-year/difference.ts';
import { concat, formatted, slice } from '../formatted.ts';
import type { FormattedText } from '../formatted.ts';
import { INTRO } from '../form.ts';
import type { AssignmentView, SubmittedAnswer } from '../store.ts';
import { beginning, nothingToSay, numberOf, questionOf, shownNumber } from '../wording.ts';

/** Words and messages around *Нужно уточнение* and acceptance. Plain data in, a message out. */

/** A message has at most 4 096 units; the rest is for what stands around. */
const ROOM = 3000;
/** Beside each remark: the question, who asked it, the day. */
const BESIDE = 120;
/** What a screen of a phone holds. */
const MOST_BUTTONS = 7;

/** «Вопрос 1», «Общие сведения» */
export function questionName(texts: Texts, view: AssignmentView, code: string): string {
  const number = numberOf(view, code);
  return number === null
    ? texts.t('questionnaire:buttons.intro')
    : texts.t('questionnaire:buttons.question', { number });
}

/** The same within a sentence. */
export const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** «среды, 17 февраля»: after «до». */
function untilDay(texts: Texts, day: string, now: Date, timeZone: string): string {
  const [, ...rest] = formatDay(day, texts.language, 'weekday', dayIn(now, timeZone)).split(', ');
  const weekday = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'] as const;
  const name = texts.t(`clarification:until.${weekday[new Date(day).getUTCDay()] ?? 'su'}`);
  return [name, ...rest].join(', ');
}

/** «Просим ответить не позднее среды, 17 февраля.» */
export function untilLine(
  texts: Texts,
  { dueOn }: Pick<ClarificationView, 'dueOn'>,
  view: AssignmentView,
  now: Date,
): string | null {
  if (dueOn === null) return null;
  const day = untilDay(texts, dueOn, now, view.city.timeZone);
  const key = dueOn < dayIn(now, view.city.timeZone) ? 'clarification:was_due' : 'clarification:due';
  return texts.t(key, { day });
}

/** «Вопрос 1: «Указано 40 планов на неделю. Верно ли число?» (Кедрова О.Н.)» */
export function remarkLine(
  texts: Texts,
  view: AssignmentView,
  { code, remark }: ClarificationView,
  by: string | null,
): string {
  const values = { question: questionName(texts, view, code), remark };
  return by === null
    ? texts.t('clarification:remark', values)
    : texts.t('clarification:remark_by', { ...values, by });
}

/** What the city asked of: the questions, told at once or one by one. `by`: who asked each. */
export function askedMessage(
  texts: Texts,
  view: AssignmentView,
  asked: readonly { clarification: ClarificationView; by: string | null }[],
  now: Date,
  to: { name: string | null; others: number; head?: string; instead?: string | null },
): Message {
  const { t } = texts;
  const number = view.number ?? '';
  const count = asked.length;
  const ask = t(to.name === null ? 'clarification:ask.here' : 'clarification:ask.to', {
    name: to.name ?? '',
    number,
    what: t('clarification:ask.what', { count }),
  });
  const days = new Set(asked.map(({ clarification }) => clarification.dueOn));
  const [only] = asked;
  const each = Math.max(40, Math.floor(ROOM / count) - BESIDE);
  const long = asked.reduce((sum, { clarification }) => sum + clarification.remark.length + BESIDE, 0) > ROOM;
  const lines = asked.flatMap(({ clarification, by }) => [
    remarkLine(
      texts,
      view,
      long ? { ...clarification, remark: beginning(clarification.remark, each) } : clarification,
      by,
    ),
    ...(days.size > 1 ? [untilLine(texts, clarification, view, now)] : []),
  ]);
  const text = [
    to.head ??
      [ask, to.others > 0 && t('clarification:ask.others', { count: to.others })].filter(Boolean).join(' '),
    to.instead,
    ...lines,
    days.size === 1 && only ? untilLine(texts, only.clarification, view, now) : null,
  ];
  const buttons: Button[][] =
    count === 1 && only
      ? cityButtons(texts, only.clarification)
      : asked.map(({ clarification }) => [
          button(questionName(texts, view, clarification.code), 'c.see', clarification.id),
        ]);
  const all = buttons.length > MOST_BUTTONS && everyButton(texts, view);
  return {
    text: text.filter((line) => typeof line === 'string').join('\n'),
    keyboard: keyboard(...buttons.slice(0, all ? MOST_BUTTONS - 1 : MOST_BUTTONS), all),
  };
}

/** *Все уточнения: 8*, where there are more of them than buttons. */
export function everyButton({ t }: Texts, { id, clarifications }: AssignmentView): Button {
  const count = clarifications.filter(({ answer }) => answer === null).length;
  return button(t('clarification:buttons.every', { count }), 'c.owed', id, 0);
}

/** *Пояснить* (for whoever may), *Исправить текст*, *Показать место в тексте*. */
export function cityButtons({ t }: Texts, { id }: ClarificationView, explains = true): Button[][] {
  return [
    ...(explains ? [[button(t('clarification:buttons.explain'), 'c.say', id)]] : []),
    [button(t('clarification:buttons.correct'), 'c.fix', id)],
    [button(t('clarification:buttons.place'), 'c.place', id)],
  ];
}

/** An answer as one text: a number in words of the person, names of files below. */
function answerText(answer: SubmittedAnswer | undefined): FormattedText {
  if (!answer) return formatted('');
  const text = answer.value ? formatted(shownNumber(answer.value)) : formatted(answer.text, answer.entities);
  const files = formatted(answer.files.join(', '));
  return concat(
    [text, files].filter((part) => part.text !== ''),
    '\n',
  );
}

/** The same, also where he pressed that there is nothing to say: «нет примеров». */
export function saidText(
  texts: Texts,
  view: AssignmentView,
  answer: SubmittedAnswer | undefined,
): FormattedText {
  if (!answer?.skipped) return answerText(answer);
  return formatted(nothingToSay(texts, answer.code, questionOf(view, answer.code)?.kind));
}

/** What is different between two editions of one answer, to be read in a chat. */
function changedText(texts: Texts, { view, before, after }: AskedScreen): FormattedText {
  const parts = difference(saidText(texts, view, before).text, saidText(texts, view, after).text);
  if (!parts.some(({ kind }) => kind !== 'same'))
    return formatted(texts.t('clarification:changed.form_only'));
  const shown = shownDifference(parts);
  if (shown.text.length <= ROOM) return shown;
  return concat([slice(shown, 0, ROOM), formatted(texts.t('clarification:changed.more'))], '\n');
}

/** What a coordinator sees of one clarification. */
export interface AskedScreen {
  view: AssignmentView;
  clarification: ClarificationView;
  /** Who asked, and who answered on whose behalf; names as they are listed. */
  by: string | null;
  answeredBy: string | null;
  /** Answered by somebody else than the respondent. */
  behalf: boolean;
  before: SubmittedAnswer | undefined;
  after: SubmittedAnswer | undefined;
}

/** What the city said: «Благовещенск, вопрос 1, пояснение: «…». Текст не изменён.» */
export function answeredText(texts: Texts, screen: AskedScreen): FormattedText {
  const { t } = texts;
  const { view, clarification, answeredBy, behalf } = screen;
  const { answer, explanation, code } = clarification;
  const question = lower(questionName(texts, view, code));
  const values = {
    city: view.city.name,
    question,
    text: (explanation ?? '').replace(/[.\s]+$/u, ''),
    edition: view.edition,
  };
  const way = clarification.way ?? 'chat';
  const who = behalf && answeredBy !== null ? t(`clarification:behalf.${way}`, { who: answeredBy }) : null;
  if (answer === 'corrected') {
    const head = formatted(t('clarification:answered.corrected', values));
    const rest = [changedText(texts, screen), ...(who === null ? [] : [formatted(who)])];
    return concat([head, ...rest], '\n');
  }
  return formatted([t('clarification:answered.explained', values), who].filter(Boolean).join('\n'));
}

/** Under what the city said: *Принять*, *Ещё вопрос*. */
export function takeButtons({ t }: Texts, { id, assignmentId }: ClarificationView): Button[][] {
  return [
    [button(t('clarification:buttons.take'), 'c.take', id)],
    [button(t('clarification:buttons.more'), 'c.more', id)],
    [button(t('clarification:buttons.read'), 'c.read', assignmentId, 1)],
  ];
}

/** A formatted text as a message. */
export function messageOf(text: FormattedText, markup?: Message['keyboard']): Message {
  return { text: text.text, entities: [...text.entities] as Message['entities'] & object, keyboard: markup };
}

/** «сдана 11 февраля, 16:42» in a list; with the clarifications that are open. */
export function waitingLine(
  texts: Texts,
  { view, remarks, open }: { view: AssignmentView; remarks: number; open: number },
): string {
  const { t, language } = texts;
  const at = view.submittedAt;
  const notes = [
    at && t('clarification:list.at', { at: formatInstant(at, view.city.timeZone, language, 'table') }),
    open > 0 &&
      t(view.state === 'to_clarify' ? 'clarification:list.asked' : 'clarification:list.answered', {
        count: open,
      }),
    remarks > 0 && t('clarification:list.remarks', { count: remarks }),
  ].filter(Boolean);
  return t('clarification:list.line', { city: view.city.name, state: notes.join(', ') });
}

/** How many other answers of the standing edition nobody asks about. */
export function othersOf(content: readonly SubmittedAnswer[], asked: readonly ClarificationView[]): number {
  const codes = new Set(asked.map(({ code }) => code));
  return content.filter(
    (answer) => answer.code !== INTRO && !codes.has(answer.code) && answerText(answer).text !== '',
  ).length;
}

/** The beginning of a remark, for a line of a list. */
export const shortRemark = (remark: string): string => beginning(remark, 60);
