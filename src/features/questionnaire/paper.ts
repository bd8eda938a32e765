import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { createDocument, fileName } from '../../services/documents/index.ts';
import type { Part } from '../../services/documents/index.ts';
import { formatDay, formatInstant, lateness } from '../../services/calendar/index.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { readCard } from '../../services/people/city-card.ts';
import { receivedOf, wayWords } from './behalf/record.ts';
import { departmentIn, missingPart } from './card-missing.ts';
import { creditsOf } from './executors/credits.ts';
import { INTRO } from './form.ts';
import { progressSeen } from './executors/untaken.ts';
import { formatNumber } from './answering/numbers.ts';
import { statistics } from './statistics.ts';
import { livePieces } from './store.ts';
import type { AssignmentView, SubmittedAnswer } from './store.ts';
import { isAnswered, joinedAnswers } from './review/submitting.ts';
import type { Submission } from './review/submitting.ts';
import { chars, nothingAlone, shownNumber, titleOf } from './wording.ts';

/** The papers of one questionnaire: the receipt with all answers, and the draft to be read before. */

export interface Paper {
  name: string;
  content: Buffer;
}

/** Where the association sits: receipts give its time beside the city's. */
export interface Association {
  name: string;
  timeZone: string;
}

/** The project of the questionnaire, marked «ПРОЕКТ», with what is not answered shown as such. */
export async function draftPaper(
  prisma: PrismaClient,
  texts: Texts,
  view: AssignmentView,
  now: Date,
): Promise<Paper> {
  const content = joinedAnswers(view, await livePieces(prisma, view.id));
  const mark = texts.t('questionnaire:draft.mark');
  const parts: Part[] = [
    { kind: 'mark', text: mark },
    ...chapter(view, false),
    { kind: 'remark', text: await draftState(prisma, texts, view, now) },
    ...missingPart(texts, view, 'remark'),
    ...answerParts(texts, view, content, true),
  ];
  const word = texts.t('questionnaire:file_name.word');
  const name = fileName(
    [word, String(view.year), view.city.name, texts.t('questionnaire:file_name.draft')],
    'docx',
  );
  return {
    name,
    content: await createDocument(parts, {
      title: name.slice(0, -5),
      author: authorOf(view),
      createdAt: now,
    }),
  };
}

/** Which questionnaire it is, until when, and how far it was at the moment of printing. */
async function draftState(
  prisma: PrismaClient,
  texts: Texts,
  view: AssignmentView,
  now: Date,
): Promise<string> {
  const { city } = view;
  const { done, total } = await progressSeen(prisma, view);
  return texts.t('questionnaire:draft.state', {
    title: titleOf(texts, view),
    day: formatDay(view.dueOn, texts.language, 'text'),
    at: formatInstant(now, city.timeZone, texts.language, 'text'),
    city: city.name,
    done,
    total,
  });
}

/** One page that tells what was received, then the answers as they will stand in the volume. */
export async function receiptPaper(
  prisma: PrismaClient,
  texts: Texts,
  association: Association,
  view: AssignmentView,
  submission: Submission,
): Promise<Paper> {
  const content = submission.content as unknown as SubmittedAnswer[];
  const { t } = texts;
  const rows = await facts(prisma, texts, association, view, submission, content);
  const parts: Part[] = [
    { kind: 'title', lines: [t('questionnaire:receipt.title'), t('questionnaire:receipt.under')] },
    { kind: 'facts', rows },
    { kind: 'note', text: t('questionnaire:receipt.note') },
    ...missingPart(texts, view, 'note'),
    ...chapter(view, true),
    ...answerParts(texts, view, content, false),
  ];
  const name = fileName([t('questionnaire:file_name.word'), String(view.year), view.city.name], 'docx');
  const properties = { title: name.slice(0, -5), author: authorOf(view), createdAt: submission.at };
  return { name, content: await createDocument(parts, properties) };
}

async function facts(
  prisma: PrismaClient,
  texts: Texts,
  association: Association,
  view: AssignmentView,
  submission: Submission,
  content: readonly SubmittedAnswer[],
): Promise<{ label: string; value: string }[]> {
  const { t, language } = texts;
  const { city } = view;
  const numbered = view.questions.filter(({ code }) => code !== INTRO);
  const done = content.filter(
    (answer) => answer.code !== INTRO && (isAnswered(answer) || answer.skipped),
  ).length;
  const size = content.reduce((sum, { text, chars: told }) => sum + (told ?? statistics(text).characters), 0);
  const files = content.reduce((sum, answer) => sum + answer.files.length, 0);
  // A correction that the association asked for makes nobody late.
  const late = view.archived ? null : lateness(view.dueOn, city.timeZone, view.submittedAt ?? submission.at);
  const day = formatDay(view.dueOn, language, 'table');
  const local = `${formatInstant(submission.at, city.timeZone, language, 'table')} (${city.name})`;
  const there = `${formatInstant(submission.at, association.timeZone, language, 'time')} (${association.name})`;
  return [
    { label: t('questionnaire:receipt.number'), value: view.number ?? '' },
    {
      label: t('questionnaire:receipt.form'),
      value: t('questionnaire:receipt.form_value', {
        branch: view.branchName,
        year: view.year,
        next: view.year + 1,
      }),
    },
    {
      label: t('questionnaire:receipt.city'),
      value: [city.name, departmentIn(view)].filter(Boolean).join(', '),
    },
    await submitterRow(prisma, texts, submission),
    { label: t('questionnaire:receipt.executors'), value: await creditsOf(prisma, texts, view) },
    {
      label: t('questionnaire:receipt.at'),
      value: city.timeZone === association.timeZone ? local : `${local}; ${there}`,
    },
    {
      label: t('questionnaire:receipt.term'),
      value: view.archived
        ? ''
        : late
          ? t('questionnaire:receipt.late', {
              day,
              late: t(`calendar:late.${late.unit}`, { count: late.count }),
            })
          : t('questionnaire:receipt.in_time', { day }),
    },
    {
      label: t('questionnaire:receipt.contents'),
      value: t('questionnaire:receipt.contents_value', {
        done,
        total: numbered.length,
        chars: chars(texts, size),
        files: formatNumber(files),
      }),
    },
    { label: t('questionnaire:receipt.edition'), value: String(submission.edition) },
    { label: t('questionnaire:receipt.mark'), value: submission.mark },
  ].filter(({ value }) => value !== '');
}

/** Who submitted it; «Внесено» where a coordinator did as it came to him. */
async function submitterRow(
  prisma: PrismaClient,
  texts: Texts,
  submission: Submission,
): Promise<{ label: string; value: string }> {
  const who = await submitter(prisma, texts, submission);
  const how = wayWords(texts, receivedOf(submission));
  if (how === '') return { label: texts.t('questionnaire:receipt.by'), value: who };
  return { label: texts.t('behalf:row'), value: texts.t('behalf:row_value', { who, how }) };
}

/** «Берёзкина Анна Викторовна, начальник управления»; after erasure the post alone. */
async function submitter(prisma: PrismaClient, texts: Texts, submission: Submission): Promise<string> {
  const person =
    submission.personId === null
      ? null
      : await prisma.person.findUnique({ where: { id: submission.personId } });
  const seat =
    submission.seatId === null ? null : await prisma.seat.findUnique({ where: { id: submission.seatId } });
  const full = person && [person.surname, person.name, person.patronymic].filter(Boolean).join(' ');
  return [full || texts.t('questionnaire:receipt.erased'), seat?.post].filter(Boolean).join(', ');
}

function chapter(view: AssignmentView, newPage: boolean): Part[] {
  const under = departmentIn(view);
  return [{ kind: 'chapter', text: view.city.name, ...(under ? { under } : {}), newPage }];
}

function answerParts(
  texts: Texts,
  view: AssignmentView,
  content: readonly SubmittedAnswer[],
  withEmpty: boolean,
): Part[] {
  return view.questions.flatMap((question): Part[] => {
    const { code, kind } = question;
    const answer = content.find((each) => each.code === code);
    const heading: Part[] = code === INTRO ? [] : [{ kind: 'section', text: question.text }];
    if (!answer || !isAnswered(answer)) {
      const said = answer?.skipped
        ? `${nothingAlone(texts, code, kind)}.`
        : withEmpty && code !== INTRO && texts.t('questionnaire:draft.empty');
      return said ? [...heading, { kind: 'remark', text: said }] : [];
    }
    const text = answer.value ? shownNumber(answer.value) : answer.text;
    return [
      ...heading,
      ...(text === ''
        ? []
        : [{ kind: 'text', content: { text, entities: answer.value ? [] : answer.entities } } as const]),
      ...(answer.files.length === 0
        ? []
        : [
            {
              kind: 'remark',
              text: texts.t('questionnaire:receipt.files', { names: answer.files.join(', ') }),
            } as const,
          ]),
    ];
  });
}

function authorOf(view: AssignmentView): string {
  return readCard(view.city.card).officialName ?? view.city.name;
}
