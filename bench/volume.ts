import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildVolume } from '../src/features/questionnaire/volume/build.ts';
import { monotonic } from '../src/platform/clock.ts';
import { packageRoot } from '../src/platform/package-root.ts';
import { createI18n } from '../src/services/i18n/i18n.ts';
import { generatedVolume } from '../test/support/generated-volume.ts';

const CITIES = 100;
const CHARACTERS = 12_000;
const BOUNDS = { seconds: 10, megabytes: 500 };

/** The volume of a hundred cities, against a clock and the memory of the process that makes it. */
export async function volume(): Promise<{ line: string; passes: boolean }> {
  const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');
  const input = generatedVolume(CITIES, CHARACTERS);
  let peak = 0;
  const watch = setInterval(() => void peakOfChildren().then((now) => (peak = Math.max(peak, now))), 50);
  const start = monotonic();
  const { files } = await buildVolume(texts, input);
  const seconds = (monotonic() - start) / 1000;
  clearInterval(watch);
  const sizes = files.map(({ content }) => `${(content.length / 1e6).toFixed(2)} MB`).join(', ');
  return {
    line:
      `volume: ${CITIES} cities of ${CHARACTERS} characters, three files (${sizes}): ` +
      `${seconds.toFixed(1)} s (bound ${BOUNDS.seconds}), ${peak.toFixed(0)} MB (bound ${BOUNDS.megabytes})`,
    passes: seconds <= BOUNDS.seconds && peak > 0 && peak <= BOUNDS.megabytes,
  };
}

/** The largest resident memory, in megabytes, that a child of this process has had; as Linux tells it. */
async function peakOfChildren(): Promise<number> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const states = await Promise.all(
    processes.map((id) => readFile(`/proc/${id}/status`, 'utf8').catch(() => '')),
  );
  const own = states.filter((state) => new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(state));
  return Math.max(0, ...own.map((state) => Number(/^VmHWM:\s+(\d+)/m.exec(state)?.[1] ?? 0) / 1024));
}
