import { button, flow, keyboard } from '../../services/chat/buttons.ts';
import type { Message } from '../../services/chat/screen.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { back, label, pageOf, turning } from './campaign/desk.ts';
import { lines } from './campaign/messages.ts';
import { fillYears, INTRO, questionNumber } from './form.ts';
import type { Question, Questions } from './form.ts';
import { firstWords } from './wording.ts';
import { showYearWords, yearWords } from './year-words.ts';

/** The screens on which the coordinator words the questions. Plain data in, a message out. */

/** A message has at most 4 096 units; the rest is for headings. */
const ROOM = 3400;

/** «1. Что наиболее значительное удалось…», general information without a number. */
function questionLine(texts: Texts, questions: Questions, question: Question, most: number): string {
  const place = questionNumber(questions, question.code);
  const text = firstWords(question.text, most);
  const shown = text.length < question.text.length ? `${text}…` : text;
  return place ? texts.t('campaign:form.line', { number: place.number, text: shown }) : shown;
}

/** All questions as those who answer will read them; `questions` with the year filled in. */
export function wordingMessage(texts: Texts, questions: Questions, year: number): Message {
  const most = Math.min(400, Math.floor(ROOM / Math.max(1, questions.length)));
  return lines(
    texts.rich('campaign:form.wording', { year }),
    ...questions.map((question) => questionLine(texts, questions, question, most)),
  );
}

/** What the coordinator is told about versions: which campaign keeps its own questions. */
export interface FormView {
  /** Whose questions they are; `of` as in `CampaignShown`. */
  branch: { id: number; code: string; of: string };
  /** As stored. */
  questions: Questions;
  version: number;
  /** The year with which the wording is shown. */
  year: number;
  /** The open campaign and the version with which it was opened. */
  open: { year: number; version: number } | null;
  /** Questions that were removed and can be brought back. */
  removed: number;
}

/** The open campaign keeps its questions: said on each of these screens. */
function keptLine(texts: Texts, { open }: FormView): string | null {
  return open && texts.t('campaign:form.kept', { year: open.year });
}

export function formMessage(texts: Texts, view: FormView, page: number): Message {
  const { t } = texts;
  const { branch } = view;
  const filled = view.questions.map((question) => ({
    ...question,
    text: fillYears(question.text, view.year),
  }));
  const shown = pageOf(filled, page, 10);
  const intro = shown.items.some(({ code }) => code === INTRO);
  const numbers = shown.items.flatMap(({ code }) => {
    const place = questionNumber(filled, code);
    return place ? [button(String(place.number), 'k.q', branch.id, code)] : [];
  });
  return {
    ...lines(
      view.questions.length > 0
        ? texts.rich('campaign:form.head', { version: view.version, year: view.year, of: branch.of })
        : texts.rich('campaign:form.empty', { of: branch.of }),
      keptLine(texts, view),
      '',
      ...shown.items.map((question) => questionLine(texts, filled, question, 120)),
      shown.pages > 1 && t('campaign:page', { page: shown.page + 1, pages: shown.pages }),
    ),
    keyboard: keyboard(
      ...flow(numbers, 7),
      intro && button(t('campaign:buttons.intro'), 'k.q', branch.id, INTRO),
      turning(texts, shown, (to) => button('', 'k.form', branch.id, to)),
      button(t('campaign:buttons.add_question'), 'k.q.new', branch.id),
      view.removed > 0 && button(t('campaign:buttons.removed', { n: view.removed }), 'k.q.gone', branch.id),
      branch.of === '' ? back(texts, 'k.home') : back(texts, 'k.br.one', branch.id),
    ),
  };
}

export function removedMessage(
  texts: Texts,
  { branch, year }: Pick<FormView, 'branch' | 'year'>,
  removed: readonly Question[],
): Message {
  const some = removed.slice(-8);
  return {
    text: texts.t(some.length > 0 ? 'campaign:form.removed' : 'campaign:form.none_removed'),
    keyboard: keyboard(
      ...some.map(({ code, text }) => button(label(fillYears(text, year)), 'k.q.back', branch.id, code)),
      back(texts, 'k.form', branch.id),
    ),
  };
}

/** One question with all that can be done to it. */
export function editMessage(texts: Texts, view: FormView, question: Question): Message {
  const { t } = texts;
  const { code, kind, required } = question;
  const target = [view.branch.id, code] as const;
  const place = questionNumber(view.questions, code);
  const changes = [question.text, question.hint].some((wording) => fillYears(wording, view.year) !== wording);
  const index = view.questions.findIndex((each) => each.code === code);
  const text = fillYears(question.text, view.year);
  const movable = (by: number): boolean => {
    const other = view.questions[index + by];
    return place !== undefined && other !== undefined && other.code !== INTRO;
  };
  return {
    ...lines(
      place
        ? texts.rich('campaign:form.place', { number: place.number, of: place.of, text })
        : texts.rich('campaign:form.intro', { text }),
      question.hint === ''
        ? t('campaign:form.no_hint')
        : t('campaign:form.hint', { hint: fillYears(question.hint, view.year) }),
      '',
      t('campaign:form.properties', {
        kind: t(`campaign:kind.${kind}`),
        required: t(required ? 'campaign:form.required' : 'campaign:form.optional'),
      }),
      changes && t('campaign:form.shown_year', { year: view.year }),
      keptLine(texts, view),
    ),
    keyboard: keyboard(
      button(t('campaign:buttons.edit_text'), 'k.q.text', ...target),
      button(t('campaign:buttons.edit_hint'), 'k.q.hint', ...target),
      button(
        t(required ? 'campaign:buttons.make_optional' : 'campaign:buttons.make_required'),
        'k.q.must',
        ...target,
        required ? 0 : 1,
      ),
      [
        movable(-1) && button(t('campaign:buttons.up'), 'k.q.move', ...target, -1),
        movable(1) && button(t('campaign:buttons.down'), 'k.q.move', ...target, 1),
      ],
      button(t('campaign:buttons.remove'), 'k.q.cut', ...target),
      button(t('campaign:buttons.to_list'), 'k.form', view.branch.id),
    ),
  };
}

/** Asks for a new wording; the present one is shown with the years in words, ready to be copied. */
export function askWording(
  texts: Texts,
  question: Question,
  { part, branchId }: { part: 'text' | 'hint'; branchId: number },
): Message {
  const { t } = texts;
  const words = yearWords(texts);
  const present = showYearWords(question[part], words);
  return {
    ...lines(
      texts.rich(`campaign:wording.ask_${part}`),
      t('campaign:wording.years', { ...words }),
      '',
      present === '' ? t('campaign:form.no_hint') : t('campaign:wording.present'),
      present === '' ? null : present,
    ),
    keyboard: keyboard(
      part === 'hint' && question.hint !== '' && button(t('campaign:buttons.no_hint'), 'k.w', 'nohint'),
      button(t('chat:buttons.cancel'), 'k.q', branchId, question.code),
    ),
  };
}

/** The new wording as it will be read, before it is written down. */
export function wordingPreview(
  texts: Texts,
  draft: string,
  view: { year: number; branchId: number; code: string; figures: number[] },
): Message {
  const { t } = texts;
  return {
    ...lines(
      texts.rich('campaign:wording.preview', { year: view.year }),
      draft === '' ? t('campaign:form.no_hint') : fillYears(draft, view.year),
      '',
      view.figures.length > 0 && t('campaign:wording.figures', { years: view.figures.join(', ') }),
      t('campaign:wording.again'),
    ),
    keyboard: keyboard(
      button(t('campaign:buttons.write'), 'k.w', 'save'),
      view.figures.length > 0 && button(t('campaign:buttons.loosen'), 'k.w', 'years'),
      button(t('chat:buttons.cancel'), 'k.q', view.branchId, view.code),
    ),
  };
}
