// Builds what `npm run bench` runs, as the app is built for use: the client of the stack's tables, then JavaScript.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

run('scripts/build.mjs');
run('node_modules/prisma/build/index.js', 'generate', '--no-hints', '--schema', 'bench/stack.prisma');
run('node_modules/typescript/bin/tsc', '-p', 'bench/tsconfig.json');

/** Runs a program that may neither speak when all is well nor ask the network for anything. */
function run(program, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, program), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}\n${program} failed`);
  process.exit(1);
}
