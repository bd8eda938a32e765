import { createDatabase, type Database } from '../platform/database/client.ts';
import { startEmbedded } from '../platform/database/embedded.ts';
import { createKeptClock } from '../platform/database/kept-clock.ts';
import { applyMigrations, migrationsFolder, readMigrations } from '../platform/database/migrate.ts';
import { type Clock, machineNow } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { knownLanguage, type Language, type Texts } from '../services/i18n/i18n.ts';
import { ASSOCIATION_ZONE } from '../services/people/actor.ts';
import { createPeople } from '../services/people/index.ts';
import { codeKeyFrom, showCode } from '../services/people/invitation.ts';
import { loadActor } from '../services/people/store.ts';
import { fillDemo } from './fill.ts';
import { nextWorking } from './next-working.ts';
import { readSample, type Sample } from './sample.ts';

export interface Prepared {
  /** Of the database. */
  id: string;
  sample: Sample;
  /** In the language of the data, which may be those of an earlier run in another one. */
  texts: Texts;
  /** Of the questionnaire that is open. */
  year: number;
  /** The civil time that the app will have: it may have been moved forward in an earlier run. */
  clock: Clock;
  /** Telegram ids of people who have a chat with the bot from earlier. */
  known: ReadonlySet<number>;
  /** The sample was put in now; otherwise the data are those of an earlier run. */
  fresh: boolean;
  /** The invitation that nobody has used yet; null once it is used. */
  invitation: { token: string; code: string } | null;
}

/** Starts the embedded server, brings the database up to date and fills it where it is empty, and leaves it again. */
export async function prepareDemo(settings: {
  dataDir: string;
  clockStart: Date | undefined;
  token: string;
  /** Of the sample, where the database is empty. */
  language: Language;
  i18n: (language: Language) => Texts;
  log: Log;
}): Promise<Prepared> {
  const { dataDir, clockStart, token, language, i18n, log } = settings;
  // What a power failure loses the next start fills again; the app starts the server anew, without this.
  const server = await startEmbedded({ dataDir, log, settings: { synchronous_commit: 'off' } });
  try {
    await applyMigrations(server.connection, await readMigrations(migrationsFolder()), log);
    const database = createDatabase(server.connection, { log });
    try {
      const kept = (await database.prisma.city.findFirst({ select: { language: true } }))?.language;
      const texts = i18n(knownLanguage(kept) ?? language);
      const sample = await readSample(texts.language);
      const start = clockStart ?? (await daylight(database));
      const { clock } = await createKeptClock(database.pool, start, true);
      const codeKey = codeKeyFrom(token);
      const fresh = await fillDemo(database, sample, { texts, now: clock.now(), codeKey });
      const people = await database.prisma.person.findMany({
        where: { telegramId: { not: null }, reach: 'ok' },
        select: { telegramId: true },
      });
      const { year } = await database.prisma.campaign.findFirstOrThrow({ orderBy: { year: 'desc' } });
      return {
        id: await identifierOf(database),
        sample,
        texts,
        year,
        clock,
        fresh,
        known: new Set(people.map(({ telegramId }) => Number(telegramId))),
        invitation: await renewInvitation(database, sample, { now: clock.now(), codeKey }),
      };
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
  }
}

/** PostgreSQL gives each cluster a number of its own. */
async function identifierOf({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    'select system_identifier::text as id from pg_control_system()',
  );
  return rows[0]?.id ?? '';
}

/** Where a play begins: in working hours of every city of the sample. None where one was begun: its clock goes on. */
async function daylight({ prisma }: Database): Promise<Date | undefined> {
  const begun = (await prisma.lease.count({ where: { name: 'clock' } })) + (await prisma.journal.count());
  return begun > 0 ? undefined : nextWorking('10:00', ASSOCIATION_ZONE, machineNow());
}

/** Only hashes of an invitation are kept, so each start of the demo gives it a new link and code. */
async function renewInvitation(
  { prisma }: Database,
  { invited, administrator }: Sample,
  { now, codeKey }: { now: Date; codeKey: Buffer },
): Promise<Prepared['invitation']> {
  const { surname, name } = invited;
  const last = await prisma.invitation.findFirst({ where: { surname, name }, orderBy: { id: 'desc' } });
  if (!last) return null;
  const actor = await loadActor(prisma, invited.by, now);
  const people = createPeople({ prisma, codeKey, adminIds: [administrator.id] });
  const requestKey = `demo:renewed:${last.id}`;
  const issued = await people.reissue({ actor, requestKey, now }, last.seatId);
  return issued.kind === 'done' ? { token: issued.token, code: showCode(issued.code) } : null;
}
