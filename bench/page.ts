import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { noBrowser, openBrowser } from '../test/support/browser.ts';
import { startDemo } from '../test/support/demo-process.ts';
import { createStage } from '../test/tour/stage.ts';

const MESSAGES = 60;
/** Milliseconds: what is answered sooner is felt as done by oneself (J. Nielsen, *Usability Engineering*, 1993, 5.5). */
const BOUND = 100;

/** In the page: milliseconds from each *Enter* to the frame in which its bubble is painted. */
const WATCH = `
  globalThis.took = [];
  let pressed;
  const chat = document.querySelector('.messages');
  addEventListener('keydown', ({ key, timeStamp }) => {
    if (key === 'Enter') pressed = timeStamp;
  }, true);
  new MutationObserver((changes) => {
    const own = changes.some(({ addedNodes }) => [...addedNodes].some(({ className }) => className === 'message person'));
    if (!own || pressed === undefined) return;
    const from = pressed;
    pressed = undefined;
    requestAnimationFrame((frame) => requestAnimationFrame(() => globalThis.took.push(performance.now() - from)));
  }).observe(chat, { childList: true });
`;

/** The demo's page in a real browser: from the key to the bubble, with the bot answering each message meanwhile. */
export async function page(): Promise<{ line: string; passes: boolean }> {
  if (noBrowser !== null) return { line: `page: not measured, ${noBrowser}`, passes: true };
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vestovoy-bench-page-'));
  const demo = await startDemo(dataDir);
  const browser = await openBrowser();
  try {
    await demo.ready();
    const view = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await view.goto(demo.address());
    const phone = createStage(view).phone(0);
    const field = phone.locator('textarea');
    await field.waitFor();
    await view.evaluate(WATCH);
    for (let sent = 1; sent <= MESSAGES; sent += 1) {
      await field.fill('анкета');
      await field.press('Enter');
      while ((await view.evaluate<number>('globalThis.took.length')) < sent) await view.waitForTimeout(5);
    }
    const took = (await view.evaluate<number[]>('globalThis.took')).sort((a, b) => a - b);
    const part = (share: number): number => took[Math.ceil(took.length * share) - 1] ?? NaN;
    return {
      line:
        `page: ${MESSAGES} messages from the key to the bubble on the screen: median ${part(0.5).toFixed(0)} ms, ` +
        `p95 ${part(0.95).toFixed(0)} ms (bound ${BOUND})`,
      passes: part(0.95) <= BOUND,
    };
  } finally {
    await browser.close();
    await demo.interrupt();
    await rm(dataDir, { recursive: true, force: true });
  }
}
