import { type Act, brings, offers } from './act.ts';

const ASSOCIATION = 101;
const HEAD = 302;

/** The association sees who has submitted, enters what a city sent by post, and makes its volume. */
export const volume = {
  name: 'volume',
  phones: [ASSOCIATION, HEAD],
  steps: [
    { name: 'board', on: ASSOCIATION, seen: offers('b.list') },
    { name: 'city', on: ASSOCIATION, seen: offers('v.begin'), landmark: true },
    { name: 'letter', on: ASSOCIATION, seen: offers('q.next') },
    { name: 'file', on: ASSOCIATION, seen: offers('w.write'), file: 'letter', landmark: true },
    { name: 'write', on: ASSOCIATION, seen: offers('q.next') },
    { name: 'submit', on: ASSOCIATION, shows: HEAD, seen: offers('v.object'), landmark: true },
    // The last of its files; the receipt is a document, too.
    {
      name: 'build',
      on: ASSOCIATION,
      seen: (message) => brings(message) && offers('vol.home')(message),
      landmark: true,
    },
  ],
} as const satisfies Act;
