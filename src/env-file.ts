import { existsSync } from 'node:fs';

/** Settings from `.env` in the working directory, where there is one; what the environment says already stands. */
export function readEnvFile(): Readonly<Record<string, string | undefined>> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
