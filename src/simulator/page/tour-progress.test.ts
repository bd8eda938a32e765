import { describe, expect, test } from 'vitest';
import { offers, type Step } from './acts/act.ts';
import type { LiveMessage } from './live-store.ts';
import { furthest } from './tour-progress.ts';

const HEAD = 1;
const EXECUTOR = 2;
const STEPS: readonly Step[] = [
  { name: 'list', on: HEAD, seen: offers('go') },
  { name: 'give', on: HEAD, shows: EXECUTOR, seen: offers('decline'), landmark: true },
  { name: 'look', on: HEAD, seen: offers('go') },
  { name: 'submit', on: HEAD, seen: offers('withdraw'), landmark: true },
];

/** A message of the bot with one button. */
const says = (heard: number, data: string, by: LiveMessage['by'] = 'bot'): LiveMessage => ({
  id: heard,
  by,
  name: '',
  date: 0,
  editDate: null,
  text: '',
  entities: [],
  attachment: null,
  inlineKeyboard: [[{ text: data, callback_data: `${data}:7` }]],
  deleted: false,
  heard,
});

describe('how far the tour is', () => {
  test.each<[string, number, LiveMessage[], LiveMessage[], { at: number; heard: number } | undefined]>([
    ['the step itself', 0, [says(11, 'go')], [], { at: 0, heard: 11 }],
    ['what was there before it does not count', 0, [says(10, 'go')], [], undefined],
    ['nor what a person wrote', 0, [says(11, 'go', 'person')], [], undefined],
    ['a landmark after it, on the other telephone', 0, [], [says(12, 'decline')], { at: 1, heard: 12 }],
    ['the last landmark of several', 0, [says(13, 'withdraw')], [says(12, 'decline')], { at: 3, heard: 13 }],
    ['a later step that is no landmark', 1, [says(11, 'go')], [], undefined],
    ['a landmark that is passed', 2, [], [says(12, 'decline')], undefined],
    ['nothing when the act is over', 4, [says(11, 'withdraw')], [], undefined],
  ])('%s', (_, present, head, executor, expected) => {
    const chats = new Map([
      [HEAD, { messages: head }],
      [EXECUTOR, { messages: executor }],
    ]);
    expect(furthest(chats, STEPS, present, 10)).toEqual(expected);
  });
});
