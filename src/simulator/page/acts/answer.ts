import { type Act, brings, offers } from './act.ts';

const HEAD = 202;
const EXECUTOR = 203;
const ASSOCIATION = 101;

/** A head of department answers with the help of an executor, submits, and explains what the association asks about. */
export const answer = {
  name: 'answer',
  phones: [HEAD, EXECUTOR],
  steps: [
    { name: 'list', on: HEAD, seen: offers('q.next') },
    { name: 'question', on: HEAD, seen: offers('q.skip') },
    { name: 'write', on: HEAD, seen: offers('q.done') },
    { name: 'give', on: HEAD, shows: EXECUTOR, seen: offers('e.no') },
    { name: 'hand_over', on: EXECUTOR, shows: HEAD, seen: offers('e.take') },
    { name: 'take', on: HEAD, seen: offers('q.next') },
    { name: 'review', on: HEAD, seen: offers('q.confirm') },
    { name: 'submit', on: HEAD, seen: brings },
    { name: 'ask', on: ASSOCIATION, shows: HEAD, seen: offers('c.say') },
    { name: 'explain', on: HEAD, shows: ASSOCIATION, seen: offers('c.take') },
    { name: 'accept', on: ASSOCIATION, seen: offers('c.back') },
    { name: 'thank', on: ASSOCIATION, shows: HEAD, seen: offers('q.word') },
  ],
} as const satisfies Act;
