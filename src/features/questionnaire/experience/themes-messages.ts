import { button, flow, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { label, pageOf, turning } from '../campaign/desk.ts';
import { beginning } from '../wording.ts';
import type { LineRef } from './themes-actions.ts';
import type { ThemeCampaign, Themes } from './themes-store.ts';
import { citiesOf } from './themes.ts';
import type { ThemeView } from './themes.ts';

/** The screens of the themes: which question, its themes, one theme. */

/** Themes, or lines of one, on a page. */
const PAGE = 7;
/** Of a question, a name, a line within a list. */
const SHORT = { question: 70, title: 90, line: 160 };

/** Where a theme stands, for callback data: campaign, question by its place, and a line that it holds. */
type At = readonly [campaignId: number, question: number, assignmentId: number, index: number];

/** Which question of the campaign; the other years beside. */
export function whichMessage(
  texts: Texts,
  campaign: ThemeCampaign,
  others: readonly ThemeCampaign[],
): Message {
  const { t, rich } = texts;
  return {
    ...rich('experience:theme.which', { year: campaign.year }),
    keyboard: keyboard(
      ...campaign.questions
        .slice(0, PAGE)
        .map(({ text }, place) => button(label(text, 60), 'x.tlist', campaign.id, place, 0)),
      ...flow(
        others
          .slice(0, 6)
          .map(({ id, year }) => button(t('experience:buttons.other_year', { year }), 'x.tyear', id)),
        3,
      ),
      button(t('experience:buttons.search'), 'x.home'),
    ),
  };
}

export function themesMessage(texts: Texts, themes: Themes, place: number, page: number): Message {
  const { t } = texts;
  const { campaign, question, hidden } = themes;
  const shown = pageOf(themes.themes, page, PAGE);
  const first = shown.page * PAGE + 1;
  const values = { year: campaign.year, n: themes.themes.length, cities: themes.cities };
  const head = texts.rich('experience:theme.head', {
    ...values,
    question: beginning(question.text, SHORT.question),
  });
  const lines = shown.items.map((theme, index) =>
    t('experience:theme.line', {
      n: first + index,
      title: beginning(theme.title, SHORT.title),
      count: citiesOf(theme).length,
    }),
  );
  const any = themes.themes.length > 0;
  return {
    text: [
      head.text,
      hidden > 0 && t('experience:theme.hidden', { n: hidden }),
      '',
      ...(any ? lines : [t('experience:theme.empty')]),
      shown.pages > 1 && t('experience:theme.page', { page: shown.page + 1, pages: shown.pages }),
    ]
      .filter((line) => line !== false)
      .join('\n'),
    entities: head.entities,
    keyboard: keyboard(
      ...flow(
        shown.items.map((theme, index) =>
          button(String(first + index), 'x.theme', ...atOf(themes, place, theme), 0),
        ),
        PAGE,
      ),
      turning(texts, shown, (to) => button('', 'x.tlist', campaign.id, place, to)),
      [
        any && button(t('experience:buttons.excel'), 'x.txls', campaign.id, place),
        button(t('chat:buttons.back'), 'x.tyear', campaign.id),
      ],
    ),
  };
}

/** One theme with its lines, and what can be done with it. */
export function themeMessage(
  texts: Texts,
  themes: Themes,
  place: number,
  theme: ThemeView,
  page: number,
): Message {
  const { t } = texts;
  const shown = pageOf(theme.lines, page, PAGE);
  const head = texts.rich('experience:theme.one', { title: theme.title });
  const at = atOf(themes, place, theme);
  return {
    text: [head.text, ...rowsOf(texts, shown)].join('\n'),
    entities: head.entities,
    keyboard: keyboard(
      turning(texts, shown, (to) => button('', 'x.theme', ...at, to)),
      [
        themes.themes.length > 1 && button(t('experience:buttons.join'), 'x.tjoin', ...at, 0),
        theme.lines.length > 1 && button(t('experience:buttons.out'), 'x.tout', ...at, 0),
      ],
      button(t('experience:buttons.rename'), 'x.tname', ...at),
      button(t('experience:buttons.list'), 'x.tlist', themes.campaign.id, place, 0),
    ),
  };
}

/** With which theme it is to be joined. */
export function joinMessage(
  texts: Texts,
  themes: Themes,
  place: number,
  theme: ThemeView,
  page: number,
): Message {
  const at = atOf(themes, place, theme);
  const shown = pageOf(
    themes.themes.filter((each) => each !== theme),
    page,
    PAGE,
  );
  const refOf = (other: ThemeView): [number, number] => {
    const [, , assignmentId, index] = atOf(themes, place, other);
    return [assignmentId, index];
  };
  return {
    text: texts.t('experience:theme.join', { title: beginning(theme.title, SHORT.title) }),
    keyboard: keyboard(
      ...shown.items.map((other) => button(label(other.title, 60), 'x.tinto', ...at, ...refOf(other))),
      turning(texts, shown, (to) => button('', 'x.tjoin', ...at, to)),
      button(texts.t('chat:buttons.back'), 'x.theme', ...at, 0),
    ),
  };
}

/** Which line is to be a theme of its own. */
export function outMessage(
  texts: Texts,
  themes: Themes,
  place: number,
  theme: ThemeView,
  page: number,
): Message {
  const at = atOf(themes, place, theme);
  const shown = pageOf(theme.lines, page, PAGE);
  return {
    text: [texts.t('experience:theme.out'), ...rowsOf(texts, shown)].join('\n'),
    keyboard: keyboard(
      ...flow(
        shown.items.map(({ assignmentId, index }, n) =>
          button(
            String(shown.page * PAGE + n + 1),
            'x.tgone',
            themes.campaign.id,
            place,
            assignmentId,
            index,
          ),
        ),
        PAGE,
      ),
      turning(texts, shown, (to) => button('', 'x.tout', ...at, to)),
      button(texts.t('chat:buttons.back'), 'x.theme', ...at, 0),
    ),
  };
}

function rowsOf({ t }: Texts, shown: { items: ThemeView['lines']; page: number }): string[] {
  return shown.items.map(({ city, text }, index) => {
    const values = { n: shown.page * PAGE + index + 1, city, line: beginning(text, SHORT.line) };
    return t('experience:theme.row', values);
  });
}

function atOf(themes: Themes, place: number, { lines }: ThemeView): At {
  const { assignmentId = 0, index = 0 }: Partial<LineRef> = lines[0] ?? {};
  return [themes.campaign.id, place, assignmentId, index];
}
