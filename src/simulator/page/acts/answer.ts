import { type Act, offers, type Step } from './act.ts';

const HEAD = 202;
const EXECUTOR = 203;
const ASSOCIATION = 101;

/** The notice of acceptance; what is only submitted can still be withdrawn. */
const thanks: Step['seen'] = (message) => offers('q.word')(message) && !offers('q.withdraw')(message);

/** A head of department answers with the help of an executor, submits, and explains what the association asks about. */
export const answer = {
  name: 'answer',
  phones: [HEAD, EXECUTOR],
  steps: [
    { name: 'list', on: HEAD, seen: offers('q.next') },
    { name: 'question', on: HEAD, seen: offers('q.skip') },
    { name: 'write', on: HEAD, seen: offers('q.done') },
    { name: 'give', on: HEAD, shows: EXECUTOR, seen: offers('e.no'), landmark: true },
    { name: 'hand_over', on: EXECUTOR, shows: HEAD, seen: offers('e.take'), landmark: true },
    { name: 'take', on: HEAD, seen: offers('q.next') },
    { name: 'review', on: HEAD, seen: offers('q.confirm') },
    { name: 'submit', on: HEAD, seen: offers('q.withdraw'), landmark: true },
    { name: 'read', on: ASSOCIATION, seen: offers('c.ask') },
    { name: 'ask', on: ASSOCIATION, shows: HEAD, seen: offers('c.say'), landmark: true },
    { name: 'explain', on: HEAD, shows: ASSOCIATION, seen: offers('c.take'), landmark: true },
    { name: 'accept', on: ASSOCIATION, seen: offers('c.back') },
    { name: 'thank', on: ASSOCIATION, shows: HEAD, seen: thanks, landmark: true },
  ],
} as const satisfies Act;
