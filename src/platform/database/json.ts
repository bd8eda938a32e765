/** What JSON allows and PostgreSQL's jsonb does not: U+0000 and halves of surrogate pairs, as JSON.stringify writes them. */
const FOREIGN = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** JSON for a jsonb column; what jsonb cannot hold becomes U+FFFD instead of an error. */
export function toJsonb(value: unknown): string {
  const json = JSON.stringify(value);
  return json.includes('\\u') ? json.replace(FOREIGN, '$1\\ufffd') : json;
}
