import type { Pool } from 'pg';
import { createSimulator } from '../src/simulator/index.ts';
import { judge, measure, type Measure, type Pair } from './contest.ts';
import { startSide } from './side.ts';
import type { Row } from './table.ts';

const ROUNDS = 9;
const PEOPLE = 1000;
/** A burst that the app's pace for one chat lets pass: what is compared is work, not waiting. */
const EACH = 4;
/** How many rounds' worth is done first, for the compilers of both sides. */
const WARM_UP = 4;

interface Contestant {
  play(people: number): Promise<Measure>;
  stop(): Promise<void>;
}

/** Row 1: echo through inbox and order against stock grammY and its runner, long polling. */
export async function echo(server: { url: string; pool: Pool }): Promise<Row> {
  const ours = await enter('echo-app', server.url, async () => {
    const { rows } = await server.pool.query('select 1 from "Update" where "doneAt" is null limit 1');
    return rows.length === 0;
  });
  const theirs = await enter('echo-grammy', server.url, () => Promise.resolve(true));
  try {
    await ours.play(PEOPLE * WARM_UP);
    await theirs.play(PEOPLE * WARM_UP);
    const pairs: Pair[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      pairs.push({ ours: await ours.play(PEOPLE), theirs: await theirs.play(PEOPLE) });
    }
    return {
      name: 'echo: inbox and order / grammY + runner',
      unit: 'updates per CPU-second',
      amount: PEOPLE * EACH,
      bound: 1.3,
      ...judge(pairs),
    };
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}

/** @param settled whether the side has nothing left to do once everything is answered */
async function enter(
  name: string,
  databaseUrl: string,
  settled: () => Promise<boolean>,
): Promise<Contestant> {
  let expected = 0;
  let answered: () => void = () => undefined;
  const simulator = await createSimulator({
    onCall({ method }) {
      if (method !== 'sendMessage') return;
      expected -= 1;
      if (expected === 0) answered();
    },
  });
  const { token, apiRoot } = simulator;
  const side = await startSide(name, { token, apiRoot, databaseUrl });
  return {
    play(size) {
      const people = Array.from({ length: size }, () => simulator.person({ firstName: 'Person' }));
      return measure(side, async () => {
        expected = size * EACH;
        const all = new Promise<void>((resolve) => (answered = resolve));
        for (let i = 0; i < EACH; i++) for (const person of people) person.send(`message ${i}`);
        await all;
        while (!(await settled())) await new Promise((resolve) => setTimeout(resolve, 10));
      });
    },
    async stop() {
      await side.stop();
      await simulator.close();
    },
  };
}
