import type { Locator, Page } from 'playwright-core';

/** Milliseconds for whatever the bot has to do; a busy machine may be slow. */
const LATER = 60_000;

/** What is asked of an element; tests know of no browser's types. */
interface Shown {
  readonly innerText: string;
  querySelector(css: string): unknown;
}

/** The demo's page, as somebody sees it who clicks and types. */
export interface Stage {
  readonly page: Page;
  phone(place: number): Locator;
  /** The telephone of a person, who is put on the second one where nobody shows him. */
  phoneOf(person: number): Promise<Locator>;
  hold(place: number, person: number): Promise<void>;
  /** Waits for a message of the bot. */
  shown(phone: Locator, text: string | RegExp): Promise<void>;
  /** Writes, sends, and waits until the bot has answered. */
  write(phone: Locator, text: string): Promise<void>;
  /** Presses the lowest button of this name, and waits until something has changed in the chat. */
  press(phone: Locator, label: string): Promise<void>;
  /** Presses it until it is gone. */
  pressThrough(phone: Locator, label: string): Promise<void>;
  /** Presses a button of the strip, and waits until it is done. */
  direct(label: string): Promise<void>;
}

export function createStage(page: Page): Stage {
  page.setDefaultTimeout(LATER);
  const phone = (place: number): Locator => page.locator('.phone').nth(place);
  const hold = async (place: number, person: number): Promise<void> => {
    await phone(place).locator('header select').selectOption(String(person));
  };
  const button = (of: Locator, label: string): Locator =>
    of.locator('.inline-keyboard').getByRole('button', { name: label, exact: true }).last();
  const chatOf = (of: Locator): Locator => of.locator('.messages');

  const changed = async (of: Locator, act: () => Promise<void>): Promise<void> => {
    const before = await chatOf(of).innerText();
    await act();
    const chat = await chatOf(of).elementHandle();
    await page.waitForFunction(
      ([shown, text]) => shown.innerText !== text && shown.querySelector('[aria-busy=true]') === null,
      [chat as unknown as Shown, before] as const,
      // To ask at each frame would cost as much as the page itself.
      { polling: 50 },
    );
  };

  return {
    page,
    phone,
    hold,
    async phoneOf(person) {
      const places = await page.locator('.phone').count();
      for (let place = 0; place < places; place += 1) {
        if ((await phone(place).locator('header select').inputValue()) === String(person))
          return phone(place);
      }
      await hold(places - 1, person);
      return phone(places - 1);
    },
    shown: (of, text) => of.locator('.message.bot', { hasText: text }).last().waitFor(),
    async write(of, text) {
      await changed(of, async () => {
        await of.locator('textarea').fill(text);
        await of.locator('textarea').press('Enter');
      });
      await of.locator('.message:last-of-type.bot').last().waitFor();
    },
    press: (of, label) => changed(of, () => button(of, label).click()),
    async pressThrough(of, label) {
      await button(of, label).waitFor();
      while ((await button(of, label).count()) > 0) await changed(of, () => button(of, label).click());
    },
    async direct(label) {
      const done = page.waitForResponse(/\/sim\/director\/(advance|restart|reset)$/);
      await page.locator('.strip').getByRole('button', { name: label, exact: true }).click();
      const answer = await done;
      if (!answer.ok()) throw new Error(await answer.text());
    },
  };
}
