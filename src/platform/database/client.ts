import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
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

/** Connections that one copy of the app opens at most. */
const POOL_SIZE = 10;

/** Opens no connection yet: the first query does. */
export function createDatabase(connection: Connection, { log }: { log: Log }): Database {
  const pool = new pg.Pool({
    ...sessionConfig(connection),
    max: POOL_SIZE,
    idleTimeoutMillis: 30_000,
    types,
  });
  // Without a listener a connection lost while idle would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
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

/** PostgreSQL's type numbers. pg would give a bigint as a string and a day as an instant in the machine's zone. */
const parsers = new Map<number, (value: string) => unknown>([
  [20, (value) => toNumber(BigInt(value))],
  [1082, (value) => value],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (type: number, format?: 'text' | 'binary'): unknown =>
    parsers.get(type) ?? pg.types.getTypeParser(type, format),
};
