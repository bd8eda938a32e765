import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTS } from '../src/simulator/page/acts/index.ts';
import { noBrowser, openBrowser, violations } from './support/browser.ts';
import { type DemoProcess, startDemo } from './support/demo-process.ts';
import { keepArtefact, readWord } from './support/paper.ts';
import { playAct } from './tour/playing.ts';
import { createStage, type Stage } from './tour/stage.ts';

/** The demo's page in a real browser, by clicks and typing. */

if (noBrowser !== null) console.warn(`The page is not tried: ${noBrowser}`);

const HEAD = 202;
const ASSOCIATION = 101;
const DESKTOP = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

describe.skipIf(noBrowser !== null)('the page', { timeout: 120_000, retry: 0 }, () => {
  let dataDir: string;
  let demo: DemoProcess;
  let browser: Browser;
  let page: Page;
  let stage: Stage;
  const errors: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'vestovoy-page-'));
    demo = await startDemo(dataDir);
    await demo.ready();
    browser = await openBrowser();
    page = await browser.newPage({ viewport: DESKTOP, locale: 'ru-RU', acceptDownloads: true });
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (said) => {
      if (said.type() === 'error') errors.push(said.text());
    });
    stage = createStage(page);
    await page.goto(demo.address());
    await page.locator('.tour li.current').waitFor();
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await demo.interrupt();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** The page as it stands, for the eye. */
  async function picture(name: string, viewport: typeof DESKTOP): Promise<void> {
    await page.setViewportSize(viewport);
    await keepArtefact(`${name}-${viewport.width}.png`, await page.screenshot());
  }

  test.each(ACTS)('whoever does what the tour says comes to the end of the act: $name', async (act) => {
    await playAct(stage, act);
    const over = new RegExp(`^Эта часть пройдена: ${act.steps.length} из ${act.steps.length}\\.`);
    await expect.poll(() => page.locator('.tour [role=status]').innerText()).toMatch(over);
    expect(await violations(page)).toEqual([]);
    await picture(`tour-${act.name}`, DESKTOP);
    await picture(`tour-${act.name}`, PHONE);
    await page.setViewportSize(DESKTOP);
  });

  test('an official goes on by keys alone, and the page tells what has come', async () => {
    await direct('Начать сначала');
    const head = stage.phone(0);
    const log = head.getByRole('log', { name: 'Переписка с ботом' });
    expect(await log.getAttribute('aria-live')).toBe('polite');
    // From the top of the page to the field of the first telephone.
    await page.locator('body').press('Tab');
    const focused = (): Promise<string> =>
      page.evaluate<string>('document.activeElement.tagName + document.activeElement.textContent');
    const keyTo = async (key: string, wanted: string): Promise<void> => {
      for (let pressed = 0; pressed < 60 && (await focused()) !== wanted; pressed += 1)
        await page.keyboard.press(key);
      expect(await focused()).toBe(wanted);
    };
    await keyTo('Tab', 'TEXTAREA');
    await page.keyboard.type('анкета');
    await page.keyboard.press('Enter');
    await stage.shown(log, 'Готово 3 из 7');
    await keyTo('Shift+Tab', 'BUTTONПродолжить');
    await page.keyboard.press('Enter');
    await stage.shown(log, 'Вопрос 4 из 7');
    // The pressed button is gone; the next keys go on from where it was.
    await keyTo('Tab', 'BUTTONПоручить');
    await keyTo('Tab', 'TEXTAREA');
  });

  test('a long text comes in parts; the association sees it on the other telephone', async () => {
    await stage.hold(1, ASSOCIATION);
    const text = 'Провести 20 встреч во дворах и открыть два пункта приёма. '.repeat(150).trim();
    await stage.phone(0).locator('textarea').fill(text);
    await stage.phone(0).locator('textarea').press('Enter');
    await stage.shown(stage.phone(0), /Сохранено: 3 части/);
    await stage.write(stage.phone(1), 'кто сдал');
    await stage.shown(stage.phone(1), 'Сдали 3 из 5');
    expect(await stage.phone(0).locator('.message.person').count()).toBe(4);
  });

  test('a message is edited where it stands', async () => {
    const own = stage.phone(0).locator('.message.person').last();
    await own.getByRole('button', { name: 'Изменить сообщение' }).click();
    const field = stage.phone(0).locator('textarea');
    await expect.poll(() => field.inputValue()).toContain('Провести 20 встреч');
    await field.fill('Открыть третий пункт приёма.');
    await field.press('Enter');
    await own.locator('.when', { hasText: 'изменено' }).waitFor();
    await expect.poll(() => own.locator('.text').innerText()).toBe('Открыть третий пункт приёма.');
  });

  test('what was begun stays with its telephone; what the browser has kept of something else harms nothing', async () => {
    const field = stage.phone(0).locator('textarea');
    await field.fill('Начато и не отправлено.');
    await stage.hold(0, 302);
    expect(await field.inputValue()).toBe('');
    await stage.hold(0, HEAD);
    expect(await field.inputValue()).toBe('Начато и не отправлено.');
    await field.fill('');
    for (const rubbish of ['{"holders":null}', '{"play":"1","holders":"abc","progress":null}', 'no JSON']) {
      await page.evaluate(`localStorage.setItem('vestovoy-demo', ${JSON.stringify(rubbish)})`);
      await page.reload();
      await expect.poll(() => stage.phone(0).locator('header select').inputValue()).toBe(String(HEAD));
    }
    await stage.hold(1, ASSOCIATION);
  });

  test('a document is downloaded, and opens', async () => {
    const head = stage.phone(0);
    await stage.write(head, 'анкета');
    await stage.press(head, 'Проект в Word');
    const file = head.locator('a.file').last();
    await file.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
    expect(download.suggestedFilename()).toMatch(/^Анкета-\d{4}-Благовещенск-ПРОЕКТ\.docx$/);
    expect(await readWord(await readFile(await download.path()))).toContain('Открыть третий пункт приёма.');
  });

  test('the app is killed while somebody writes, and the clocks go on', async () => {
    const head = stage.phone(0);
    const left = async (): Promise<number> => {
      const said = await head.locator('.message.bot').allInnerTexts();
      return Number(said.map((text) => /Остал\S+ (\d+) /.exec(text)?.[1]).findLast(Boolean));
    };
    const days = await left();
    expect(days).toBeGreaterThan(1);
    await head.locator('textarea').fill('анкета');
    await head.locator('textarea').press('Enter');
    await stage.direct('Перезапустить');
    await stage.direct('+1 день');
    await stage.write(head, 'анкета');
    await expect.poll(left, { timeout: 60_000 }).toBe(days - 1);
  });

  test('the bot is blocked and let in again; what Telegram refuses stands in the strip', async () => {
    const association = stage.phone(1);
    await association.getByRole('button', { name: 'Заблокировать бота' }).click();
    await association.getByRole('button', { name: 'Разблокировать бота' }).click();
    await stage.write(association, 'кто сдал');
    await stage.shown(association, 'Сдали 3 из 5');
    await page.getByLabel('Telegram').selectOption('flood');
    // Every other call is refused, by chance.
    const trouble = page.locator('.strip .trouble', { hasText: 'Too Many Requests' });
    const asks = async (): Promise<number> => {
      await association.locator('textarea').fill('кто сдал');
      await association.locator('textarea').press('Enter');
      return trouble.count();
    };
    await expect.poll(asks, { interval: 500 }).toBe(1);
    await page.getByLabel('Telegram').selectOption('fine');
  });

  test.each([
    { viewport: DESKTOP, colorScheme: 'light' as const },
    { viewport: PHONE, colorScheme: 'dark' as const },
  ])('axe finds nothing at $viewport.width pixels, $colorScheme', async ({ viewport, colorScheme }) => {
    await page.emulateMedia({ colorScheme });
    await picture(`page-${colorScheme}`, viewport);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize(DESKTOP);
  });

  test('everything begins anew in English, on the screen of a telephone', async () => {
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'Ещё' }).click();
    await direct('English');
    await page.locator('.tour li.current', { hasText: 'Anna Beryozkina answers' }).waitFor();
    for (const act of ACTS) await playAct(stage, act);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(errors.filter((each) => !/Failed to load resource|net::ERR/.test(each))).toEqual([]);
  });

  /** Begins anew; whoever has played is asked first. */
  async function direct(label: string): Promise<void> {
    page.once('dialog', (asked) => void asked.accept());
    await stage.direct(label);
    await expect.poll(() => page.locator('.message.person').count(), { timeout: 30_000 }).toBe(0);
    await expect
      .poll(() => stage.phone(0).locator('header select').inputValue(), { timeout: 30_000 })
      .toBe(String(HEAD));
  }
});
