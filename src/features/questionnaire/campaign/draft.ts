import type { Json } from '../../../services/chat/dialogues.ts';
import { daysBetween, formatDay, parseDay } from '../../../services/calendar/index.ts';
import { button, flow, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { audienceLines } from './audience.ts';
import type { BranchView } from './branches.ts';
import { isCampaignYear, termsOfYear, yearProposals } from './days.ts';
import { label, pageOf, someOf, turning } from './desk.ts';
import { lines } from './messages.ts';
import type { Audience } from './recipients.ts';

/** Where a coordinator is on the way to a new campaign. What is chosen from the term on is kept as a draft in the tables. */
export type Making = {
  step: 'branch' | 'year' | 'term' | 'scope' | 'cities' | 'preview';
  /** 0 until it is chosen, as is the year. */
  branchId: number;
  year: number;
  /** 0: there is no draft yet. */
  draftId: number;
  /** Of the list of cities. */
  page: number;
  /** Said above the screen, once. */
  note: string;
  /** He came from the list of all campaigns. */
  from?: 'all';
} & { [key: string]: Json };

export const NOTHING_CHOSEN: Making = { step: 'year', branchId: 0, year: 0, draftId: 0, page: 0, note: '' };

/** The step before, for *Назад*; null: out of here. A draft has its year, and its own screen once cities are chosen. */
export function stepBack(
  { step, draftId }: Making,
  { branches, cities }: { branches: number; cities: number },
): Making['step'] | null {
  switch (step) {
    case 'branch':
    case 'preview':
      return null;
    case 'year':
      return branches > 1 ? 'branch' : null;
    case 'term':
      if (draftId === 0) return 'year';
      return cities > 0 ? 'preview' : null;
    case 'scope':
      return cities > 0 ? 'preview' : 'term';
    case 'cities':
      return 'scope';
  }
}

/** What the screens say of the campaign that is being made. */
export interface Shown {
  year: number;
  /** «, благоустройство» where there are several branches, else ''. */
  of: string;
  /** '' until it is chosen. */
  dueOn: string;
  cityIds: readonly number[];
  page: number;
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

export function branchMessage(texts: Texts, branches: readonly BranchView[]): Message {
  return {
    ...lines(texts.rich('campaign:open.branch')),
    keyboard: keyboard(
      ...branches.slice(0, 10).map(({ id, name }) => button(label(name), 'k.new', 'branch', id)),
      button(texts.t('chat:buttons.cancel'), 'k.new', 'cancel'),
    ),
  };
}

export function yearMessage(
  texts: Texts,
  view: {
    today: string;
    /** Years of the branch's campaigns, and its drafts. */
    taken: readonly number[];
    drafts: readonly { id: number; year: number }[];
    of: string;
    several: boolean;
  },
): Message {
  const { t } = texts;
  const { today, taken, drafts } = view;
  const years = yearProposals(today, [...taken, ...drafts.map(({ year }) => year)]).map((year) =>
    button(t('campaign:buttons.for_year', { year }), 'k.new', 'year', year),
  );
  const cancel = button(t('chat:buttons.cancel'), 'k.new', 'cancel');
  return {
    ...lines(
      texts.rich('campaign:open.year', { of: view.of }),
      ...taken
        .filter((year) => isCampaignYear(year, today))
        .map((year) => t('campaign:open.taken', { year })),
      ...drafts.map(({ year }) => t('campaign:open.draft_there', { year })),
      t('campaign:open.year_hint'),
    ),
    keyboard: keyboard(
      ...drafts.map(({ id, year }) => button(t('campaign:buttons.go_on_draft', { year }), 'k.draft', id)),
      ...flow(years),
      view.several ? [button(t('chat:buttons.back'), 'k.new', 'back'), cancel] : cancel,
    ),
  };
}

export function termMessage(
  texts: Texts,
  { year, of }: Pick<Shown, 'year' | 'of'>,
  today: string,
  days = termsOfYear(year, today),
): Message {
  const { t } = texts;
  return {
    ...lines(texts.rich('campaign:open.term', { year, of }), t('campaign:open.term_hint')),
    keyboard: keyboard(
      ...days.map((day) => button(formatDay(day, texts.language, 'weekday', today), 'k.new', 'term', day)),
      leaving(texts),
    ),
  };
}

export function scopeMessage(texts: Texts, shown: Shown, today: string, cities: number): Message {
  const { t } = texts;
  const day = formatDay(shown.dueOn, texts.language, 'weekday', today);
  return {
    ...lines(texts.rich('campaign:open.scope', { year: shown.year, of: shown.of, day })),
    keyboard: keyboard(
      button(t('campaign:buttons.all_cities', { n: cities }), 'k.new', 'all'),
      button(t('campaign:buttons.choose_cities'), 'k.new', 'choose'),
      leaving(texts),
    ),
  };
}

export function citiesMessage(
  texts: Texts,
  draft: Pick<Shown, 'cityIds' | 'page'>,
  cities: readonly City[],
): Message {
  const { t } = texts;
  const chosen = new Set(draft.cityIds);
  const shown = pageOf(cities, draft.page);
  const every = cities.every(({ id }) => chosen.has(id));
  const ticks = shown.items.map(({ id, name }) =>
    button(
      label(t(chosen.has(id) ? 'campaign:tick.on' : 'campaign:tick.off', { name })),
      'k.new',
      chosen.has(id) ? 'untick' : 'tick',
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

/** The draft's own screen: the number of recipients first, then what would be opened. `mark`: see `DraftView`. */
/** Days: a term that is farther off is rather a year mistyped. */
const FAR = 300;

export function previewMessage(
  texts: Texts,
  shown: Shown,
  view: {
    today: string;
    audience: Audience;
    left: readonly string[];
    questions: number;
    off: string | null;
    mark: string;
  },
): Message {
  const { t } = texts;
  const { audience, left, questions, off, mark } = view;
  const away = daysBetween(view.today, shown.dueOn);
  return {
    ...lines(
      texts.rich('campaign:open.preview', { year: shown.year, of: shown.of }),
      ...audienceLines(texts, audience),
      t('campaign:term.everywhere', { day: formatDay(shown.dueOn, texts.language, 'weekdayYear') }),
      away > FAR && t('campaign:open.far', { count: away }),
      off,
      t('campaign:open.content', {
        cities: t('campaign:cities', { count: shown.cityIds.length }),
        questions: t('campaign:questions', { count: questions }),
      }),
      left.length > 0 && t('campaign:open.left', { names: someOf(texts, left) }),
      t('campaign:open.draft'),
    ),
    keyboard: keyboard(
      shown.cityIds.length > 0 && button(t('campaign:buttons.open'), 'k.new', 'open', mark),
      button(t('campaign:buttons.wording'), 'k.new', 'form'),
      [
        button(t('campaign:buttons.change_term'), 'k.new', 'step', 'term'),
        button(t('campaign:buttons.change_cities'), 'k.new', 'step', 'scope'),
      ],
      button(t('campaign:buttons.discard'), 'k.new', 'drop'),
      button(t('chat:buttons.back'), 'k.new', 'back'),
    ),
  };
}

export function discardMessage(texts: Texts, { year, of }: Pick<Shown, 'year' | 'of'>): Message {
  const { t } = texts;
  return {
    ...lines(texts.rich('campaign:open.discard', { year, of }), t('campaign:open.discard_effect')),
    keyboard: keyboard(
      button(t('campaign:buttons.discard'), 'k.new', 'dropped'),
      button(t('chat:buttons.back'), 'k.new', 'show'),
    ),
  };
}

function leaving(texts: Texts) {
  return [
    button(texts.t('chat:buttons.back'), 'k.new', 'back'),
    button(texts.t('chat:buttons.cancel'), 'k.new', 'cancel'),
  ];
}
