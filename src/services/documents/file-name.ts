/**
 * A readable file name of its parts: `Анкета-2026-Благовещенск.docx`. Only letters, digits and hyphens are left of the
 * parts: a file name travels unquoted in the request to Telegram, and lands on any file system.
 */
export function fileName(parts: readonly string[], extension: string): string {
  const readable = parts
    .join('-')
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-/, '');
  return `${[...readable].slice(0, 100).join('').replace(/-$/, '')}.${extension}`;
}
