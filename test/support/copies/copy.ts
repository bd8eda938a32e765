import { fork } from 'node:child_process';
import { once } from 'node:events';
import { program } from '../program.ts';

export interface CopySettings {
  /** Stands in the rows that this copy writes. */
  name: string;
  databaseUrl: string;
  apiRoot: string;
  token: string;
  receive: 'polling' | 'webhook';
  secret: string;
  /** Seconds that the leases of lanes and of the poller last. */
  ttl: number;
  /** Milliseconds that each message takes. */
  workMs?: number;
  /** Runs a job each second as well. */
  jobs?: boolean;
}

export type CopyEvent = { kind: 'ready'; url: string } | { kind: 'refused'; code: number };

/** A real process. */
export interface Copy {
  name: string;
  /** Where it takes the webhook's updates. */
  url: string;
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves when the process is gone, with its code; null: a signal ended it. */
  exited: Promise<number | null>;
  /** Asks it to stop as an app stops, and waits for its end. */
  stop(): Promise<number | null>;
}

/** The tables that the counting app writes into. */
export const COUNTING_TABLES = `
  create table effect (place bigserial primary key, key text unique, chat bigint, number int, seen int, copy text);
  create table handling (place bigserial primary key, chat bigint, number int, copy text);
  create table job_run (slot text, copy text, at timestamptz default now())`;

/** Starts one copy of the counting app; resolves when it takes updates. */
export async function startCopy(settings: CopySettings): Promise<Copy> {
  const child = fork(program('copies/counting-app'), [JSON.stringify(settings)], { execArgv: [] });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const [event] = (await Promise.race([
    once(child, 'message'),
    exited.then((code) => Promise.reject(new Error(`copy ${settings.name} ended with ${code}`))),
  ])) as [CopyEvent];
  if (event.kind !== 'ready') throw new Error(`copy ${settings.name} was refused`);
  return {
    name: settings.name,
    url: event.url,
    signal: (signal) => void child.kill(signal),
    exited,
    async stop() {
      child.kill('SIGCONT');
      if (child.connected) child.send('stop');
      return exited;
    },
  };
}
