import type { Texts } from '../../../services/i18n/i18n.ts';
import { concat, formatted } from '../formatted.ts';
import type { FormattedText } from '../formatted.ts';
import type { PageEntry, PageSection } from '../paging.ts';
import type { AssignmentView, SubmittedAnswer } from '../store.ts';
import { isAnswered } from './submitting.ts';
import { nothingToSay, numberOf, shownNumber } from '../wording.ts';

/** Every question in its order, also those with nothing to say; the general information only where there is some. */
export function entriesOf(
  texts: Texts,
  view: AssignmentView,
  answers: readonly SubmittedAnswer[],
): PageEntry[] {
  return view.questions.flatMap(({ code, kind, text }) => {
    const answer = answers.find((each) => each.code === code);
    const number = numberOf(view, code);
    if (number === null && !(answer && isAnswered(answer))) return [];
    const shown = answer?.value
      ? formatted(shownNumber(answer.value))
      : answer?.skipped
        ? formatted(nothingToSay(texts, code, kind))
        : formatted(answer?.text ?? '', answer?.entities);
    const files =
      answer && answer.files.length > 0
        ? formatted(texts.t('questionnaire:receipt.files', { names: answer.files.join(', ') }))
        : null;
    return [
      {
        code,
        heading: number === null ? texts.t('questionnaire:buttons.intro') : `${number}. ${text}`,
        answer: concat(
          [shown, ...(files ? [files] : [])].filter((each) => each.text !== ''),
          '\n',
        ),
      },
    ];
  });
}

/** A heading with what was written below it, as far as it stands on this page. */
export function sectionText(texts: Texts, { heading, text }: PageSection): FormattedText {
  const bold = formatted(heading, [{ type: 'bold', offset: 0, length: heading.length }]);
  return concat([bold, text.text === '' ? formatted(texts.t('questionnaire:state.empty')) : text], '\n');
}
