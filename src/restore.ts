import { runDatabaseCommand, tell } from './database-command.ts';
import { migrationsFolder, readMigrations } from './platform/database/migrate.ts';
import { restore } from './platform/database/restore.ts';
import { readEnvFile } from './env-file.ts';

// `npm run restore -- FILE`
tell(
  await runDatabaseCommand(
    readEnvFile(),
    process.argv[2],
    (t) => t('database:restore.usage'),
    async (connection, file, t, log) => {
      const outcome = await restore(connection, file, await readMigrations(migrationsFolder()), log);
      switch (outcome.kind) {
        case 'restored': {
          const { tables, rows } = outcome;
          return { done: true, words: t('database:restore.restored', { file, tables, rows }) };
        }
        case 'foreign':
          return {
            done: false,
            words: t('database:restore.foreign', { file, migration: outcome.migration }),
          };
        case 'damaged':
          return { done: false, words: t('database:restore.damaged', { file }) };
        case 'occupied':
          return { done: false, words: t('database:restore.occupied') };
      }
    },
  ),
);
