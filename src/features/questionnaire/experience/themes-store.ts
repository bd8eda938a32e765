import type { Db } from '../../../platform/database/client.ts';
import { toBlocks } from '../../../services/documents/index.ts';
import { readQuestions } from './theme-questions.ts';
import { citiesOf, themesOf, titled } from './themes.ts';
import type { Line, Pinned, ThemeView } from './themes.ts';

/** A campaign whose answers are counted by themes. */
export interface ThemeCampaign {
  id: number;
  year: number;
  branchName: string;
  /** With a text for an answer; questions of the year. */
  questions: { code: string; text: string }[];
}

/** All that the screens and the sheet of one question show. */
export interface Themes {
  campaign: ThemeCampaign;
  question: { code: string; text: string };
  themes: ThemeView[];
  /** Cities with a line in any of them. */
  cities: number;
  /** Answers that their cities keep for themselves: they are not counted. */
  hidden: number;
}

/** Campaigns of which something was submitted, newest first. */
export async function themeCampaigns(db: Db): Promise<ThemeCampaign[]> {
  const rows = await db.campaign.findMany({
    where: {
      openedAt: { not: null },
      assignments: { some: { submissions: { some: { withdrawnAt: null } } } },
    },
    orderBy: [{ year: 'desc' }, { id: 'desc' }],
    include: { form: true, branch: true },
  });
  return rows.map(({ id, year, form, branch }) => ({
    id,
    year,
    branchName: branch.name,
    questions: readQuestions(form.questions, year),
  }));
}

/** The themes of one question as they are now. @param common words that stand in lines about anything */
export async function themesIn(
  db: Db,
  campaign: ThemeCampaign,
  code: string,
  common: readonly string[],
): Promise<Themes | null> {
  const question = campaign.questions.find((each) => each.code === code);
  if (!question) return null;
  const answers = await answersTo(db, campaign.id, code);
  const shown = answers.filter(({ kept }) => !kept);
  const lines = shown.flatMap(({ assignmentId, city, text }) =>
    linesOf(text).map((line, index) => ({ assignmentId, city, index, text: line })),
  );
  const words = lines.map(({ text }) => text.toLowerCase().match(/\p{L}{2,}/gu) ?? []);
  const stems = await stemsOf(db, [...new Set([...words.flat(), ...common])]);
  const stemmed = lines.map((line, index): Line => ({
    ...line,
    stems: [...new Set(words[index]?.flatMap((word) => stems.get(word) ?? []))],
  }));
  const pinned = await pinnedIn(db, campaign.id, code);
  const themes = themesOf(stemmed, pinned, new Set(common.flatMap((word) => stems.get(word) ?? [])));
  const cities = new Set(themes.flatMap(citiesOf)).size;
  return { campaign, question, themes, cities, hidden: answers.length - shown.length };
}

/** What the cities have submitted as the answer to this question. */
async function answersTo(
  db: Db,
  campaignId: number,
  code: string,
): Promise<{ assignmentId: number; city: string; text: string; kept: boolean }[]> {
  return db.$queryRaw`
    select a.id as "assignmentId", c.name as city, e->>'text' as text,
      exists (select from "Answer" k
        where k."assignmentId" = a.id and k.code = ${code} and k."privateAt" is not null) as kept
    from "Assignment" a join "City" c on c.id = a."cityId"
      cross join lateral (select s.content from "Submission" s
        where s."assignmentId" = a.id and s."withdrawnAt" is null order by s.edition desc limit 1) s
      cross join lateral jsonb_array_elements(s.content) e
    where a."campaignId" = ${campaignId} and e->>'code' = ${code} and btrim(e->>'text') <> ''
    order by a.id`;
}

/** The lines of an answer without their list marks; headings, and what only introduces a list, are none. */
function linesOf(text: string): string[] {
  return toBlocks({ text, entities: [] }).flatMap((block) => {
    if (block.kind !== 'item' && block.kind !== 'paragraph') return [];
    const line = block.runs.map((run) => run.text).join('');
    const introduces = block.kind === 'paragraph' && line.trimEnd().endsWith(':');
    return introduces || titled(line) === '' ? [] : [titled(line)];
  });
}

/** The stems of words by the database's own rules; a word that stands everywhere («и», «для») has none. */
async function stemsOf(db: Db, words: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db.$queryRaw<{ word: string; stems: string[] | null }[]>`
    select word, ts_lexize('russian_stem', word) as stems from unnest(${[...words]}::text[]) as word`;
  return new Map(rows.map(({ word, stems }) => [word, stems ?? [word]]));
}

/** What the coordinator put together by hand. */
async function pinnedIn(db: Db, campaignId: number, code: string): Promise<Pinned[]> {
  const rows = await db.theme.findMany({
    where: { campaignId, code },
    orderBy: { id: 'asc' },
    include: { lines: { orderBy: { id: 'asc' } } },
  });
  return rows.map(({ id, title, lines }) => ({
    id,
    title,
    lines: lines.map(({ assignmentId, line }) => ({ assignmentId, text: line })),
  }));
}
