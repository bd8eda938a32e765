import type { Json } from '../../services/chat/dialogues.ts';
import { formatDay, parseDay } from '../../services/calendar/index.ts';
import { button, flow, keyboard } from '../../services/chat/buttons.ts';
import type { Message } from '../../services/chat/screen.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { audienceLines } from './campaign-audience.ts';
import { isCampaignYear, isDayOff, termsOfYear, yearProposals } from './campaign-days.ts';
import { label, pageOf, turning } from './campaign-desk.ts';
import { lines } from './campaign-messages.ts';
import type { Audience } from './campaign-recipients.ts';

/** A campaign that is being prepared: kept as the arguments of its dialogue until it is opened. */
export type Draft = {
  step: 'year' | 'term' | 'scope' | 'cities' | 'preview';
  year: number;
  /** '' until it is chosen. */
  dueOn: string;
  /** null: all cities. */
  cityIds: number[] | null;
  /** Of the list of cities. */
  page: number;
  /** Said above the screen, once. */
  note: string;
} & { [key: string]: Json };

export const EMPTY_DRAFT: Draft = { step: 'year', year: 0, dueOn: '', cityIds: null, page: 0, note: '' };

/** The step before, for *Назад*; null: before the first. */
export function stepBack({ step, cityIds }: Draft): Draft['step'] | null {
  switch (step) {
    case 'year':
      return null;
    case 'term':
      return 'year';
    case 'scope':
      return 'term';
    case 'cities':
      return 'scope';
    case 'preview':
      return cityIds === null ? 'scope' : 'cities';
  }
}

export type City = { id: number; name: string };

/** «2026», «за 2026 год»: four digits and no others, so that no day is taken for a year. */
export function readYear(
  text: string,
  today: string,
): { kind: 'year'; year: number } | { kind: 'out_of_reach'; year: number } | { kind: 'unreadable' } {
  const [figures = '', ...more] = text.match(/\d+/gu) ?? [];
  if (figures.length !== 4 || more.length > 0) return { kind: 'unreadable' };
  const year = Number(figures);
  return { kind: isCampaignYear(year, today) ? 'year' : 'out_of_reach', year };
}

/** A day that was typed for a term: the day, or the words that say why not with days to choose from instead. */
export type ReadTerm = { kind: 'day'; day: string } | { kind: 'not'; note: string; days: string[] };

export function readTerm(texts: Texts, text: string, today: string, otherwise: string[]): ReadTerm {
  const parsed = parseDay(text, { today });
  const words = (day: string): string => formatDay(day, texts.language, 'text');
  switch (parsed.kind) {
    case 'day':
      return parsed;
    case 'past':
      return {
        kind: 'not',
        note: texts.t('campaign:day.past', { day: words(parsed.day) }),
        days: [...new Set([...parsed.proposals.slice(0, 1), ...otherwise])].sort().slice(0, 4),
      };
    case 'impossible':
      return {
        kind: 'not',
        note: texts.t('campaign:day.impossible', { day: words(parsed.lastOn) }),
        days: [parsed.lastOn],
      };
    case 'unreadable':
      return { kind: 'not', note: texts.t('campaign:day.unreadable'), days: otherwise };
  }
}

/** Cities out of what was typed, by the whole name or a beginning that only one has; the words that name none. */
export function readCities(text: string, cities: readonly City[]): { found: number[]; unknown: string[] } {
  const plain = (name: string): string =>
    name
      .trim()
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(/^г\.\s*/u, '');
  const typed = text
    .split(/[,;\n]/u)
    .map((word) => word.trim())
    .filter(Boolean);
  const found: number[] = [];
  const unknown: string[] = [];
  for (const word of typed) {
    const exact = cities.find(({ name }) => plain(name) === plain(word));
    const beginning = cities.filter(({ name }) => plain(name).startsWith(plain(word)));
    const city = exact ?? (beginning.length === 1 ? beginning[0] : undefined);
    if (city) found.push(city.id);
    else unknown.push(word);
  }
  return { found, unknown };
}

export function yearMessage(texts: Texts, today: string, taken: readonly number[]): Message {
  const { t } = texts;
  const years = yearProposals(today, taken).map((year) =>
    button(t('campaign:buttons.for_year', { year }), 'k.new', 'year', year),
  );
  return {
    ...lines(texts.rich('campaign:open.year'), t('campaign:open.year_hint')),
    keyboard: keyboard(...flow(years), button(t('chat:buttons.cancel'), 'k.new', 'cancel')),
  };
}

export function termMessage(
  texts: Texts,
  draft: Draft,
  today: string,
  days = termsOfYear(draft.year, today),
): Message {
  const { t } = texts;
  return {
    ...lines(texts.rich('campaign:open.term', { year: draft.year }), t('campaign:open.term_hint')),
    keyboard: keyboard(
      ...days.map((day) => button(formatDay(day, texts.language, 'weekday', today), 'k.new', 'term', day)),
      leaving(texts),
    ),
  };
}

export function scopeMessage(texts: Texts, draft: Draft, today: string, cities: number): Message {
  const { t } = texts;
  return {
    ...lines(
      texts.rich('campaign:open.scope', {
        year: draft.year,
        day: formatDay(draft.dueOn, texts.language, 'weekday', today),
      }),
    ),
    keyboard: keyboard(
      button(t('campaign:buttons.all_cities', { n: cities }), 'k.new', 'all'),
      button(t('campaign:buttons.choose_cities'), 'k.new', 'choose'),
      leaving(texts),
    ),
  };
}

export function citiesMessage(texts: Texts, draft: Draft, cities: readonly City[]): Message {
  const { t } = texts;
  const chosen = new Set(draft.cityIds ?? []);
  const shown = pageOf(cities, draft.page);
  const every = cities.every(({ id }) => chosen.has(id));
  const ticks = shown.items.map(({ id, name }) =>
    button(
      label(t(chosen.has(id) ? 'campaign:tick.on' : 'campaign:tick.off', { name })),
      'k.new',
      'tick',
      id,
    ),
  );
  return {
    ...lines(
      texts.rich('campaign:open.cities', { n: chosen.size, total: cities.length }),
      t('campaign:open.cities_hint'),
      shown.pages > 1 && t('campaign:page', { page: shown.page + 1, pages: shown.pages }),
    ),
    keyboard: keyboard(
      ...flow(ticks),
      turning(texts, shown, (page) => button('', 'k.new', 'page', page)),
      button(
        t(every ? 'campaign:buttons.tick_none' : 'campaign:buttons.tick_every'),
        'k.new',
        every ? 'none' : 'every',
      ),
      chosen.size > 0 && button(t('campaign:buttons.ticked', { count: chosen.size }), 'k.new', 'done'),
      leaving(texts),
    ),
  };
}

/** The number of recipients first, then what is opened. */
export function previewMessage(
  texts: Texts,
  draft: Draft,
  view: { audience: Audience; cities: number; questions: number },
): Message {
  const { t } = texts;
  const { audience, cities, questions } = view;
  return {
    ...lines(
      texts.rich('campaign:open.preview', { year: draft.year }),
      ...audienceLines(texts, audience),
      t('campaign:term.everywhere', { day: formatDay(draft.dueOn, texts.language, 'weekdayYear') }),
      isDayOff(draft.dueOn) && t('campaign:day.off'),
      t('campaign:open.content', {
        cities: t('campaign:cities', { count: cities }),
        questions: t('campaign:questions', { count: questions }),
      }),
    ),
    keyboard: keyboard(
      button(t('campaign:buttons.open'), 'k.new', 'open'),
      button(t('campaign:buttons.wording'), 'k.new', 'form'),
      [
        button(t('campaign:buttons.change_term'), 'k.new', 'step', 'term'),
        button(t('campaign:buttons.change_cities'), 'k.new', 'step', 'scope'),
      ],
      leaving(texts),
    ),
  };
}

function leaving(texts: Texts) {
  return [
    button(texts.t('chat:buttons.back'), 'k.new', 'back'),
    button(texts.t('chat:buttons.cancel'), 'k.new', 'cancel'),
  ];
}
