import { addDays, isDay, parseDay } from '../../../services/calendar/index.ts';
import { button } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { AssignmentView } from '../store.ts';
import { objects, wayWords } from './record.ts';
import type { Behalf, Received } from './record.ts';

/** What is said of a questionnaire that a coordinator enters, or has entered, for its city. */

/** «Вносится за город: Хабаровск, поступило по письму от 05.02.2027.»; null: nobody enters it. */
export function writingNote(texts: Texts, { behalf, city }: AssignmentView): string | null {
  if (behalf?.act !== 'entering') return null;
  const how = wayWords(texts, behalf);
  return texts.t(how === '' ? 'behalf:writing_plain' : 'behalf:writing', { city: city.name, how });
}

/** «Хабаровск, 2026 год», above its questions. */
export function enteredName({ t }: Texts, { city, year }: Pick<AssignmentView, 'city' | 'year'>): string {
  return t('behalf:named', { city: city.name, year });
}

/** «внесено за город, поступило по письму, город возразил», behind a state; '' where the city acted itself. */
export function behalfWords(texts: Texts, behalf: Behalf | null): string {
  if (!behalf || behalf.act === 'entering') return '';
  const entered = behalf.act === 'submitted' && enteredWords(texts, behalf);
  return [entered, objects(behalf) && texts.t('behalf:objected')].filter(Boolean).join(', ');
}

function enteredWords(texts: Texts, { way }: Received): string {
  // The day of the letter stands where there is room for it.
  const how = wayWords(texts, { way, letterOn: null });
  return texts.t(how === '' ? 'behalf:entered_plain' : 'behalf:entered', { how });
}

/** «Город возразил: говорит, что эти ответы не его.»; null: it does not object. */
export function objectionLine({ t }: Texts, { behalf }: Pick<AssignmentView, 'behalf'>): string | null {
  if (!behalf || behalf.act === 'entering' || behalf.objectedAt === null) return null;
  return t(`behalf:objected_line.${behalf.act}`);
}

/** What was done in the place of whoever answers for the city, with the way to object; null: he acted himself. */
export function doneForYou(
  texts: Texts,
  { id, behalf, archived }: Pick<AssignmentView, 'id' | 'behalf' | 'archived'>,
): { line: string; button: Button } | null {
  if (!behalf || behalf.act === 'entering' || archived) return null;
  const { t } = texts;
  const how = wayWords(texts, behalf);
  const objected = behalf.objectedAt !== null;
  const done = t(`behalf:for_you.${behalf.act}${how === '' ? '_plain' : ''}`, { how });
  const decide = objected ? ('settle' as const) : ('object' as const);
  return {
    line: objected ? `${done} ${t('behalf:for_you.objected')}` : done,
    button:
      behalf.act === 'submitted'
        ? button(t('behalf:buttons.read'), 'v.read', id, 1)
        : button(t(`behalf:buttons.${decide}`), `v.${decide}`, id),
  };
}

/** A letter that is entered is not older than this, in days, unless its year is written. */
const OLD = 300;

/** A day that is over, or today, as people write it: without a year the last such day; null: it is not one. */
export function readPastDay(text: string, today: string): string | null {
  const read = parseDay(text, { today });
  if (read.kind === 'past') return read.day;
  if (read.kind !== 'day') return null;
  if (read.day === today) return today;
  const before = `${Number(read.day.slice(0, 4)) - 1}${read.day.slice(4)}`;
  const written = text.includes(read.day.slice(0, 4));
  return !written && isDay(before) && before >= addDays(today, -OLD) ? before : null;
}
