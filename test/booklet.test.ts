import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import words from '../locales/ru/demo.json' with { type: 'json' };
import { packageRoot } from '../src/platform/package-root.ts';
import { ACTS } from '../src/simulator/page/acts/index.ts';
import { readWord } from './support/paper.ts';

/** What `npm run screenshots` has left in `docs/`; red: an act or its words have changed, run it again. */

const inDocs = (name: string): Promise<Buffer> => readFile(path.join(packageRoot(), 'docs', name));

test('the booklet has a page an act, with its title, its picture and its two sentences', async () => {
  const booklet = await inDocs('booklet.docx');
  const parts = unzipSync(booklet);
  const xml = (name: string): string => strFromU8(parts[`word/${name}`] ?? new Uint8Array());
  const targets = new Map(
    [...xml('_rels/document.xml.rels').matchAll(/Id="([^"]*)"[^>]*Target="([^"]*)"/g)].map(
      ([, id, target]) => [id, target],
    ),
  );

  const text = await readWord(booklet);
  expect(text.split('\n').filter(Boolean)).toEqual(
    ACTS.flatMap(({ name }) => [words.acts[name].title, words.acts[name].about]),
  );
  expect(xml('footer1.xml')).toContain(words.booklet.foot);

  const pages = xml('document.xml').split('<w:pageBreakBefore/>');
  const pictures = pages.map((page) =>
    [...page.matchAll(/r:embed="([^"]*)"/g)].map(([, id]) => parts[`word/${targets.get(id) ?? ''}`]),
  );
  expect(pictures.map((shown) => shown.length)).toEqual(ACTS.map(() => 1));
  for (const [index, { name }] of ACTS.entries()) {
    const picture = pictures[index]?.[0];
    expect(pages[index], 'text for whoever does not see it').toContain(`descr="${words.booklet.picture}`);
    expect((await inDocs(`tour-${name}.png`)).equals(picture ?? new Uint8Array()), name).toBe(true);
  }
});
