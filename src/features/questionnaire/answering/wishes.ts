import { plainWord } from '../../../services/chat/words.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';

/** No list has longer words; most of what comes are parts of answers. */
const LONGEST = 60;

/** «готово», «сдать» typed alone do what their buttons do: the button's name; null for any other text. */
export function wished(texts: Texts, text: string): 'q.done' | 'q.review' | null {
  if (text.length > LONGEST) return null;
  const typed = plainWord(text);
  const listed = (words: string): boolean => words.split(',').map(plainWord).includes(typed);
  if (listed(texts.t('questionnaire:words.done'))) return 'q.done';
  return listed(texts.t('questionnaire:words.submit')) ? 'q.review' : null;
}
