import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noBrowser, openBrowser, violations } from './support/browser.ts';
import { type DemoProcess, startDemo } from './support/demo-process.ts';
import { keepArtefact, readWord } from './support/paper.ts';

/** The demo's page in a real browser, by clicks and typing. */

if (noBrowser !== null) console.warn(`The page is not tried: ${noBrowser}`);

const HEAD = '202';
const ASSOCIATION = '101';
const DESKTOP = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

describe.skipIf(noBrowser !== null)('the page', { timeout: 90_000 }, () => {
  let dataDir: string;
  let demo: DemoProcess;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  const phone = (place: number): Locator => page.locator('.phone').nth(place);
  const shown = (place: number, text: string | RegExp): Promise<void> =>
    phone(place).locator('.message.bot', { hasText: text }).last().waitFor();
  const say = async (place: number, text: string): Promise<void> => {
    await phone(place).locator('textarea').fill(text);
    await phone(place).locator('textarea').press('Enter');
  };
  const press = (place: number, label: string): Promise<void> =>
    phone(place).locator('.inline-keyboard').getByRole('button', { name: label, exact: true }).last().click();

  /** Presses a button of the strip, and waits until it is done. */
  const direct = async (label: string, act: string): Promise<void> => {
    const done = page.waitForResponse(new RegExp(`director/${act}$`));
    await page.getByRole('button', { name: label }).click();
    expect((await done).ok()).toBe(true);
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'vestovoy-page-'));
    demo = await startDemo(dataDir);
    await demo.ready();
    browser = await openBrowser();
    page = await browser.newPage({ viewport: DESKTOP, locale: 'ru-RU', acceptDownloads: true });
    page.setDefaultTimeout(60_000);
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (said) => {
      if (said.type() === 'error') errors.push(said.text());
    });
    await page.goto(demo.address());
    await phone(0).locator('select').selectOption(HEAD);
    await phone(1).locator('select').selectOption(ASSOCIATION);
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await demo.interrupt();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('an official answers, by clicks and typing; the association sees it on the other telephone', async () => {
    await say(0, 'анкета');
    await shown(0, 'Готово 3 из 7');
    await press(0, 'Продолжить');
    await shown(0, 'Вопрос 4 из 7');
    const text = 'Провести 20 встреч во дворах и открыть два пункта приёма. '.repeat(150).trim();
    await say(0, text);
    await shown(0, /Сохранено: 3 части/);
    await say(1, 'кто сдал');
    await shown(1, 'Сдали 1 из 3');
    expect(await phone(0).locator('.message.person').count()).toBe(4);
    await keepArtefact('page-desktop.png', await page.screenshot());
  });

  test('a message is edited where it stands', async () => {
    const own = phone(0).locator('.message.person').last();
    await own.getByRole('button', { name: 'Изменить сообщение' }).click();
    const field = phone(0).locator('textarea');
    await expect.poll(() => field.inputValue()).toContain('Провести 20 встреч');
    await field.fill('Открыть третий пункт приёма.');
    await field.press('Enter');
    await own.locator('.when', { hasText: 'изменено' }).waitFor();
    await expect.poll(() => own.locator('.text').innerText()).toBe('Открыть третий пункт приёма.');
  });

  test('a document is downloaded, and opens', async () => {
    await say(0, 'анкета');
    await shown(0, 'Готово 4 из 7');
    await press(0, 'Проект в Word');
    const file = phone(0).locator('a.file').last();
    await file.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
    expect(download.suggestedFilename()).toBe('Анкета-2026-Благовещенск-ПРОЕКТ.docx');
    expect(await readWord(await readFile(await download.path()))).toContain('Открыть третий пункт приёма.');
  });

  test('the app is killed while somebody writes, and the clocks go on', async () => {
    const left = async (): Promise<number> => {
      const said = await phone(0).locator('.message.bot').allInnerTexts();
      return Number(said.map((text) => /Остал\S+ (\d+) /.exec(text)?.[1]).findLast(Boolean));
    };
    const days = await left();
    expect(days).toBeGreaterThan(1);
    await say(0, 'анкета');
    await direct('Перезапустить', 'restart');
    await direct('+1 день', 'advance');
    await say(0, 'анкета');
    await expect.poll(left, { timeout: 60_000 }).toBe(days - 1);
  });

  test('the bot is blocked and let in again; what Telegram refuses stands in the strip', async () => {
    await phone(1).getByRole('button', { name: 'Заблокировать бота' }).click();
    await phone(1).getByRole('button', { name: 'Разблокировать бота' }).click();
    await say(1, 'кто сдал');
    await shown(1, 'Сдали 1 из 3');
    await page.getByLabel('Telegram').selectOption('flood');
    // Every other call is refused, by chance.
    const trouble = page.locator('.strip .trouble', { hasText: 'Too Many Requests' });
    await expect
      .poll(
        async () => {
          await say(1, 'кто сдал');
          return trouble.count();
        },
        { interval: 500 },
      )
      .toBe(1);
    await page.getByLabel('Telegram').selectOption('fine');
  });

  test.each([
    { viewport: DESKTOP, colorScheme: 'light' as const },
    { viewport: PHONE, colorScheme: 'dark' as const },
  ])('axe finds nothing at $viewport.width pixels, $colorScheme', async ({ viewport, colorScheme }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
    await keepArtefact(`page-${viewport.width}-${colorScheme}.png`, await page.screenshot());
    await page.setViewportSize(DESKTOP);
  });

  test('everything is put back to the sample data', async () => {
    await page.getByRole('button', { name: 'Начать сначала' }).click();
    await expect.poll(() => page.locator('.message').count()).toBe(0);
    await expect.poll(() => phone(0).locator('select').inputValue()).toBe(HEAD);
    await say(0, 'анкета');
    await shown(0, 'Готово 3 из 7');
    expect(errors.filter((each) => !/Failed to load resource|net::ERR/.test(each))).toEqual([]);
  });
});
