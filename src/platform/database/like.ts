/**
 * A text that Prisma's comparisons with `mode: 'insensitive'` take literally. They become ILIKE with the text as it stands:
 * `%` and `_` would match anything, and a backslash at the end is an error.
 */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
