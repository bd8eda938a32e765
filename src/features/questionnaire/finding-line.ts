import type { Texts } from '../../services/i18n/i18n.ts';
import { formatNumber } from './numbers.ts';
import type { Finding } from './review-checks.ts';
import type { AssignmentView } from './store.ts';
import { firstWords, numberOf } from './wording.ts';

/** More would not fit on a phone, and some fifty not into a message. */
const FINDINGS_SHOWN = 10;

/**
 * What to look at before submitting, the same once, as one list: «;» after each, a stop after the last.
 * @param strays how many messages lie outside any question
 */
export function remarkLines(
  texts: Texts,
  view: AssignmentView,
  findings: readonly Finding[],
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

function findingLine(texts: Texts, view: AssignmentView, finding: Finding): string {
  const number = numberOf(view, finding.code);
  const where =
    number === null
      ? texts.t('questionnaire:review.where_intro')
      : texts.t('questionnaire:review.where', { number });
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
