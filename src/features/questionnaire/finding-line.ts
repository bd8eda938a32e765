import type { Texts } from '../../services/i18n/i18n.ts';
import { formatNumber } from './numbers.ts';
import type { Finding } from './review-checks.ts';
import type { AssignmentView } from './store.ts';
import { firstWords, numberOf } from './wording.ts';

/** One line of what to look at before submitting. */
export function findingLine(texts: Texts, view: AssignmentView, finding: Finding): string {
  const number = numberOf(view, finding.code) ?? '';
  const quote = firstWords(finding.quote, 80);
  switch (finding.kind) {
    case 'last_year':
      return texts.t('questionnaire:review.last_year', { number, quote, expected: view.year });
    case 'other_year':
      return texts.t('questionnaire:review.other_year', { number, quote, expected: finding.expected });
    case 'control_figures':
      return texts.t('questionnaire:review.sum_off', {
        number,
        given: formatNumber(finding.set),
        done: formatNumber(finding.done),
        long: formatNumber(finding.longTerm),
        off: formatNumber(finding.difference),
      });
  }
}
