import { button, flow, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { INTRO } from '../form.ts';
import { concat, formatted, splitForTelegram } from '../formatted.ts';
import type { FormattedText } from '../formatted.ts';
import { nameAmong } from '../named.ts';
import { statistics } from '../statistics.ts';
import type { AssignmentView } from '../store.ts';
import { beginning, chars, numberOf, questionOf, titleOf } from '../wording.ts';
import { amountOf, takesText } from './amounts.ts';
import { mergeParts } from './moving.ts';
import { saysNothing } from './nothing.ts';
import type { KeptPart, Reading } from './store.ts';

/** The screens of a document that was read, before it is written. Plain data in, a message out. */

const PAGE = 2800;
/** As many places, or unrecognised parts, are named on one screen. */
const NAMED = 4;

export const isLoose = ({ code, apart }: KeptPart): boolean => code === null && apart !== true;

/** «6 120 знаков, 18 пунктов» */
export function sizeOf(texts: Texts, text: string): string {
  const { characters, listItems } = statistics(text);
  const size = chars(texts, characters);
  if (listItems === 0) return size;
  const items = texts.t('questionnaire:saved.items', { count: listItems });
  return texts.t('word_in:overview.with_items', { chars: size, items });
}

/** The same; where a number is wanted, the number that it is. */
export function saidIn(texts: Texts, view: AssignmentView, code: string, text: string): string {
  if (questionOf(view, code)?.kind === 'number' && amountOf(text)) return text.trim();
  return saysNothing(text) ? texts.t('word_in:overview.nothing_said') : sizeOf(texts, text);
}

/** «2, 3, общие сведения» */
export function numbersOf(texts: Texts, view: AssignmentView, codes: readonly string[]): string {
  return codes.map((code) => numberOf(view, code) ?? texts.t('word_in:written.intro')).join(', ');
}

/** «К какой анкете он относится?» */
export function whichScreen(
  texts: Texts,
  { id, fileName }: Reading,
  views: readonly AssignmentView[],
): Message {
  const buttons = views
    .slice(0, 20)
    .map((view) => button(nameAmong(texts, views, view), 'w.form', id, view.id));
  return {
    text: texts.t('word_in:which', { name: beginning(fileName, 60) }),
    keyboard: keyboard(...buttons, button(texts.t('chat:buttons.cancel'), 'w.cancel', id)),
  };
}

/** What was understood: each question with its size, what was not recognised, what is missing. Nothing is written yet. */
export function readingOverview(
  texts: Texts,
  view: AssignmentView,
  reading: Reading,
  shown: { above?: string; named: boolean; otherCity?: boolean },
): Message {
  const { t } = texts;
  const { id, parts, suggestsTasks, by } = reading;
  const answers = new Map(mergeParts(parts).map((answer) => [answer.code, answer]));
  const lines = view.questions.flatMap(({ code, text: words }) => {
    const answer = answers.get(code);
    if (!answer) return [];
    const also = parts.filter((part) => part.code === code).flatMap((part) => part.also);
    const size = [
      saidIn(texts, view, code, answer.text),
      also.length > 0 && t('word_in:overview.also', { numbers: numbersOf(texts, view, also) }),
    ].filter(Boolean).join('; '); // oxfmt-ignore
    const number = numberOf(view, code);
    return number === null
      ? [t('word_in:overview.intro', { size })]
      : [t('word_in:overview.line', { number, words: beginning(words, 48), size })];
  });
  const without = view.questions.filter(({ code }) => code !== INTRO && !answers.has(code));
  const codesOf = (number: boolean): string[] =>
    without.filter(({ kind }) => (kind === 'number') === number).map(({ code }) => code);
  const [missing, numbers] = [codesOf(false), codesOf(true)];
  const mended = parts.reduce((sum, part) => sum + part.mended.length, 0);
  const apart = parts.filter((part) => part.apart).length;
  const tasks = suggestsTasks === null ? undefined : parts[suggestsTasks];
  const loose = parts.filter(isLoose);
  const found = earlierYear(parts, view.year);
  const [first] = parts;
  const proposed = by === 'proposal' && parts.every(({ code }) => code === first?.code) && first?.code;
  const text = concat(
    [
      ...(shown.above === undefined ? [] : [formatted(shown.above)]),
      formatted(t('word_in:overview.head', { name: beginning(reading.fileName, 60) })),
      ...(shown.named
        ? [formatted(t('word_in:overview.into', { title: titleOf(texts, view), city: view.city.name }))]
        : []),
      ...(found === null ? [] : [formatted(t('word_in:overview.other_year', { found, year: view.year }))]),
      ...lines.map((line) => formatted(line)),
      ...(loose.length > 0 ? [unknown(texts, loose)] : []),
      ...[
        proposed && t('word_in:overview.proposal', { number: numbersOf(texts, view, [proposed]) }),
        tasks && t('word_in:overview.tasks', { words: beginning(tasks.text, 60) }),
        apart > 0 && t('word_in:overview.apart', { count: apart }),
        missing.length > 0 &&
          t('word_in:overview.missing', { count: missing.length, numbers: numbersOf(texts, view, missing) }),
        numbers.length > 0 &&
          t('word_in:overview.number', { count: numbers.length, numbers: numbersOf(texts, view, numbers) }),
        reading.bare.length > 0 && bare(texts, reading.bare),
        mended > 0 && t('word_in:overview.mended', { count: mended }),
      ].flatMap((line) => (line ? [formatted(line)] : [])),
    ],
    '\n',
  );
  return {
    ...shownText(text),
    keyboard: keyboard(
      loose.length > 0 && button(t('word_in:buttons.place'), 'w.place', id),
      tasks && button(t('word_in:buttons.tasks', { year: view.year + 1 }), 'w.tasks', id),
      parts.length > 0 && button(t('word_in:buttons.parts'), 'w.part', id, 0),
      shown.otherCity === true && button(t('word_in:buttons.other_city'), 'w.other', id),
      [
        answers.size > 0 && button(t('word_in:buttons.write'), 'w.write', id),
        button(t('chat:buttons.cancel'), 'w.cancel', id),
      ],
    ),
  };
}

/** The year of the file by its headings, where it is an earlier one than was asked about: perhaps last year's file. */
function earlierYear(parts: readonly KeptPart[], year: number): number | null {
  for (const { code, heading } of parts) {
    const said = heading?.match(/(?<!\d)20\d\d(?!\d)/gu)?.at(-1);
    const ahead = code === 'TASKS_NEXT' ? 1 : 0;
    if (code !== null && said !== undefined && Number(said) < year + ahead) return Number(said) - ahead;
  }
  return null;
}

function unknown(texts: Texts, loose: readonly KeptPart[]): FormattedText {
  const parts = some(texts, loose, (part) => unknownPart(texts, part));
  const { text, entities } = texts.rich('word_in:overview.unknown', { count: loose.length, parts });
  return formatted(text, entities);
}

/** Headings that stand in no answer: one of them may be a line that was meant as such. */
function bare(texts: Texts, all: readonly string[]): string {
  const quoted = (heading: string): string =>
    texts.t('word_in:overview.bare_heading', { heading: beginning(heading, 60) });
  const key = all.length === 1 ? 'word_in:overview.bare' : 'word_in:overview.bare_several';
  return texts.t(key, { headings: some(texts, all, quoted) });
}

/** The first of them, and how many more there are. */
function some<T>(texts: Texts, all: readonly T[], shown: (one: T) => string): string {
  const n = all.length - NAMED;
  const more = n > 0 ? [texts.t('word_in:overview.more', { n })] : [];
  return [...all.slice(0, NAMED).map(shown), ...more].join('; ');
}

function unknownPart(texts: Texts, { heading, text }: KeptPart): string {
  const words = beginning(heading ?? text, 60);
  return texts.t('word_in:overview.unknown_part', { words, chars: sizeOf(texts, text) });
}

/** Each part in its turn, a long one over several pages; the mended places stand below its last page. */
export function partPage(texts: Texts, view: AssignmentView, reading: Reading, at: number): Message {
  const { t } = texts;
  const pages = reading.parts.flatMap((part, index) => {
    const texts_ = splitForTelegram(formatted(part.text, part.entities), PAGE);
    return texts_.map((text, page) => ({ part, index, text, page, pages: texts_.length }));
  });
  const place = Math.min(Math.max(at, 0), Math.max(pages.length - 1, 0));
  const shown = pages[place];
  if (!shown) return readingOverview(texts, view, reading, { named: false });
  const { part, index, page } = shown;
  const head = texts.rich('word_in:part.head', {
    number: index + 1,
    of: reading.parts.length,
    where: whereIs(texts, view, part),
  });
  const last = page === shown.pages - 1;
  const lines = [
    shown.pages > 1 && t('word_in:part.page', { page: page + 1, pages: shown.pages }),
    page === 0 &&
      part.heading !== null &&
      t('word_in:part.heading', { heading: beginning(part.heading, 200) }),
  ].filter((line) => line !== false);
  const mended = last ? part.mended.slice(0, NAMED) : [];
  const text = concat(
    [
      concat([formatted(head.text, head.entities), ...lines.map((line) => formatted(line))], '\n'),
      shown.text,
      ...mended.map((place_) => formatted(t('word_in:part.mended', { ...place_ }))),
      ...(last && part.mended.length > NAMED
        ? [formatted(t('word_in:part.mended_more', { n: part.mended.length - NAMED }))]
        : []),
    ],
    '\n\n',
  );
  const turn = (to: number, key: 'chat:buttons.previous' | 'chat:buttons.next') =>
    to >= 0 && to < pages.length && button(t(key), 'w.part', reading.id, to);
  return {
    ...shownText(text),
    keyboard: keyboard(
      [turn(place - 1, 'chat:buttons.previous'), turn(place + 1, 'chat:buttons.next')],
      button(t('word_in:buttons.move'), 'w.move', reading.id, index),
      part.apart !== true && button(t('word_in:buttons.apart'), 'w.to', reading.id, index),
      button(t('word_in:buttons.overview'), 'w.show', reading.id),
    ),
  };
}

function whereIs({ t }: Texts, view: AssignmentView, { code, apart }: KeptPart): string {
  if (code === null) return t(apart ? 'word_in:part.at_apart' : 'word_in:part.at_none');
  const number = numberOf(view, code);
  return number === null ? t('word_in:part.at_intro') : t('word_in:part.at', { number });
}

/** Where a part belongs: the questions by their words, a button each. */
export function movingScreen(
  texts: Texts,
  view: AssignmentView,
  { id, parts }: Reading,
  index: number,
  above?: string,
): Message {
  const { t } = texts;
  const part = parts[index];
  const open = view.questions.filter(
    (question) => takesText(question, part?.text ?? '') && question.code !== part?.code,
  );
  const numbered = open.flatMap(({ code, text }) => {
    const number = numberOf(view, code);
    return number === null ? [] : [{ code, text, number }];
  });
  const hasIntro = open.some(({ code }) => code === INTRO);
  return {
    text: [
      above,
      t('word_in:move.ask', {
        words: beginning(part?.text ?? '', 200),
        chars: sizeOf(texts, part?.text ?? ''),
      }),
      ...numbered.map(({ number, text }) => `${number}. ${beginning(text, 48)}`),
    ]
      .filter((line) => line !== undefined)
      .join('\n'),
    keyboard: keyboard(
      ...flow(
        numbered.map(({ code, number }) => button(String(number), 'w.to', id, index, code)),
        7,
      ),
      hasIntro && button(t('questionnaire:buttons.intro'), 'w.to', id, index, INTRO),
      part?.apart !== true && button(t('word_in:buttons.apart'), 'w.to', id, index),
      button(t('word_in:buttons.overview'), 'w.show', id),
    ),
  };
}

/** Parts that nobody placed are not written: said before it is done. */
export function looseScreen(texts: Texts, { id, parts }: Reading): Message {
  const { t } = texts;
  const loose = parts.filter(isLoose);
  return {
    text: [
      t('word_in:loose.head', { count: loose.length }),
      ...loose.slice(0, NAMED).map((part) => unknownPart(texts, part)),
    ].join('\n'),
    keyboard: keyboard(
      button(t('word_in:buttons.place'), 'w.place', id),
      button(t('word_in:buttons.write_rest'), 'w.write', id, 'all'),
      button(t('word_in:buttons.overview'), 'w.show', id),
    ),
  };
}

function shownText({ text, entities }: FormattedText): Pick<Message, 'text' | 'entities'> {
  return { text, entities: entities.map((entity) => ({ ...entity })) };
}
