import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type Page, chromium } from 'playwright-core';

/** Where Debian puts its Chromium; CHROMIUM names another one. */
const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'];
const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));

/** Why tests in a browser are skipped; null: there is one. */
export const noBrowser = executablePath === undefined ? 'no Chromium here: apt-get install chromium' : null;

export function openBrowser(): Promise<Browser> {
  // The sandbox wants rights that a container may not give; the only page that is opened is ours.
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-smooth-scrolling'],
  });
}

/** What axe finds wrong with a page as it stands: rule and place. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    return (await checker.run()).violations.map(({ id, nodes }) => ({
      id,
      at: nodes.map(({ html }) => html),
    }));
  });
  return found.map(({ id, at }) => `${id}: ${at.join(' | ')}`);
}
