import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm';

interface Exports {
  __wbindgen_start(): void;
}

/** What the generated glue of the engine shows besides its public face. */
type Glue = typeof SchemaEngineModule & { __wbg_set_wasm(exports: Exports): void };

/** The types of Node.js leave it out. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<{ exports: Exports }>;
};

/** The SQL that leads from one Prisma schema to another; empty if they have the same tables. Touches no database. */
export async function diffSchemas(from: string, to: string): Promise<string> {
  const { SchemaEngine } = await loadEngine();
  const target = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  });
  const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', to]] }, () => undefined, noDatabase);
  const { stdout } = await engine.diff({
    from: target(from),
    to: target(to),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const sql = (stdout ?? '').trim();
  return sql === '-- This is an empty migration.' || sql === '' ? '' : `${sql}\n`;
}

/** The package's own entry imports WebAssembly as a module, which Node.js 20 cannot. */
async function loadEngine(): Promise<Glue> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = (await import(entry)) as Glue;
  const wasm = await WebAssembly.compile(await readFile(entry.replace(/\.js$/, '.wasm')));
  const { exports } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  return glue;
}

const ok = (value: unknown) => ({ ok: true, value });

const version = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [5, 7, 0], // boolean, text, int32
  rows: [[true, 'PostgreSQL 18.4', 180_004]],
};

/** The engine wants a connection even where two texts are compared. It asks once for the version of the server. */
const noDatabase = {
  provider: 'postgres',
  adapterName: 'none',
  connect: () =>
    Promise.resolve(
      ok({
        provider: 'postgres',
        adapterName: 'none',
        getConnectionInfo: () => ok({ schemaName: 'public', supportsRelationJoins: true }),
        queryRaw: () => Promise.resolve(ok(version)),
        dispose: () => Promise.resolve(ok(undefined)),
      }),
    ),
};
