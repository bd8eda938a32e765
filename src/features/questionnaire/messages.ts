import { button, flow, keyboard } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Message } from '../../services/chat/screen.ts';
import type { RichText, Texts } from '../../services/i18n/i18n.ts';
import { formatInstant } from '../../services/calendar/index.ts';
import { isSubmitted, takesAnswers } from './admission.ts';
import { acceptedLine, askedButtons, askedMark, askedNote } from './clarification/overview.ts';
import { askedIn } from './answering/asked.ts';
import { INTRO } from './form.ts';
import type { Question } from './form.ts';
import type { Undoable } from './history.ts';
import type { JoinedAnswer } from './joining/joining.ts';
import { progressOfRows } from './progress.ts';
import type { Progress } from './progress.ts';
import { hasContent, isCorrection, questionKeyboard, seamsToSettle } from './answering/question-keyboard.ts';
import type { Backs } from './answering/taking-back.ts';
import { statistics } from './statistics.ts';
import type { AnswerRow, AssignmentView, PieceRow, Target } from './store.ts';
import { beginning, chars, firstWords, numberOf } from './wording.ts';
import { placeOf, shortState, shownNumber, term, titleOf } from './wording.ts';

/** The screens around one questionnaire: what they say and which buttons they have. Plain data in, a message out. */

export function progressOfView(view: AssignmentView, untaken?: { has(code: string): boolean }): Progress {
  return progressOfRows(view.questions, view.answers, untaken);
}

interface Standing {
  /** How far it is, in words, and how much lies outside any question. */
  progress: string;
  strays: number;
}

export function overview(
  texts: Texts,
  view: AssignmentView,
  now: Date,
  may: Standing & {
    answer: boolean;
    /** He may begin to write it for its city. */
    enter: boolean;
    withdraw: boolean;
    /** What is said of a question beside its state, by code: with whom it is, what is new. */
    marks: ReadonlyMap<string, string>;
    /** Of the whole questionnaire. */
    note: string | null;
    delegate: Button | null;
    /** To what other cities see of it. */
    others: Button | null;
    /** To what was done in his place. */
    behalf: Button | false;
    /** To the volume of the year, once it was sent. */
    volume: Button | false;
  },
): Message {
  const progress = progressOfView(view);
  const who = view.respondent
    ? texts.t('questionnaire:list.who', { city: view.city.name, post: view.respondent.post })
    : texts.t('questionnaire:list.nobody', { city: view.city.name });
  const head = texts.rich('questionnaire:list.head', { title: titleOf(texts, view), who });
  const lines = view.questions.map((question) =>
    [line(texts, view, question), askedMark(texts, view, question.code), may.marks.get(question.code)]
      .filter(Boolean)
      .join('; '),
  );
  const submitted = isSubmitted(view);
  const withdrawable =
    submitted &&
    may.withdraw &&
    view.state !== 'accepted' &&
    !view.inVolume &&
    (!view.closedAt || view.archived);
  // A question of the association that is open takes what lies outside: nothing is to be withdrawn for it.
  const asked = may.answer && askedIn(view) !== undefined;
  const state = [
    standing(texts, view, now, { ...may, advised: withdrawable && !asked }),
    askedNote(texts, view),
    may.note,
  ]
    .filter(Boolean)
    .join('\n');
  const writable = takesAnswers(view);
  const open = may.answer && writable;
  const fileHint = open && progress.done === 0 && texts.t('questionnaire:list.word_file');
  const numbers = view.questions
    .filter(({ code }) => code !== INTRO)
    .map(({ code }, index) => button(String(index + 1), 'q.go', view.id, code));
  return {
    text: [`${head.text}\n${state}`, lines.join('\n'), fileHint].filter(Boolean).join('\n\n'),
    entities: head.entities,
    keyboard: keyboard(
      ...(may.answer && submitted ? flow(askedButtons(texts, view)) : []),
      open &&
        button(
          texts.t(progress.done > 0 ? 'questionnaire:buttons.continue' : 'questionnaire:buttons.start'),
          'q.next',
          view.id,
        ),
      ...(open ? flow(numbers, 7) : []),
      open &&
        view.questions.some(({ code }) => code === INTRO) &&
        button(texts.t('questionnaire:buttons.intro'), 'q.go', view.id, INTRO),
      (open || asked) &&
        may.strays > 0 &&
        button(texts.t('questionnaire:buttons.strays', { count: may.strays }), 'q.strays'),
      open && may.delegate,
      open && button(texts.t('questionnaire:buttons.review'), 'q.review', view.id),
      may.enter && writable && button(texts.t('behalf:buttons.enter'), 'v.begin', view.id),
      may.behalf,
      submitted && button(texts.t('questionnaire:buttons.word'), 'q.word', view.id),
      withdrawable && button(texts.t('questionnaire:buttons.withdraw'), 'q.withdraw', view.id),
      [
        !submitted && button(texts.t('questionnaire:buttons.draft'), 'q.draft', view.id),
        open && button(texts.t('word_in:buttons.blank'), 'w.blank', view.id),
      ],
      button(texts.t('board:buttons.history'), 'b.hist', view.id, 0),
      submitted && may.others,
      may.volume,
    ),
  };
}

/** How it stands, in sentences: submitted, withdrawn, closed; how far it is, and the term. */
function standing(
  texts: Texts,
  view: AssignmentView,
  now: Date,
  { strays, progress, advised }: Standing & { advised: boolean },
): string {
  const { t } = texts;
  const number = view.number ?? '';
  if (view.state === 'accepted') return standingLine(texts, view, now);
  if (isSubmitted(view) && view.submittedAt) {
    const outside = t(advised ? 'questionnaire:submit.strays' : 'questionnaire:submit.strays_kept', {
      count: strays,
    });
    return [standingLine(texts, view, now), strays > 0 && outside].filter(Boolean).join('\n');
  }
  const withdrawn = view.edition > 0 ? `${t('questionnaire:list.withdrawn', { number })}\n` : '';
  if (view.archived) return `${withdrawn}${progress} ${t('behalf:archive_state')}`;
  const further = view.closedAt ? t('questionnaire:list.closed') : term(texts, view, now);
  return `${withdrawn}${progress} ${further}`;
}

/** Of one that is submitted: since when, by which number, and whether it is accepted. */
export function standingLine(texts: Texts, view: AssignmentView, now: Date): string {
  const { number, submittedAt, city } = view;
  const when = submittedAt ? formatInstant(submittedAt, city.timeZone, texts.language, 'weekday', now) : '';
  const submitted = { number: number ?? '', when, city: city.name };
  return acceptedLine(texts, view, now) ?? texts.t('questionnaire:list.submitted', submitted);
}

export function line(texts: Texts, view: AssignmentView, question: Question): string {
  const state = shortState(
    texts,
    question,
    view.answers.find(({ code }) => code === question.code),
  );
  const number = numberOf(view, question.code);
  return number === null
    ? texts.t('questionnaire:list.intro_line', { state })
    : texts.t('questionnaire:list.line', { number, words: beginning(question.text, 48), state });
}

/** What the screens of a question say and offer because it is, or may be, with an executor. */
export interface ExecutorSide {
  notes: readonly string[];
  /** In the place of *Готово*: an executor hands over. */
  handOver: Button | null;
  /** He may submit the questionnaire, and send a correction. */
  sends: boolean;
  /** What the head does with an answer that was handed over, in the place of *Готово*. */
  decide: readonly Button[];
  /** *Поручить*, with whom it is, or *Не могу ответить*. */
  more: Button | null;
}

/** All that the screens of one question show. */
export interface QuestionScreen {
  view: AssignmentView;
  /** How it is called where the person has others; null: it is the only one. */
  named: string | null;
  question: Question;
  answer: AnswerRow | undefined;
  pieces: readonly PieceRow[];
  joined: JoinedAnswer;
  hasLastYear: boolean;
  undoable: Undoable;
  side: ExecutorSide;
  backs: Backs;
}

/** The question itself, as it is asked; `above` says what has just been done. */
export function questionMessage(texts: Texts, screen: QuestionScreen, above?: string): Message {
  const { question } = screen;
  const opening = above === undefined ? '' : `${above}\n\n`;
  const place = placeIn(texts, screen);
  const text = `${opening}${place}\n`;
  const entities: RichText['entities'] = [
    { type: 'bold', offset: text.length, length: question.text.length },
  ];
  const notes = screen.side.notes.map((note) => `\n${note}`).join('');
  const saved = `${hasContent(screen) || notes !== '' ? '\n\n' : '\n'}${savedLines(texts, screen)}${notes}`;
  const hint = question.hint === '' ? '' : `\n${question.hint}`;
  return {
    text: `${text}${question.text}${hint}${saved}`,
    entities,
    keyboard: questionKeyboard(texts, screen),
    about: aboutAnswer({ assignmentId: screen.view.id, code: question.code }),
  };
}

/** «Вопрос 3 из 7»; with the questionnaire where the person has several. */
function placeIn(texts: Texts, { view, named, question }: QuestionScreen): string {
  const place = placeOf(texts, view, question.code);
  return named === null ? place : `${named}. ${place}`;
}

/** The name under which a menu that shows an answer is known. */
export function aboutAnswer({ assignmentId, code }: Target): string {
  return `${assignmentId}:${code}`;
}

function invitation(texts: Texts, question: Question, answer: AnswerRow | undefined): string {
  if (question.kind === 'number') {
    return answer?.value
      ? texts.t('questionnaire:question.has_number', { value: shownNumber(answer.value) })
      : texts.t('questionnaire:question.empty_number');
  }
  return texts.t(
    question.kind === 'short_text' ? 'questionnaire:question.empty_short' : 'questionnaire:question.empty',
  );
}

/** What stands below the last part, two seconds after it: how much is saved, and what can be done with it. */
export function savedMessage(texts: Texts, screen: QuestionScreen, beside: string | null = null): Message {
  const { view, question } = screen;
  return {
    text: [placeIn(texts, screen), beside, savedLines(texts, screen)]
      .filter((each) => each !== null)
      .join('\n'),
    keyboard: questionKeyboard(texts, screen),
    about: aboutAnswer({ assignmentId: view.id, code: question.code }),
  };
}

/** How many files are named. */
const NAMED = 3;

function savedLines(texts: Texts, screen: QuestionScreen): string {
  const { question, answer, pieces, joined } = screen;
  const figures = statistics(joined);
  const written = pieces.filter(({ text }) => text !== '').length;
  const files = pieces.flatMap(({ fileName }) =>
    fileName === null ? [] : [texts.t('questionnaire:saved.file', { name: firstWords(fileName, 60) })],
  );
  const names = files.slice(0, NAMED).join(', ') + (files.length > NAMED ? '…' : '');
  const parts = texts.t('questionnaire:saved.parts', { count: written });
  const size = chars(texts, figures.characters);
  const items = texts.t('questionnaire:saved.items', { count: figures.listItems });
  const doubtful = seamsToSettle(joined).filter(({ decided }) => !decided).length;
  const over = figures.characters - question.limit;
  const lines = [
    answer?.value && invitation(texts, question, answer),
    written > 0 &&
      (figures.listItems > 0
        ? texts.t('questionnaire:saved.with_items', { parts, chars: size, items })
        : texts.t('questionnaire:saved.head', { parts, chars: size })),
    files.length > 0 &&
      `${texts.t('questionnaire:saved.files', { count: files.length, names })} ${texts.t('questionnaire:saved.files_note')}`,
    joined.seams.some((seam) => seam.samePaste) && texts.t('questionnaire:saved.seams'),
    doubtful > 0 && texts.t('questionnaire:saved.doubtful', { count: doubtful }),
    over > 0 && texts.t('questionnaire:saved.over', { shown: chars(texts, over) }),
    isCorrection(screen)
      ? texts.t('clarification:correct_more')
      : hasContent(screen) &&
        question.kind !== 'number' &&
        texts.t(screen.side.decide.length > 0 ? 'executor:more' : 'questionnaire:saved.more'),
    !hasContent(screen) && !isCorrection(screen) && invitation(texts, question, answer),
  ];
  return lines.filter(Boolean).join('\n');
}
