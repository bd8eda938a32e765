import { runDatabaseCommand, tell } from './database-command.ts';
import { backUp } from './platform/database/backup.ts';
import { readEnvFile } from './env-file.ts';

// `npm run backup -- FILE`
tell(
  await runDatabaseCommand(
    readEnvFile(),
    process.argv[2],
    (t) => t('database:backup.usage'),
    async (connection, file, t) => {
      const outcome = await backUp(connection, file);
      if (outcome.kind === 'no-tables') return { done: false, words: t('database:backup.no-tables') };
      const { tables, rows } = outcome;
      return { done: true, words: t('database:backup.written', { file, tables, rows }) };
    },
  ),
);
