import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabase } from '../src/platform/database/client.ts';
import { connectionUrl } from '../src/platform/database/connection.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { applyMigrations, migrationsFolder, readMigrations } from '../src/platform/database/migrate.ts';
import { createLog } from '../src/platform/log.ts';
import { echo } from './echo.ts';
import { page } from './page.ts';
import { pieces } from './pieces.ts';
import { SEARCH_BOUND, searching } from './search.ts';
import { passes, printTable, type Row } from './table.ts';
import { volume } from './volume.ts';

/**
 * `npm run bench`: ratios against other ways to do the same, the sides taking turns. Each side runs as a process of its
 * own, the simulator of Telegram in this one, PostgreSQL beside them. Ends with 1 if a ratio is below its bound.
 * `npm run bench -- echo`, `-- pieces`, `-- search`, `-- volume` or `-- page` runs a part; the last three have bounds of their own.
 */
const part = process.argv[2];
const wanted = (name: string): boolean => part === undefined || part === name;
const lines = [wanted('volume') && (await volume()), wanted('page') && (await page())].filter(
  (line) => line !== false,
);
const log = createLog({ level: 'warn' });
const dataDir = await mkdtemp(path.join(tmpdir(), 'vestovoy-bench-'));
const { connection, stop } = await startEmbedded({ dataDir, log, settings: { max_connections: '200' } });
const rows: Row[] = [];
let search: Awaited<ReturnType<typeof searching>> | null = null;
try {
  if (wanted('echo')) {
    await applyMigrations(connection, await readMigrations(migrationsFolder()), log);
    const { pool, close } = createDatabase(connection, { log });
    try {
      rows.push(await echo({ url: connectionUrl(connection), pool }));
    } finally {
      await close();
    }
  }
  if (wanted('pieces')) rows.push(...(await pieces(connection)));
  if (wanted('search')) search = await searching(connection);
} finally {
  await stop();
  await rm(dataDir, { recursive: true, force: true });
}
if (rows.length > 0) console.log(printTable(rows));
if (search) console.log(search.line);
for (const { line } of lines) console.log(line);
const passed = rows.every(passes) && (search?.p95 ?? 0) < SEARCH_BOUND && lines.every(({ passes }) => passes);
process.exitCode = passed ? 0 : 1;
