import { z } from 'zod';
import type { Db } from '../../../platform/database/client.ts';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import { formatInstant } from '../../../services/calendar/index.ts';
import type { NewNotice, Outgoing, PassOn, Renderer } from '../../../services/delivery/index.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { enqueue } from '../../../services/delivery/outbox.ts';
import { doerOf } from '../../../services/journal/doer.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { loadActor } from '../../../services/people/store.ts';
import { isShut, mayWrite, mayWritePart, subjectOf } from '../admission.ts';
import { authorNames, lastChange, lastLook, partsBySeat, readingSeat } from './news.ts';
import { loadDelegation, namesOf } from './store.ts';
import type { Delegated } from './store.ts';
import { wholeHandedOver } from './whole.ts';
import { executorDay, partsSize, sizeOf, whatOf } from './wording.ts';
import { joinPieces } from '../joining/joining.ts';
import { charactersOfPart, statistics } from '../statistics.ts';
import { livePieces, loadAssignment } from '../store.ts';
import { beginning, chars, inner, numberOf, questionOf, titleOf } from '../wording.ts';

const TO_EXECUTOR = ['given', 'term', 'returned', 'recalled', 'accepted', 'submitted'] as const;

type ToHead = 'ready' | 'declined' | 'lost';
export type ExecutorNoticeKind = `executor.${(typeof TO_EXECUTOR)[number] | ToHead}`;

/** The states in which a notice is still true. */
const WHILE: Record<ExecutorNoticeKind, readonly Delegated['state'][]> = {
  'executor.given': ['given'],
  'executor.term': ['given', 'returned'],
  'executor.returned': ['returned'],
  'executor.recalled': ['recalled'],
  'executor.accepted': ['accepted'],
  'executor.submitted': ['given', 'returned'],
  'executor.ready': ['ready'],
  'executor.declined': ['declined'],
  'executor.lost': ['recalled'],
};

/**
 * The other side is told: whoever answers for the executor's post, or for the one that answers the questionnaire and the
 * one that gave the question. @param cause of the change, for the key
 */
export async function executorNotices(
  db: Db,
  kind: ExecutorNoticeKind,
  { delegationId, cause, now }: { delegationId: number; cause: string; now: Date },
): Promise<NewNotice[]> {
  const found = await loadDelegation(db, delegationId);
  if (!found) return [];
  const occupants = await occupantsOf(db, seatsTold(kind, found), now);
  const personIds = [...new Set([...occupants.values()].map(({ personId }) => personId))];
  return personIds.map((personId) => ({
    dedupeKey: `${kind}:${delegationId}:${cause}:${personId}`,
    personId,
    kind,
    args: { delegationId, cause },
    subject: `assignment:${found.view.id}`,
    againIfUnknown: true,
  }));
}

/** What is still true goes to whoever has the posts by the time it is sent; not to the one who did it. */
export function passExecutorNotices(prisma: PrismaClient): Record<ExecutorNoticeKind, PassOn> {
  const passOn =
    (kind: ExecutorNoticeKind): PassOn =>
    async ({ args }, now) => {
      const { delegationId, cause } = argsSchema.parse(args);
      const found = await loadDelegation(prisma, delegationId);
      if (!found || !WHILE[kind].includes(found.state)) return 0;
      const doer = await doerOf(prisma, cause);
      const notices = await executorNotices(prisma, kind, { delegationId, cause, now });
      const others = notices.filter(({ personId }) => personId !== doer);
      await enqueue(prisma, others, now);
      return others.length;
    };
  const kinds = Object.keys(WHILE) as ExecutorNoticeKind[];
  return Object.fromEntries(kinds.map((kind) => [kind, passOn(kind)])) as Record<ExecutorNoticeKind, PassOn>;
}

/** The posts that a notice of this kind is for. */
export function seatsTold(kind: ExecutorNoticeKind, { seatId, givenBySeatId, view }: Delegated): number[] {
  if (TO_EXECUTOR.some((each) => kind === `executor.${each}`)) return [seatId];
  return [view.respondent?.seatId ?? null, givenBySeatId].filter((each) => each !== null);
}

/** Two people wrote into one answer at the same time: each is told of the other's part, once for each part of his own. */
export function besideNotice(about: {
  assignmentId: number;
  code: string;
  /** Who is told, and his last part. */
  personId: number;
  pieceId: number;
  /** Who wrote beside him, since when. */
  authorId: number;
  since: Date;
}): NewNotice {
  const { assignmentId, code, personId, pieceId, authorId, since } = about;
  return {
    dedupeKey: `executor.beside:${pieceId}:${authorId}`,
    personId,
    kind: 'executor.beside',
    args: { assignmentId, code, authorId, since: since.toISOString() },
    subject: `assignment:${assignmentId}`,
  };
}

const argsSchema = z.object({ delegationId: z.number().int(), cause: z.string().default('') });
const besideSchema = z.object({
  assignmentId: z.number().int(),
  code: z.string(),
  authorId: z.number().int(),
  since: z.iso.datetime(),
});

/** The texts of the notices, made when they are sent; what is no longer so by then is withdrawn. */
export function createExecutorRenderers(deps: {
  prisma: PrismaClient;
  i18n: (language: Language) => Texts;
}): Record<ExecutorNoticeKind | 'executor.beside', Renderer> {
  const { prisma, i18n } = deps;

  type Make = (
    texts: Texts,
    found: Delegated,
    names: Names,
    now: Date,
  ) => Promise<Outgoing> | Outgoing | null;
  interface Names {
    executor: string;
    by: string;
  }

  function renderer(kind: ExecutorNoticeKind, make: Make): Renderer {
    return async (stored, recipient, now) => {
      const { delegationId } = argsSchema.parse(stored);
      const found = await loadDelegation(prisma, delegationId);
      if (!found || !WHILE[kind].includes(found.state)) return null;
      if (isShut(found.view, found.code) && kind !== 'executor.accepted') return null;
      const told = await occupantsOf(prisma, seatsTold(kind, found), now);
      if (![...told.values()].some(({ personId }) => personId === recipient.personId)) return null;
      const texts = i18n(recipient.language);
      const by = found.givenBySeatId ?? found.view.respondent?.seatId;
      const names = await namesOf(prisma, [found.seatId, ...(by === undefined ? [] : [by])], now);
      return make(
        texts,
        found,
        {
          executor: names.get(found.seatId)?.name ?? '',
          by: (by === undefined ? undefined : names.get(by)?.name) ?? texts.t('executor:head'),
        },
        now,
      );
    };
  }

  const open = (texts: Texts, { view, code }: Delegated, key: 'answer' | 'fix' | 'look') =>
    code === null
      ? button(texts.t('executor:buttons.open_form'), 'q.open', view.id)
      : button(texts.t(`executor:buttons.${key}`), 'q.go', view.id, code);

  const values = (texts: Texts, found: Delegated, names: Names, now: Date) => ({
    ...names,
    what: whatOf(texts, found.view, found.code),
    title: titleOf(texts, found.view),
    city: found.view.city.name,
    day: executorDay(texts, found.view, found.dueOn, now),
    remark: inner(found.remark ?? ''),
  });

  return {
    'executor.given': renderer('executor.given', (texts, found, names, now) => {
      const { id, code, view } = found;
      const question = code === null ? undefined : questionOf(view, code);
      const filled = { ...values(texts, found, names, now), question: inner(question?.text ?? '') };
      return {
        text: texts.t(question ? 'executor:notice.given' : 'executor:notice.given_all', filled),
        replyMarkup: keyboard(
          open(texts, found, 'answer'),
          button(texts.t('executor:buttons.cannot'), 'e.no', id),
        ),
      };
    }),
    'executor.term': renderer('executor.term', (texts, found, names, now) => ({
      text: texts.t('executor:notice.term', values(texts, found, names, now)),
      replyMarkup: keyboard(open(texts, found, 'look')),
    })),
    'executor.returned': renderer('executor.returned', (texts, found, names, now) => ({
      text: texts.t('executor:notice.returned', values(texts, found, names, now)),
      replyMarkup: keyboard(
        open(texts, found, 'fix'),
        button(texts.t('executor:buttons.cannot'), 'e.no', found.id),
      ),
    })),
    'executor.recalled': renderer('executor.recalled', (texts, found, names, now) => ({
      text: texts.t('executor:notice.recalled', values(texts, found, names, now)),
    })),
    'executor.accepted': renderer('executor.accepted', (texts, found, names, now) => ({
      text: texts.t('executor:notice.accepted', values(texts, found, names, now)),
    })),
    'executor.submitted': renderer('executor.submitted', (texts, found, names, now) =>
      mayWritePart(found.view, found.code)
        ? null
        : {
            text: texts.t('executor:notice.submitted', values(texts, found, names, now)),
            replyMarkup: keyboard(button(texts.t('executor:buttons.open_form'), 'q.open', found.view.id)),
          },
    ),
    'executor.ready': renderer('executor.ready', async (texts, found, names, now) => {
      const { id, code, view } = found;
      const pieces = code === null ? [] : await livePieces(prisma, view.id, code);
      const own = await partsBySeat(prisma, pieces, found.seatId);
      const joined = joinPieces(own.filter((piece) => piece.text !== ''));
      const { text } = joined;
      const whole = code === null ? '' : sizeOf(texts, view, code);
      const others = own.length < pieces.length;
      const size = others ? partsSize(texts, statistics(joined).characters, own) : whole;
      const number = code === null ? null : numberOf(view, code);
      const filled = {
        ...values(texts, found, names, now),
        ...{ number: number ?? 0, begin: inner(beginning(text, 60)), size },
      };
      const plain = text === '' || number === null ? 'ready_plain' : 'ready';
      const key = others && own.length === 0 ? 'ready_unchanged' : plain;
      const all = others && own.length > 0 && texts.t('executor:notice.ready_whole', { size: whole });
      return {
        text:
          code === null
            ? wholeHandedOver(texts, found, names.executor)
            : [texts.t(`executor:notice.${key}`, filled), all].filter(Boolean).join(' '),
        replyMarkup: keyboard(
          code === null
            ? button(texts.t('executor:buttons.read'), 'q.review', view.id)
            : pieces.every((piece) => piece.text === '')
              ? button(texts.t('executor:buttons.read'), 'q.go', view.id, code)
              : button(texts.t('executor:buttons.read'), 'q.text', view.id, code),
          button(texts.t('executor:buttons.take'), 'e.take', id, await lastChange(prisma, found)),
          button(texts.t('executor:buttons.return'), 'e.back', id),
        ),
      };
    }),
    'executor.declined': renderer('executor.declined', (texts, found, names, now) => ({
      text: texts.t(
        `executor:notice.declined${found.code === null ? '_all' : ''}${found.remark ? '' : '_plain'}`,
        values(texts, found, names, now),
      ),
      replyMarkup: again(texts, found),
    })),
    'executor.lost': renderer('executor.lost', (texts, found, names, now) => ({
      text: texts.t('executor:notice.lost', values(texts, found, names, now)),
      replyMarkup: again(texts, found),
    })),
    'executor.beside': async (stored, recipient, now) => {
      const { assignmentId, code, authorId, since } = besideSchema.parse(stored);
      const view = await loadAssignment(prisma, assignmentId);
      if (!view || !mayWrite(view, code)) return null;
      const told = await loadActor(prisma, recipient.chatId, now);
      if (!seatFor(told, 'answer', subjectOf(view, code))) return null;
      const pieces = (await livePieces(prisma, assignmentId, code)).filter(
        ({ senderId, receivedAt }) => senderId === authorId && receivedAt >= new Date(since),
      );
      const last = pieces.at(-1);
      const seatId = readingSeat(told, view, code);
      const look = seatId === null ? null : await lastLook(prisma, { assignmentId, code }, seatId);
      // He has read it meanwhile.
      if (!last || (look && last.receivedAt <= look)) return null;
      const texts = i18n(recipient.language);
      const name = (await authorNames(prisma, [authorId])).get(authorId) ?? texts.t('executor:nobody');
      const size = pieces.reduce((sum, { text }) => sum + charactersOfPart(text), 0);
      const time = formatInstant(last.receivedAt, view.city.timeZone, texts.language, 'time');
      return {
        text: texts.t('executor:notice.beside', {
          what: whatOf(texts, view, code),
          name,
          size: chars(texts, size),
          time,
        }),
        replyMarkup: keyboard(
          button(texts.t('questionnaire:buttons.show'), 'q.text', assignmentId, code),
          button(texts.t('questionnaire:buttons.continue'), 'q.go', assignmentId, code),
        ),
      };
    },
  };
}

/** The question is free again: give it to another, or write oneself. */
function again(texts: Texts, { view, code }: Delegated) {
  return keyboard(
    button(texts.t('executor:buttons.another'), 'e.give', view.id, code ?? '*'),
    code === null || numberOf(view, code) === null
      ? button(texts.t('executor:buttons.open_form'), 'q.open', view.id)
      : button(texts.t('executor:buttons.look'), 'q.go', view.id, code),
  );
}
