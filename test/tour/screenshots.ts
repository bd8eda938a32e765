import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { packageRoot } from '../../src/platform/package-root.ts';
import { ACTS } from '../../src/simulator/page/acts/index.ts';
import { noBrowser, openBrowser } from '../support/browser.ts';
import { startDemo } from '../support/demo-process.ts';
import { createBooklet } from './booklet.ts';
import { MOMENTS, playAct } from './playing.ts';
import { createStage } from './stage.ts';

/** `npm run screenshots`: a picture of each act, and `docs/booklet.docx` of them all. */

/** Always the same, so that pictures change with a reason only: a working day at ten in Novosibirsk. */
const CLOCK_START = '2026-11-24T03:00:00Z';

/** What `system-ui` is differs from machine to machine. */
const ONE_FACE = `document.addEventListener('readystatechange', () => {
  document.documentElement.style.fontFamily = 'Arial, sans-serif';
})`;

if (noBrowser === null) await takeAll();
else {
  console.error(`No pictures were taken: ${noBrowser}`);
  process.exitCode = 1;
}

async function takeAll(): Promise<void> {
  const docs = path.join(packageRoot(), 'docs');
  await mkdir(docs, { recursive: true });
  const browser = await openBrowser();
  try {
    const pages = [];
    for (const act of ACTS) {
      const picture = await pictureOf(act, browser);
      await writeFile(path.join(docs, `tour-${act.name}.png`), picture);
      pages.push({ act: act.name, picture });
    }
    await writeFile(path.join(docs, 'booklet.docx'), await createBooklet(pages, new Date(CLOCK_START)));
  } finally {
    await browser.close();
  }
}

/** The telephones and the tour at the moment of an act that is worth showing; it is played in a demo of its own. */
async function pictureOf(act: (typeof ACTS)[number], browser: Browser): Promise<Buffer> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vestovoy-screenshots-'));
  const demo = await startDemo(dataDir, { CLOCK_START });
  try {
    await demo.ready();
    const page = await browser.newPage({
      viewport: { width: 1366, height: 768 },
      // Sharp on paper, and a third smaller than twice as many.
      deviceScaleFactor: 1.5,
      locale: 'ru-RU',
      colorScheme: 'light',
    });
    await page.addInitScript(ONE_FACE);
    await page.goto(demo.address());
    await page.locator('.tour li.current').waitFor();
    let picture: Buffer | undefined;
    await playAct(createStage(page), act, async (step) => {
      if (step !== MOMENTS[act.name]) return;
      // Whoever comes anew finds the same, without what the counters of unread messages add by chance.
      await page.reload();
      await page.locator('.phone .message').first().waitFor();
      for (const person of act.phones) await demo.sim(`persons/${person}/idle`, { quietMs: 1000 });
      picture = await page.locator('main').screenshot({ animations: 'disabled' });
    });
    await page.close();
    if (picture === undefined) throw new Error(`${act.name}: no such step: ${MOMENTS[act.name]}`);
    return picture;
  } finally {
    await demo.interrupt();
    await rm(dataDir, { recursive: true, force: true });
  }
}
