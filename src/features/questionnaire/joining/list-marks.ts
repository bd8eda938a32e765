import { characterKind } from './character-kinds.ts';

/**
 * The marks that begin an item of a list in people's own texts: «-», «–», «—», «•», «*» and the like, «1.», «1)», «а)».
 * A date («15.07.2022») and a year («2022. ») at the start of a line are not marks.
 */
const mark =
  /^[^\S\n]*(?:[-–—−‒•●▪◦∙·*✓✔➢➤→](?:\s|(?=[\p{L}«"(]))|\d{1,3}(?:\.\d{1,3}){0,3}[.)]\s|\d{1,3}\)|\p{Ll}\)\s)/u;

/** Whether the first line of the text is an item of a list. */
export function startsItem(text: string): boolean {
  return mark.test(text);
}

/** Whether the first line is in capitals: at least three capital letters and no small one. */
export function startsHeading(text: string): boolean {
  let capitals = 0;
  for (let index = 0; index < text.length && text.charAt(index) !== '\n'; index += 1) {
    const kind = characterKind(text, index);
    if (kind === 'small') return false;
    if (kind === 'capital') capitals += 1;
  }
  return capitals >= 3;
}
