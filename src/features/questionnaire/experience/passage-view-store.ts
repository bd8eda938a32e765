import type { Db } from '../../../platform/database/client.ts';
import { standingSubmission } from '../review/submitting.ts';
import { fillYears, questionsSchema } from '../form.ts';
import type { SubmittedAnswer } from '../store.ts';

/** One answer that other cities may read. */
export interface PassageView {
  id: number;
  assignmentId: number;
  code: string;
  cityId: number;
  city: string;
  year: number;
}

const columns = { id: true, assignmentId: true, code: true, cityId: true, year: true } as const;

export async function findPassage(db: Db, id: number): Promise<PassageView | null> {
  const row = await db.passage.findUnique({ where: { id }, select: columns });
  if (!row) return null;
  const { name: city } = await db.city.findUniqueOrThrow({ where: { id: row.cityId } });
  return { ...row, city };
}

/** The same question of the same city over the years, the oldest first. */
export function overTheYears(
  db: Db,
  { cityId, code }: Pick<PassageView, 'cityId' | 'code'>,
): Promise<{ id: number; assignmentId: number; year: number }[]> {
  return db.passage.findMany({
    where: { cityId, code },
    select: { id: true, assignmentId: true, year: true },
    orderBy: [{ year: 'asc' }, { id: 'asc' }],
  });
}

/** The answer as it was submitted, with its formatting. */
export async function textOf(
  db: Db,
  { assignmentId, code }: Pick<PassageView, 'assignmentId' | 'code'>,
): Promise<SubmittedAnswer | null> {
  const submission = await standingSubmission(db, assignmentId);
  const content = (submission?.content ?? []) as unknown as SubmittedAnswer[];
  return content.find((answer) => answer.code === code) ?? null;
}

/** What a question asks, in the newest wording of its code. @param year null: without years */
export type Wording = (code: string, year: number | null) => string;

export async function wordingOf(db: Db): Promise<Wording> {
  const forms = await db.form.findMany({ orderBy: { id: 'asc' }, select: { questions: true } });
  const asked = new Map(
    forms.flatMap(({ questions }) => questionsSchema.parse(questions).map(({ code, text }) => [code, text])),
  );
  return (code, year) => {
    const text = asked.get(code) ?? code;
    return year === null ? text.replaceAll(/\s*\{\{(year|next)\}\}/gu, ' …') : fillYears(text, year);
  };
}
