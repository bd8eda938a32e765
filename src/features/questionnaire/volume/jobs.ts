import { InputFile } from 'grammy';
import type { Api } from 'grammy';
import { monotonic } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/client.ts';
import { classify } from '../../../platform/telegram/outcome.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { recipientOf } from '../../../services/people/recipient.ts';
import type { Job } from '../../../services/scheduler/index.ts';
import type { Association } from '../paper.ts';
import type { VolumeKind } from './build.ts';
import { makeVolume } from './making.ts';
import { doneMessage, failedMessage, homeKeyboard, readingMessage } from './messages.ts';

interface VolumeJobDependencies {
  database: Pick<Database, 'pool' | 'prisma'>;
  api: Api;
  association: Association;
  i18n: (language: Language) => Texts;
  defaultLanguage: Language;
  /** In bytes; above it a file is cut. */
  fileLimit?: number;
}

export const VOLUME_JOB = 'volume';
/** Of the advisory locks by which builds are claimed: PostgreSQL frees them when the connection ends, kill or not. */
const LOCK = 72_707_372;
/** Milliseconds between two edits of the progress message: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits */
const PACE = 1500;

/**
 * Makes the files of the volumes that were asked for, one after the other. What a killed process left half done is begun
 * anew by the next run; its files come into the database together, so there is one set of them.
 */
export function createVolumeJob(deps: VolumeJobDependencies): Job {
  const { database, api, association, i18n, defaultLanguage } = deps;
  const { pool, prisma } = database;

  /** Nothing where another copy has it. */
  async function claimed(buildId: number, work: () => Promise<void>): Promise<void> {
    const client = await pool.connect();
    let mine = false;
    try {
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', [
        LOCK,
        buildId,
      ]);
      mine = rows[0]?.mine ?? false;
      if (mine) await work();
    } finally {
      // A connection that might still hold the lock is closed, not given back.
      client.release(mine);
    }
  }

  async function build(buildId: number, now: Date): Promise<void> {
    const row = await prisma.volumeBuild.findUnique({
      where: { id: buildId },
      include: { volume: { include: { campaign: true } } },
    });
    if (!row || !['queued', 'building'].includes(row.state)) return;
    const chatId = Number(row.chatId);
    const { campaignId, campaign } = row.volume;
    const recipient = await recipientOf(prisma, { personId: null, chatId }, defaultLanguage);
    const texts = i18n(recipient?.language ?? defaultLanguage);
    const show = (message: Message): Promise<void> => edit(buildId, chatId, message);

    if (row.doneAt === null) {
      let shownAt = -Infinity;
      const made = await makeVolume(
        { prisma, association, fileLimit: deps.fileLimit },
        { id: buildId, campaignId },
        {
          texts,
          now,
          async onRead(read, of) {
            if (read < of && monotonic() - shownAt < PACE) return;
            shownAt = monotonic();
            await prisma.volumeBuild.update({ where: { id: buildId }, data: { progress: read } });
            await show(readingMessage(texts, read, of));
          },
        },
      );
      if (made.kind === 'taken') return;
      if (made.kind === 'failed') {
        await show(failedMessage(texts, campaignId));
        throw made.error;
      }
      const { seconds, files, withheld } = made;
      await show(doneMessage(texts, { seconds, files, withheld: withheld.length }));
    }
    await send(texts, buildId, chatId, campaign);
    await prisma.volumeBuild.update({ where: { id: buildId }, data: { state: 'done' } });
  }

  /** To whoever asked for it; killed meanwhile, rather twice than never. */
  async function send(
    texts: Texts,
    buildId: number,
    chatId: number,
    campaign: { id: number; year: number },
  ): Promise<void> {
    const files = await prisma.volumeFile.findMany({ where: { buildId }, orderBy: { id: 'asc' } });
    for (const [index, { name, kind, fileId }] of files.entries()) {
      const { content } = await prisma.file.findUniqueOrThrow({ where: { id: fileId } });
      const last = index === files.length - 1;
      try {
        await api.sendDocument(chatId, new InputFile(content, name), {
          caption: texts.t(`volume:caption.${kind as VolumeKind}`, { year: campaign.year }),
          ...(last && { reply_markup: homeKeyboard(texts, campaign.id) }),
        });
      } catch (error) {
        if (!isHis(error)) throw error;
      }
    }
  }

  /** The message of the progress, edited in place. That it stays as it was, or is gone, ends nothing. */
  async function edit(buildId: number, chatId: number, { text, keyboard }: Message): Promise<void> {
    const { messageId } = await prisma.volumeBuild.findUniqueOrThrow({ where: { id: buildId } });
    const markup = keyboard && { reply_markup: keyboard };
    try {
      if (messageId !== null) await api.editMessageText(chatId, messageId, text, { ...markup });
    } catch (error) {
      if (!isHis(error) && classify(error).kind !== 'unknown') throw error;
    }
  }

  return {
    name: VOLUME_JOB,
    every: 'tick',
    expireInSeconds: 600,
    async run({ now }) {
      const waiting = await prisma.volumeBuild.findMany({
        where: { state: { in: ['queued', 'building'] } },
        orderBy: { id: 'asc' },
        select: { id: true },
      });
      for (const { id } of waiting) await claimed(id, () => build(id, now));
    },
  };
}

/** He removed the message, or blocked the bot: the files are there all the same. */
function isHis(error: unknown): boolean {
  return ['refused', 'unreachable'].includes(classify(error).kind);
}
