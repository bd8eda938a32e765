import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { LIMITS } from '../../src/services/documents/document-in.ts';
import { endless } from './pdf.ts';

/** A copy of the app that reads a file without end for so many milliseconds, and tells the number of the process that does. */
const { spawn } = childProcess;
childProcess.spawn = ((...given: Parameters<typeof spawn>) => {
  const child = spawn(...given);
  child.stdin?.on('finish', () => process.stdout.write(`${child.pid}\n`));
  return child;
}) as typeof spawn;
syncBuiltinESMExports();

const { runGuarded } = await import('../../src/services/documents/guarded-run.ts');
await runGuarded('document', endless(), LIMITS, { megabytes: 384, milliseconds: Number(process.argv[2]) });
