import { answer } from './answer.ts';
import { volume } from './volume.ts';

/** The tour; to add an act is to add its file of steps here, and its words to `locales/<language>/demo.json`. */
export const ACTS = [answer, volume] as const;

export type ActName = (typeof ACTS)[number]['name'];
