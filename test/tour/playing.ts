import type { Locator } from 'playwright-core';
import type { ACTS, ActName } from '../../src/simulator/page/acts/index.ts';
import type { Stage } from './stage.ts';

type StepsOf<Name extends ActName> = Extract<(typeof ACTS)[number], { name: Name }>['steps'][number]['name'];

/**
 * What is done at one step, in order. What a text of the tour puts into quotation marks is named by its place there: so
 * whoever follows the text finds each word and each button, in every language.
 */
type Deed =
  | { readonly write: number | string }
  | { readonly press: number }
  | { readonly pressThrough: number }
  | { readonly direct: number }
  /** Waits until the bot says that it has written down what came. */
  | 'saved'
  /** The button beside the step itself. */
  | 'attach';

/** Each act as it is played by somebody who does what the tour says. */
const PLAYED: { readonly [Name in ActName]: Readonly<Record<StepsOf<Name>, readonly Deed[]>> } = {
  answer: {
    list: [{ write: 0 }],
    question: [{ press: 0 }],
    write: [{ write: 'Провести 20 встреч во дворах.\n- 12 встреч весной;\n- 8 встреч осенью.' }, 'saved'],
    give: [{ press: 0 }, { press: 1 }, { press: 2 }],
    hand_over: [
      { press: 0 },
      { write: 'Просим прислать образцы памяток для ведущих встреч.' },
      'saved',
      { press: 1 },
    ],
    take: [{ press: 0 }],
    review: [{ press: 0 }, { pressThrough: 1 }],
    submit: [{ press: 0 }, { press: 1 }],
    read: [{ write: 0 }, { press: 1 }, { press: 2 }],
    ask: [{ press: 0 }, { press: 1 }, { write: 2 }, { press: 3 }],
    explain: [{ press: 0 }, { write: 1 }],
    accept: [{ press: 0 }, { press: 1 }],
    thank: [{ direct: 0 }],
  },
  volume: {
    board: [{ write: 0 }],
    city: [{ press: 0 }, { press: 1 }],
    letter: [{ press: 0 }, { press: 1 }, { press: 2 }],
    file: ['attach'],
    write: [{ press: 0 }, { press: 1 }],
    submit: [{ press: 0 }, { press: 1 }, { pressThrough: 2 }, { press: 3 }, { press: 4 }],
    build: [{ write: 0 }, { press: 1 }, { press: 2 }],
  },
};

/** The step after which the telephones show best what an act is about. */
export const MOMENTS: { readonly [Name in ActName]: StepsOf<Name> } = { answer: 'give', volume: 'build' };

/**
 * Plays an act to its end by clicks and typing, each step when the tour asks for it.
 * @param after called when a step has been ticked off, with its name
 */
export async function playAct(
  stage: Stage,
  { name, phones, steps }: (typeof ACTS)[number],
  after: (step: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { page } = stage;
  await page.locator('.tour select').selectOption(name);
  // The tour is there before the people are.
  const holder = stage.phone(0).locator(`header option[value="${phones[0]}"]:checked`);
  await holder.waitFor({ state: 'attached' });
  for (const [index, step] of steps.entries()) {
    const current = page.locator('.tour li.current');
    const words = await current.locator('.words').innerText();
    const deeds = (PLAYED[name] as Readonly<Record<string, readonly Deed[]>>)[step.name] ?? [];
    if (deeds.length > 0) {
      const take = current.locator('.acts button', { hasText: /Взять телефон|Take the telephone/ });
      if ((await take.count()) > 0) await take.click();
    }
    for (const deed of deeds) await doIt(stage, await stage.phoneOf(step.on), deed, quoted(words));
    await page.locator(`.tour li:nth-child(${index + 1}).done`).waitFor({ state: 'attached' });
    await after(step.name);
  }
}

async function doIt(stage: Stage, phone: Locator, deed: Deed, words: readonly string[]): Promise<void> {
  const named = (at: number): string => {
    const word = words[at];
    if (word === undefined) throw new Error(`the step names no ${at + 1} things: ${words.join(', ')}`);
    return word;
  };
  if (deed === 'saved') return stage.shown(phone, /Сохранено: |Saved: /);
  if (deed === 'attach') {
    await stage.page.locator('.tour li.current .acts button').first().click();
    return;
  }
  if ('write' in deed)
    return stage.write(phone, typeof deed.write === 'number' ? named(deed.write) : deed.write);
  if ('press' in deed) return stage.press(phone, named(deed.press));
  if ('pressThrough' in deed) return stage.pressThrough(phone, named(deed.pressThrough));
  return stage.direct(named(deed.direct));
}

function quoted(text: string): string[] {
  return [...text.matchAll(/«([^»]*)»|“([^”]*)”/g)].map(([, russian, english]) => russian ?? english ?? '');
}
