import { answer } from './answer.ts';

/** The tour; to add an act is to add its file of steps here, and its words to `locales/<language>/demo.json`. */
export const ACTS = [answer] as const;
