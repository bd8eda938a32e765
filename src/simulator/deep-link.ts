/**
 * The start payload of a link to the bot or of a bare payload; empty for a plain link.
 * @throws Error for a link to another bot or a payload that Telegram does not carry
 */
export function payloadOf(linkOrPayload: string, username: string): string {
  let payload = linkOrPayload;
  if (/^(https?:|tg:)/.test(linkOrPayload)) {
    const link = new URL(linkOrPayload);
    const name = link.protocol === 'tg:' ? link.searchParams.get('domain') : link.pathname.slice(1);
    if (name?.toLowerCase() !== username.toLowerCase())
      throw new Error(`not a link to @${username}: ${linkOrPayload}`);
    payload = link.searchParams.get('start') ?? '';
  }
  if (!/^[A-Za-z0-9_-]{0,64}$/.test(payload))
    throw new Error(`not a payload that Telegram carries: ${payload}`);
  return payload;
}
