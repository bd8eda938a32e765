import { plainWord } from '../../../services/chat/words.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';

/** No list has longer words; most of what comes are parts of answers. */
const LONGEST = 60;

/** What a person asks the bot to do in words, as with a button. */
export type Wish =
  | { kind: 'done' | 'submit' | 'list' | 'show' }
  /** «вернись к вопросу 2» */
  | { kind: 'question'; number: number };

const WORDS = ['done', 'submit', 'list', 'show', 'question'] as const;

/** «готово», «сдать», «к списку», «вопрос 2» typed alone do what their buttons do; null for any other text. */
export function wished(texts: Texts, text: string): Wish | null {
  if (text.length > LONGEST) return null;
  const typed = plainWord(text).replace(/\s+/gu, ' ');
  const number = /\d{1,2}/u.exec(typed);
  // In the lists a number stands as #.
  const form = typed.replace(/(?:№ ?)?\d{1,2}/u, '#');
  const kind = WORDS.find((each) =>
    texts.t(`questionnaire:words.${each}`).split(',').map(plainWord).includes(form),
  );
  if (kind === undefined) return null;
  if (kind !== 'question') return { kind };
  return number ? { kind, number: Number(number[0]) } : null;
}
