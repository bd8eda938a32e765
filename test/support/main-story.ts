import { afterEach, describe, expect, test } from 'vitest';
import { INTRO, builtInCodes } from '../../src/features/questionnaire/form.ts';
import type { ChatMessage, Cut, Person } from '../../src/simulator/index.ts';
import { keepArtefact, letters, readWord, whiteSpaceDifferences } from './paper.ts';
import { noSample } from './sample.ts';
import type { SampleCode } from './sample.ts';
import { startStory } from './story.ts';
import type { Story } from './story.ts';
import { seedTown } from './town.ts';

/** The main job, played as an official plays it: all seven answers pasted, a crash in the middle, mended, submitted twice. */

const CODES: readonly SampleCode[] = builtInCodes.filter((code) => code !== INTRO);

let story: Story;
let head: Person;

async function begin(year: number): Promise<void> {
  story = await startStory({ at: `${year + 1}-02-05T05:00:00Z`, process: true });
  await seedTown(story.database.prisma, {
    now: story.simulator.now(),
    year,
    dueOn: `${year + 1}-02-12`,
    headId: 501,
  });
  head = story.simulator.person({ id: 501, firstName: 'Анна' });
}

/** Answers every question; kills the process while the first, long one is on its way. */
async function answerAll(answers: Readonly<Record<SampleCode, string>>, cut: Cut): Promise<ChatMessage[]> {
  head.send('анкета');
  await head.waitFor(/Анкета «/);
  await head.press('Начать');
  let first: ChatMessage[] = [];
  for (const [index, code] of CODES.entries()) {
    await head.waitFor(new RegExp(`Вопрос ${index + 1} из 7`));
    const pieces = head.paste(answers[code], { cut });
    if (index === 0) {
      first = pieces;
      await story.kill();
      await story.start();
    }
    await head.waitFor(/Сохранено/, { timeoutMs: 20_000 });
    await head.press('Готово');
  }
  await head.waitFor(/На все вопросы есть ответ/);
  return first;
}

async function submit(): Promise<Buffer> {
  await head.press('Просмотр и сдача');
  for (;;) {
    await head.waitFor(/Просмотр|Анкета заполнена/);
    if (/Анкета заполнена/.test(head.lastMessage()?.text ?? '')) break;
    await head.press('Дальше →');
  }
  await head.press('Сдать');
  await head.waitFor(/Сдать анкету в Ассоциацию/);
  await head.press('Сдать');
  await head.waitFor(/Учётный номер/);
  const paper = head.chat.filter((message) => message.attachment !== null).at(-1);
  if (!paper) throw new Error(head.transcript());
  return head.downloadDocument(paper).buffer;
}

async function expectPrinted(paper: Buffer, answers: Readonly<Record<SampleCode, string>>): Promise<void> {
  const printed = await readWord(paper);
  for (const code of CODES) expect(letters(printed), code).toContain(letters(answers[code]));
  const differences = CODES.flatMap((code) => whiteSpaceDifferences(answers[code], printed));
  if (differences.length > 0)
    console.log(`white space differs in ${differences.length} lines:\n${differences.join('\n')}`);
}

/**
 * `source` null: the play is skipped with a message that says why. One play a file, so that they run side by side.
 */
export function play(
  name: string,
  cuts: readonly Cut[],
  source: { year: number; answers: Readonly<Record<SampleCode, string>> } | null,
  why: string = noSample,
): void {
  describe.skipIf(source === null)(source === null ? `${name}: ${why}` : name, () => {
    if (!source) return;
    const { year, answers } = source;
    // Here, not beside the imports: files share their modules, and a hook belongs to the file that is read when it is set.
    afterEach(() => story.close());

    test.each(cuts)(
      'cut %s, killed, edited, submitted, withdrawn, corrected, submitted',
      { timeout: 120_000 },
      async (cut) => {
        await begin(year);
        const [, second] = await answerAll(answers, cut);
        if (!second) throw new Error('the first answer was not cut');

        const changed = { ...answers, ACHIEVED: answers.ACHIEVED };
        const before = second.text;
        const slip = before.slice(0, 60);
        // As long as before: a piece that was cut hard is as long as a message may be.
        const mended = `${slip.slice(0, -1)}§`;
        head.edit(second, before.replace(slip, mended));
        await head.waitFor(/Правка сохранена: вопрос 1/);
        changed.ACHIEVED = answers.ACHIEVED.replace(slip, mended);
        await expectPrinted(await submit(), changed);

        head.edit(second, 'правка после сдачи');
        await head.waitFor(/правка сообщения ничего в ней не изменила/);
        await head.press('Отозвать');
        await head.waitFor(/Отозвать анкету/);
        await head.press('Отозвать');
        await head.waitFor(/Анкета отозвана/);
        head.edit(second, before);
        await head.waitFor(/Правка сохранена: вопрос 1/);
        const paper = await submit();
        await keepArtefact(`receipt-${year}-${cut}.docx`, paper);
        await expectPrinted(paper, answers);
        const printed = await readWord(paper);
        expect(printed).toContain(`${year}-ОРГ-1`);
        const again = await story.database.prisma.submission.findMany({ orderBy: { edition: 'asc' } });
        expect(again.map(({ edition, withdrawnAt }) => [edition, withdrawnAt === null])).toEqual([
          [1, false],
          [2, true],
        ]);
        console.log(`${name}, ${cut}: ${head.taps} taps, ${head.messagesSent} messages`);
      },
    );
  });
}
