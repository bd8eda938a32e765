import type { Texts } from '../../../services/i18n/i18n.ts';
import { formatNumber } from '../answering/numbers.ts';
import type { Finding } from './checks.ts';
import { sentencesOf } from './sentences.ts';
import type { AssignmentView, SubmittedAnswer } from '../store.ts';
import { beginning, chars, firstWords, numberOf } from '../wording.ts';

/** What the program noticed in a submitted answer: what the city was asked about, and how much is over the limit. */
export type Remark = Finding | { kind: 'over'; code: string; over: number };

/** What is named beside the answers themselves, and of each sentence. */
const REMARKS_SHOWN = 3;
const SENTENCE = 100;

/** For whoever reads what was submitted: in which question, and the sentence that it was found in. */
export function foundLines(
  texts: Texts,
  view: AssignmentView,
  remarks: readonly Remark[],
  content: readonly SubmittedAnswer[],
): string[] {
  const lines = remarks.map((remark) => {
    const where = placeIn(texts, view, remark.code);
    if (remark.kind === 'over')
      return texts.t('clarification:found.over', { where, shown: chars(texts, remark.over) });
    const text = content.find(({ code }) => code === remark.code)?.text ?? '';
    const values = { where, sentence: sentenceAt(text, remark) };
    if (remark.kind === 'last_year')
      return texts.t('clarification:found.last_year', { ...values, expected: view.year });
    if (remark.kind === 'other_year')
      return texts.t('clarification:found.other_year', { ...values, expected: remark.expected });
    return texts.t('clarification:found.sum_off', { ...values, off: formatNumber(remark.difference) });
  });
  const rest = lines.length - REMARKS_SHOWN;
  return [
    ...lines.slice(0, REMARKS_SHOWN),
    ...(rest > 0 ? [texts.t('questionnaire:review.more', { count: rest })] : []),
  ];
}

/** The sentence of a finding; of a long one what begins with the words in question. */
function sentenceAt(text: string, { offset, quote }: Finding): string {
  const sentence = sentencesOf(text).findLast((each) => each.offset <= offset);
  const whole = sentence?.text.replace(/^[-–—•*]\s*/u, '') ?? quote;
  if (!sentence || whole.length <= SENTENCE) return whole;
  const from = sentence.text.lastIndexOf(' ', offset - sentence.offset - 30) + 1;
  return `${from > 0 ? '…' : ''}${beginning(sentence.text.slice(from), SENTENCE)}`;
}

/** More would not fit on a phone, and some fifty not into a message. */
const FINDINGS_SHOWN = 10;

/**
 * What to look at before submitting, the same once, as one list: «;» after each, a stop after the last.
 * @param strays how many messages lie outside any question
 */
export function remarkLines(
  texts: Texts,
  view: AssignmentView,
  findings: readonly Remark[],
  strays: number,
): string[] {
  const times = new Map<string, number>();
  for (const finding of findings) {
    const line = findingLine(texts, view, finding);
    times.set(line, (times.get(line) ?? 0) + 1);
  }
  const different = [...times].map(([line, count]) =>
    count === 1 ? line : `${line} ${texts.t('questionnaire:review.times', { count })}`,
  );
  const rest = different.length - FINDINGS_SHOWN;
  const lines = [
    ...different.slice(0, FINDINGS_SHOWN),
    ...(rest > 0 ? [texts.t('questionnaire:review.more', { count: rest })] : []),
    ...(strays > 0 ? [texts.t('questionnaire:review.strays', { count: strays })] : []),
  ];
  return lines.map((line, index) => `${line}${index === lines.length - 1 ? '.' : ';'}`);
}

/** «вопрос 3», «общие сведения» */
function placeIn(texts: Texts, view: AssignmentView, code: string): string {
  const number = numberOf(view, code);
  return number === null
    ? texts.t('questionnaire:review.where_intro')
    : texts.t('questionnaire:review.where', { number });
}

function findingLine(texts: Texts, view: AssignmentView, finding: Remark): string {
  const where = placeIn(texts, view, finding.code);
  if (finding.kind === 'over')
    return texts.t('questionnaire:review.over', { where, shown: chars(texts, finding.over) });
  const quote = firstWords(finding.quote, 80);
  switch (finding.kind) {
    case 'last_year':
      return texts.t('questionnaire:review.last_year', { where, quote, expected: view.year });
    case 'other_year':
      return texts.t('questionnaire:review.other_year', { where, quote, expected: finding.expected });
    case 'control_figures':
      return texts.t('questionnaire:review.sum_off', {
        where,
        given: formatNumber(finding.set),
        done: formatNumber(finding.done),
        long: formatNumber(finding.longTerm),
        off: formatNumber(finding.difference),
      });
  }
}
