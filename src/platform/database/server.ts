import type { Log } from '../log.ts';
import type { Server } from './connection.ts';
import { startEmbedded } from './embedded.ts';

/** Which server is meant: the one that DATABASE_URL names, or one of our own with its data in a folder. */
export type ServerSetting = Readonly<{ kind: 'given'; url: string } | { kind: 'embedded'; dataDir: string }>;

/** Starts the embedded server if that one is meant; a given one is taken as it is, without a connection yet. */
export async function openServer(setting: ServerSetting, log: Log): Promise<Server> {
  if (setting.kind === 'embedded') return startEmbedded({ dataDir: setting.dataDir, log });
  return { connection: { connectionString: setting.url }, stop: () => Promise.resolve() };
}
