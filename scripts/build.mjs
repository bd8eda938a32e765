// `npm run build`: Prisma's client, then JavaScript in dist/. Does nothing while the inputs are those of the last build.
// Each build works in a folder of its own and moves file by file what it made, so several at once do no harm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const PAGE = 'src/simulator/page';
/** What is started as a process of its own. */
const PROGRAMS = [
  'src/main.ts',
  'src/backup.ts',
  'src/restore.ts',
  'src/services/documents/guarded-child.ts',
];
/** In dist/. */
const DEMO_PAGE = 'simulator/page';
const GENERATED = 'src/platform/database/generated';

// An image holds what was built and no sources.
if (existsSync(at('src'))) {
  try {
    const schema = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'];
    await make('client', schema, `${GENERATED}/client.ts`, generateClient);
    const sources = programFiles().filter((name) => !name.startsWith(GENERATED));
    await make(
      'dist',
      [...schema, ...sources, 'tsconfig.json', 'tsconfig.build.json'],
      'dist/main.js',
      compile,
    );
    if (existsSync(at(PAGE))) {
      const words = ['locales/ru/demo.json', 'locales/en/demo.json'];
      const parts = [...list(PAGE), ...words, 'package-lock.json'];
      await make('page', parts, `dist/${DEMO_PAGE}/index.html`, bundlePage);
    }
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Runs `work` unless its output is there and was made from the same inputs. */
async function make(name, inputs, output, work) {
  const stamp = at('.build', name);
  const digest = digestOf(inputs);
  if (existsSync(at(output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  mkdirSync(at('.build'), { recursive: true });
  rmSync(stamp, { force: true });
  const folder = mkdtempSync(at('.build', `${name}-`));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  writeFileSync(stamp, digest);
}

function generateClient(folder) {
  // The client is written beside the schema, by the path within it: so a copy elsewhere gets a client elsewhere.
  mkdirSync(path.join(folder, 'prisma'));
  const schema = path.join(folder, 'prisma/schema.prisma');
  writeFileSync(schema, readFileSync(at('prisma/schema.prisma')));
  run('node_modules/prisma/build/index.js', 'generate', '--no-hints', '--schema', schema);
  replace(path.join(folder, GENERATED), at(GENERATED));
}

async function compile(folder) {
  // `npm run check` looks at the types; here they would cost a start fifteen seconds.
  // Only here: where nothing is to be built it need not be installed.
  const { build } = await import('esbuild');
  const common = {
    absWorkingDir: root,
    outbase: 'src',
    outdir: folder,
    format: 'esm',
    platform: 'node',
    tsconfig: 'tsconfig.build.json',
    sourcemap: true,
    sourcesContent: false,
    bundle: true,
    logLevel: 'silent',
  };
  const files = programFiles();
  // For tests.
  await build({
    ...common,
    entryPoints: files.filter((name) => !PROGRAMS.includes(name)),
    plugins: [
      { name: 'each file by itself', setup: ({ onResolve }) => onResolve({ filter: /^/ }, toJavaScript) },
    ],
  });
  // Node finds and reads a few files sooner than five hundred.
  await build({
    ...common,
    entryPoints: files.filter((name) => PROGRAMS.includes(name)),
    packages: 'external',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  });
  replace(folder, at('dist'), DEMO_PAGE);
}

/** The demo's page, in one piece. */
async function bundlePage(folder) {
  const { build } = await import('vite');
  await build({
    root: at(PAGE),
    base: './',
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022' },
  });
  replace(folder, at('dist', DEMO_PAGE));
}

/** What the program is made of: neither tests nor the page. */
function programFiles() {
  return list('src').filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith(`${PAGE}/`),
  );
}

function toJavaScript({ kind, path }) {
  return kind === 'entry-point' ? undefined : { path: path.replace(/^(\..*)\.ts$/, '$1.js'), external: true };
}

/** Runs a program that may neither speak when all is well nor ask the network for anything. */
function run(program, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at(program), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}\n${program} failed`);
}

/** Puts the files of one folder in the place of another's; what lies under `beside` is none of its business. */
function replace(from, to, beside) {
  const made = new Set(walk(from));
  for (const name of made) {
    mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    renameSync(path.join(from, name), path.join(to, name));
  }
  for (const name of walk(to)) {
    const foreign = beside !== undefined && name.startsWith(`${beside}/`);
    if (!made.has(name) && !foreign) rmSync(path.join(to, name), { force: true });
  }
}

function digestOf(names) {
  const hash = createHash('sha256');
  for (const name of names)
    hash
      .update(`${name}\n`)
      .update(readFileSync(at(name)))
      .update('\n');
  return hash.digest('hex');
}

function list(folder) {
  return walk(at(folder)).map((name) => `${folder}/${name}`);
}

/** The files below a folder, by their paths within it. */
function walk(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

function at(...parts) {
  return path.join(root, ...parts);
}
