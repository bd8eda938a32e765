import { button, flow, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { label, pageOf, turning } from '../campaign/desk.ts';
import { concat, formatted, splitForTelegram } from '../formatted.ts';
import type { FormattedText } from '../formatted.ts';
import { INTRO } from '../form.ts';
import type { SubmittedAnswer } from '../store.ts';
import { beginning, firstWords } from '../wording.ts';
import { tellingSentence } from './marked.ts';
import type { PassageView, Wording } from './passage-view-store.ts';
import { HITS_A_PAGE } from './search-store.ts';
import type { Facet, Search, Wish } from './search-store.ts';

/** The screens of *Опыт городов*. */

/** Options of a filter on a page: with the rows around them at most seven buttons. */
const OPTIONS = 4;
/** Characters of an answer on a page. */
const PAGE = 3300;
const FACETS = ['code', 'cityId', 'year'] as const satisfies readonly Facet[];

/** What a question is called beside a city and a year. */
export function questionName({ t }: Texts, wording: Wording, code: string, year: number | null): string {
  return code === INTRO ? t('experience:buttons.intro') : beginning(wording(code, year), 70);
}

/** Asks what to look for; `waiting` questions are put to the city of whoever looks, `mine` are his own. */
export function promptMessage(
  { t, rich }: Texts,
  has: { waiting: number; mine: number; themes: boolean },
): Message {
  return {
    ...rich('experience:prompt'),
    keyboard: keyboard(
      has.waiting > 0 && button(t('experience:buttons.waiting', { n: has.waiting }), 'x.asked', 0),
      has.mine > 0 && button(t('experience:buttons.mine', { n: has.mine }), 'x.mine', 0),
      has.themes && button(t('experience:buttons.themes'), 'x.themes'),
    ),
  };
}

/** What was found: five on a page, each with the sentence in which the words stand. */
export function hitsMessage(
  texts: Texts,
  found: Extract<Search, { kind: 'found' }>,
  view: { wish: Wish; page: number; wording: Wording; city: string | null },
): Message {
  const { t } = texts;
  const { hits, total, mended, apart } = found;
  const { wish, page, wording, city } = view;
  const head = concat(
    [
      texts.rich('experience:hits.head', { text: firstWords(wish.text, 80), count: total }),
      ...mended.map(({ word, better }) => ({
        text: t('experience:hits.mended', { word, better }),
        entities: [],
      })),
      apart && { text: t('experience:hits.apart'), entities: [] },
      filtered(texts, wish, wording, city),
      total === 0 && { text: t('experience:hits.none'), entities: [] },
    ].flatMap((part) => (part ? [formatted(part.text, part.entities)] : [])),
    '\n',
  );
  const lines = hits.map((hit, index) => {
    const values = { n: page * HITS_A_PAGE + index + 1, city: hit.city, year: hit.year };
    const { text, entities } = texts.rich('experience:hits.place', values);
    const question = formatted(questionName(texts, wording, hit.code, hit.year));
    return concat([formatted(text, entities), question, tellingSentence(hit.marked)], ['. ', '\n']);
  });
  const pages = Math.max(1, Math.ceil(total / HITS_A_PAGE));
  return {
    ...plain(concat([head, ...lines], '\n\n')),
    keyboard: keyboard(
      hits.map((hit, index) => button(String(page * HITS_A_PAGE + index + 1), 'x.read', hit.id, 1)),
      turning(texts, { page, pages }, (to) => button('', 'x.page', to)),
      total > 0 || narrowed(wish)
        ? FACETS.map((facet) => button(t(`experience:buttons.${facet}`), 'x.by', facet, 0))
        : [],
      narrowed(wish) && button(t('experience:buttons.everywhere'), 'x.all'),
    ),
  };
}

const narrowed = ({ code, cityId, year }: Wish): boolean => code !== null || cityId !== null || year !== null;

function filtered(texts: Texts, wish: Wish, wording: Wording, city: string | null): Message | null {
  if (!narrowed(wish)) return null;
  const among = [
    wish.code !== null && questionName(texts, wording, wish.code, wish.year),
    city,
    wish.year !== null && texts.t('experience:of_year', { year: wish.year }),
  ].filter(Boolean);
  return { text: texts.t('experience:hits.among', { among: among.join(' · ') }) };
}

/** By what to narrow the found down. */
export function facetMessage(
  texts: Texts,
  facet: Facet,
  options: readonly { value: string; name: string; count: number }[],
  page: number,
): Message {
  const { t } = texts;
  const shown = pageOf(options, page, OPTIONS);
  return {
    text: t(`experience:by.${facet}`),
    keyboard: keyboard(
      ...shown.items.map(({ value, name, count }) => {
        const of = t('experience:buttons.of', { n: count });
        return button(`${label(name, 30 - of.length)}${of}`, 'x.set', facet, value);
      }),
      turning(texts, shown, (to) => button('', 'x.by', facet, to)),
      button(t(`experience:buttons.any_${facet}`), 'x.set', facet, ''),
      button(t('chat:buttons.back'), 'x.results'),
    ),
  };
}

/** One answer of a city, with the other years of the same question. */
export function answerMessage(
  texts: Texts,
  passage: PassageView,
  answer: SubmittedAnswer,
  view: {
    page: number;
    wording: Wording;
    years: readonly { id: number; year: number }[];
    /** He may ask the city. */
    asks: boolean;
    /** A search to go back to. */
    results: boolean;
  },
): Message {
  const { t } = texts;
  const { id, city, year, code } = passage;
  const pages = splitForTelegram(formatted(answer.text, answer.entities), PAGE);
  const page = Math.min(Math.max(view.page, 1), Math.max(pages.length, 1));
  const values = {
    city,
    year,
    question: questionName(texts, view.wording, code, year),
    page,
    pages: pages.length,
  };
  const head = texts.rich(
    pages.length > 1 ? 'experience:answer.head' : 'experience:answer.head_whole',
    values,
  );
  const body = pages[page - 1] ?? formatted('');
  const others = view.years.filter((each) => each.id !== id);
  const before = view.years.filter((each) => each.year < year).at(-1);
  return {
    ...plain(
      concat(
        [
          formatted(head.text, head.entities),
          body,
          ...(others.length > 0 ? [formatted(t('experience:answer.others'))] : []),
        ],
        '\n\n',
      ),
    ),
    keyboard: keyboard(
      [
        page > 1 && button(t('chat:buttons.previous'), 'x.read', id, page - 1),
        page < pages.length && button(t('chat:buttons.next'), 'x.read', id, page + 1),
      ],
      ...flow(
        others.map((each) => button(String(each.year), 'x.read', each.id, 1)),
        5,
      ),
      others.length > 0 && button(t('experience:buttons.years'), 'x.years', id, 1),
      before && button(t('experience:buttons.difference', { year: before.year }), 'x.diff', id, 1),
      view.asks && button(t('experience:buttons.ask'), 'x.ask', id),
      button(t(view.results ? 'experience:buttons.results' : 'experience:buttons.search'), 'x.results'),
    ),
  };
}

/** The answers of one city to one question, year after year. */
export function yearsMessage(
  texts: Texts,
  { id, city, code }: PassageView,
  answers: readonly { year: number; answer: SubmittedAnswer }[],
  view: { page: number; wording: Wording },
): Message {
  const { t, rich } = texts;
  const parts = answers.map(({ year, answer }) => {
    const of = rich('experience:answer.of_year', { year });
    return concat([formatted(of.text, of.entities), formatted(answer.text, answer.entities)], '\n');
  });
  const pages = splitForTelegram(concat(parts, '\n\n'), PAGE);
  const page = Math.min(Math.max(view.page, 1), Math.max(pages.length, 1));
  const question = questionName(texts, view.wording, code, null);
  const values = { city, question, page, pages: pages.length };
  const head = rich(pages.length > 1 ? 'experience:answer.years_page' : 'experience:answer.years', values);
  const body = pages[page - 1] ?? formatted('');
  return {
    ...plain(concat([formatted(head.text, head.entities), body], '\n\n')),
    keyboard: keyboard(
      [
        page > 1 && button(t('chat:buttons.previous'), 'x.years', id, page - 1),
        page < pages.length && button(t('chat:buttons.next'), 'x.years', id, page + 1),
      ],
      button(t('chat:buttons.back'), 'x.read', id, 1),
    ),
  };
}

/** A text of ours with what people wrote in it. */
export function plain({ text, entities }: FormattedText): Message {
  return { text, entities: [...entities] };
}
