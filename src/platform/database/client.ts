import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { monotonic } from '../clock.ts';
import type { Log } from '../log.ts';
import { type Connection, sessionConfig } from './connection.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { toNumber } from './numbers.ts';

/** What a query of `store.ts` takes first: the client, or the transaction that it belongs to. */
export type Db = PrismaClient | Prisma.TransactionClient;

/** One pool of connections, all in UTC, and Prisma over the same pool. */
export interface Database {
  /** For hot statements and pg-boss. `bigint` comes as a number, `date` as 'YYYY-MM-DD'. */
  pool: pg.Pool;
  prisma: PrismaClient;
  close(): Promise<void>;
}

/** Milliseconds from which on a statement is told of at LOG_LEVEL=debug. */
const SLOW = 200;

/** Statements that a connection keeps prepared at most. */
const NAMED = 500;

/** Connections that one copy of the app opens at most, unless told otherwise. */
const POOL_SIZE = 10;

/**
 * Opens no connection yet: the first query does.
 * @param options.connections at most so many at a time
 */
export function createDatabase(
  connection: Connection,
  { log, connections = POOL_SIZE }: { log: Log; connections?: number },
): Database {
  const pool = new pg.Pool({
    ...sessionConfig(connection),
    max: connections,
    idleTimeoutMillis: 30_000,
    types,
  });
  // Without a listener a connection lost while idle would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  if (log.isLevelEnabled('debug')) pool.on('connect', (client) => watchSlow(client, log));
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: createNames() }),
    transactionOptions: { maxWait: 5_000, timeout: 15_000 },
    errorFormat: 'minimal',
  });
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/**
 * Names for Prisma's statements: each connection parses and plans one of a name once, not each time. Lists of every length
 * make ever new statements; beyond the first ones they stay without a name, so that a connection never holds more.
 */
function createNames(): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= NAMED) return '';
    const name = `prisma-${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/** Tells of a statement that takes long: its words, without its values. */
function watchSlow(client: pg.PoolClient, log: Log): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const watched = (...args: unknown[]): unknown => {
    const from = monotonic();
    const [given] = args;
    const sql = typeof given === 'string' ? given : (given as { text?: string } | null)?.text;
    const told = (): void => {
      const ms = Math.round(monotonic() - from);
      if (ms >= SLOW) log.debug({ ms, sql: withoutValues(sql ?? '') }, 'a slow statement');
    };
    const last = args.at(-1);
    // The pool's own `query` asks by callback, Prisma by promise.
    if (typeof last !== 'function') {
      const running = query(...args);
      if (running instanceof Promise) running.then(told, told);
      return running;
    }
    return query(...args.slice(0, -1), (...outcome: unknown[]) => {
      told();
      (last as (...outcome: unknown[]) => void)(...outcome);
    });
  };
  client.query = watched as typeof client.query;
}

function withoutValues(sql: string): string {
  return sql
    .replace(/'(?:[^']|'')*'/g, "'…'")
    .replace(/\s+/g, ' ')
    .slice(0, 300);
}

/** PostgreSQL's type numbers. pg would give a bigint as a string and a day as an instant in the machine's zone. */
const parsers = new Map<number, (value: string) => unknown>([
  [20, (value) => toNumber(BigInt(value))],
  [1082, (value) => value],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (type: number, format?: 'text' | 'binary'): unknown =>
    parsers.get(type) ?? pg.types.getTypeParser(type, format),
};
