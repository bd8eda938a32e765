import type { Chat, ChatMessage, Press } from './world.ts';

/** A message with its buttons as lines of text: words, inline buttons like `[Да]`, reply keyboard after `⌨`. */
export function printMessage(message: ChatMessage): string {
  const lines: string[] = [];
  const attachment = printAttachment(message);
  if (attachment !== null) lines.push(attachment);
  if (message.text !== '') lines.push(message.text);
  for (const row of message.inlineKeyboard) lines.push(printRow(row));
  if (message.markup.kind === 'keyboard') {
    for (const row of message.markup.rows) lines.push(`⌨ ${printRow(row)}`);
  }
  return lines.join('\n');
}

/** The whole dialogue as people read it: `**Бот:** … [buttons]`, `**Name:** …`, blank lines between. */
export function printTranscript(chat: Chat): string {
  return chat.log
    .filter((entry) => 'press' in entry || !entry.deleted)
    .map(printEntry)
    .join('\n\n');
}

function printEntry(entry: ChatMessage | Press): string {
  const name = entry.sender.isBot ? 'Бот' : entry.sender.firstName;
  if ('press' in entry) {
    return `**${name}:** [${entry.press}]${entry.notice === '' ? '' : `\n*(${entry.notice})*`}`;
  }
  return `**${name}:** ${entry.tapped ? `[${entry.text}]` : printMessage(entry)}`;
}

function printRow(row: readonly { readonly text: string }[]): string {
  return row.map((button) => `[${button.text}]`).join(' ');
}

function printAttachment({ attachment }: ChatMessage): string | null {
  switch (attachment?.kind) {
    case undefined:
      return null;
    case 'document':
      return `*(файл «${attachment.file.name}», ${printSize(attachment.file.data.length)})*`;
    case 'photo':
      return '*(фотография)*';
    case 'voice': {
      const seconds = attachment.duration ?? 0;
      return `*(голосовое сообщение, ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')})*`;
    }
    case 'sticker':
      return `*(стикер ${attachment.emoji ?? ''})*`;
  }
}

function printSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} Б`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} КБ`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace('.', ',')} МБ`;
}
