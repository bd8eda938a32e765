/** Words of a text or of a query, in small letters, each once; shorter ones say too little to be mistaken for another. */
export function wordsOf(text: string): string[] {
  const found = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return [...new Set(found)];
}

/** Puts one word in the place of another wherever that stands by itself, whatever its capitals. */
export function withWord(text: string, word: string, better: string): string {
  return text.replace(/\p{L}+/gu, (each) => (each.toLowerCase() === word ? better : each));
}
