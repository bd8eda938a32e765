import { fileName } from '../../../services/documents/index.ts';
import type { Part } from '../../../services/documents/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { markOf, ownMark } from './own-blank.ts';

/** For whom a blank form is made; the questions as they are shown in that year. */
export interface BlankForm {
  year: number;
  branchName: string;
  cityName: string;
  questions: readonly { code: string; text: string }[];
}

/** What it says beside the questions. */
export function blankLines(
  { t }: Texts,
  { year, branchName, cityName }: Omit<BlankForm, 'questions'>,
): [title: string, city: string, instruction: string] {
  return [
    t('word_in:blank.title', { branch: branchName, year, next: year + 1 }),
    t('word_in:blank.city', { city: cityName }),
    t('word_in:blank.instruction'),
  ];
}

/**
 * *Бланк в Word*: the questions with empty places. Bookmarks make it known again when it comes back filled: one for each
 * question, whatever becomes of its wording, and one for each line of ours that is no answer.
 */
export function blankParts(texts: Texts, form: BlankForm): Part[] {
  const [title, city, instruction] = blankLines(texts, form);
  return [
    { kind: 'title', lines: [title], bookmark: ownMark(title, 1) },
    { kind: 'note', text: city, bookmark: ownMark(city, 2) },
    { kind: 'note', text: instruction, bookmark: ownMark(instruction, 3) },
    ...form.questions.flatMap(({ code, text }): Part[] => [
      { kind: 'section', text, bookmark: markOf(code) },
      { kind: 'space' },
    ]),
  ];
}

/** «Бланк-анкеты-2026-Благовещенск.docx». */
export function blankName({ t }: Texts, { year, cityName }: BlankForm): string {
  return fileName([t('word_in:blank.file'), String(year), cityName], 'docx');
}
