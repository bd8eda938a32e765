/** Longer texts are about something else. */
const LONGEST = 200;

const RUSSIAN =
  /(?:^|\P{L})(?:удали(?:те|ть)?|сотри(?:те)?|стереть|забудь(?:те)?)\P{L}(?:.*\P{L})?(?:меня|обо мне|мо[ий]х?|мою|свои|персональн\p{L}+)(?:\P{L}|$)/u;
const CONSENT = /(?:^|\P{L})(?:отзываю|отозвать|отзовите)(?:\P{L}.*)?\P{L}согласи[ея]/u;
const ENGLISH = /\b(?:delete|erase|remove|forget)\b.*\b(?:me|my)\b/;

/** «удалите мои данные», «забудьте меня», «отзываю согласие»: whether a text asks for what /forget does. */
export function wantsToBeForgotten(text: string): boolean {
  const plain = text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ');
  return plain.length <= LONGEST && [RUSSIAN, CONSENT, ENGLISH].some((wish) => wish.test(plain));
}
