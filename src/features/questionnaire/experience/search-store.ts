import type { Db } from '../../../platform/database/client.ts';
import { MARK } from './marked.ts';
import { wordsOf, withWord } from './words.ts';

/** What is looked for, and where. */
export interface Wish {
  text: string;
  code: string | null;
  cityId: number | null;
  year: number | null;
}

export interface Hit {
  id: number;
  assignmentId: number;
  code: string;
  cityId: number;
  city: string;
  year: number;
  /** The text with the words found between `MARK` signs. */
  marked: string;
}

/** A word that stands nowhere, and the one that was looked for in its place. */
export interface Mended {
  word: string;
  better: string;
}

export type Search =
  /** Nothing but short words that stand everywhere, or no word at all. */
  | { kind: 'no_words' }
  | {
      kind: 'found';
      /** What was looked for in the end. */
      text: string;
      hits: Hit[];
      total: number;
      mended: Mended[];
      /** They stand nowhere together: answers with one or some of them. */
      apart: boolean;
    };

export const HITS_A_PAGE = 5;
/** What is found more often is ranked among the newest: a word that stands everywhere ranks nothing. */
const RANKED = 1000;
/** More characters nobody types who looks for something. */
const QUERY_LIMIT = 200;
const HEADLINE = `HighlightAll=true, StartSel=${MARK.start}, StopSel=${MARK.stop}`;
const SIGNS = MARK.start + MARK.stop;

/** As the statements take it. */
function queryOf(text: string): string {
  return text.replaceAll('\0', ' ').slice(0, QUERY_LIMIT);
}

/** The page of what is found by these words, the best first. */
async function hitsOf(db: Db, wish: Wish, page: number): Promise<{ hits: Hit[]; total: number }> {
  const { code, cityId, year } = wish;
  const offset = Math.min(Math.max(page, 0), RANKED / HITS_A_PAGE - 1) * HITS_A_PAGE;
  const rows = await db.$queryRaw<(Hit & { total: number })[]>`
    with q as (select websearch_to_tsquery('russian', ${wish.text}) as query),
    found as materialized (
      select p.id, p.year from "Passage" p, q where p.stems @@ q.query
        and (${code}::text is null or p.code = ${code})
        and (${cityId}::int is null or p."cityId" = ${cityId})
        and (${year}::int is null or p.year = ${year})),
    newest as (select id from found order by year desc, id desc limit ${RANKED}),
    ranked as (
      select p.id, p.year, ts_rank(p.stems, q.query, 1) as rank from newest join "Passage" p using (id), q
      order by rank desc, year desc, id limit ${HITS_A_PAGE} offset ${offset})
    select p.id, p."assignmentId", p.code, p."cityId", c.name as city, p.year,
      (select count(*) from found)::int as total,
      ts_headline('russian', translate(p.text, ${SIGNS}, ''), q.query, ${HEADLINE}) as marked
    from ranked join "Passage" p using (id) join "City" c on c.id = p."cityId", q
    order by ranked.rank desc, p.year desc, p.id`;
  return { hits: rows.map(({ total: _, ...hit }) => hit), total: rows[0]?.total ?? 0 };
}

/** Words of the query that stand in no answer, with the nearest that does. */
async function mend(db: Db, text: string): Promise<Mended[]> {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const missing = await db.$queryRaw<{ word: string }[]>`
    select word from unnest(${words}::text[]) as word
    where numnode(plainto_tsquery('russian', word)) > 0
      and not exists (select from "Passage" p where p.stems @@ plainto_tsquery('russian', word))`;
  const mended: Mended[] = [];
  for (const { word } of missing) {
    const near = await db.$queryRaw<{ word: string }[]>`
      select near.word from (
        select w.word, similarity(plain_letters(w.word), plain_letters(${word})) as nearness from "PassageWord" w
        where plain_letters(w.word) % plain_letters(${word})
        order by nearness desc, w.word limit 12) as near
      where exists (select from "Passage" p where p.stems @@ plainto_tsquery('russian', near.word))
      order by near.nearness desc, near.word limit 1`;
    if (near[0]) mended.push({ word, better: near[0].word });
  }
  return mended;
}

/** Looks for words in all accepted answers: by their stems, typing errors forgiven, and apart where never together. */
export async function search(db: Db, wish: Wish, page: number): Promise<Search> {
  const text = queryOf(wish.text);
  const asked = { ...wish, text };
  const [query] = await db.$queryRaw<{ nodes: number }[]>`
    select numnode(websearch_to_tsquery('russian', ${text})) as nodes`;
  if (!query || query.nodes === 0) return { kind: 'no_words' };
  const exact = await hitsOf(db, asked, page);
  if (exact.total > 0) return { kind: 'found', text, ...exact, mended: [], apart: false };
  const mended = await mend(db, text);
  const better = mended.reduce((sum, { word, better }) => withWord(sum, word, better), text);
  const again = mended.length > 0 ? await hitsOf(db, { ...asked, text: better }, page) : exact;
  if (again.total > 0) return { kind: 'found', text: better, ...again, mended, apart: false };
  const any = wordsOf(better.replace(/(?<=^|\s)-\S+/gu, ' ')).join(' or ');
  const apart = any.includes(' or ') ? await hitsOf(db, { ...asked, text: any }, page) : again;
  if (apart.total === 0) return { kind: 'found', text: better, ...apart, mended, apart: false };
  return { kind: 'found', text: any, ...apart, mended, apart: true };
}

export type Facet = 'code' | 'cityId' | 'year';

/** By what the found can be narrowed down, most answers first; years newest first. What `facet` says is left out of the wish. */
export async function facetOf(db: Db, wish: Wish, facet: Facet): Promise<{ value: string; count: number }[]> {
  const { code, cityId, year }: Wish = { ...wish, [facet]: null };
  return db.$queryRaw<{ value: string; count: number }[]>`
    select found.value, count(*)::int as count from (
      select case ${facet} when 'code' then p.code when 'year' then p.year::text else p."cityId"::text end as value
      from "Passage" p where p.stems @@ websearch_to_tsquery('russian', ${queryOf(wish.text)})
        and (${code}::text is null or p.code = ${code})
        and (${cityId}::int is null or p."cityId" = ${cityId})
        and (${year}::int is null or p.year = ${year})) as found
    group by found.value
    order by case when ${facet} = 'year' then found.value end desc, count desc, found.value`;
}
