import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { LiveChat } from './live-store.ts';
import { type PageLanguage, type T, textsIn } from './texts.ts';

/** What every part of the page needs. */
export interface Shared {
  readonly language: PageLanguage;
  readonly t: T;
  /** Says, in the strip, that something could not be done. */
  complain(error: unknown): void;
}

export const SharedContext = createContext<Shared>({
  language: 'ru',
  t: textsIn('ru'),
  complain: () => undefined,
});

export const useShared = (): Shared => useContext(SharedContext);

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * How instants are put; made once, for to make one takes a hundred times as long as to use it.
 * @param kind tells the options apart, their time zone left out of account
 */
export function formatOf(
  kind: string,
  language: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const name = `${kind}:${language}:${options.timeZone ?? ''}`;
  const known = formats.get(name) ?? new Intl.DateTimeFormat(language, options);
  formats.set(name, known);
  return known;
}

/** «14:05» in a person's zone. @param seconds since 1970 */
export function timeOf(seconds: number, timeZone: string | undefined, language: PageLanguage): string {
  const options = { hour: '2-digit', minute: '2-digit', hour12: false, timeZone } as const;
  return formatOf('time', language, options).format(seconds * 1000);
}

/** «14 марта» in a person's zone. @param seconds since 1970 */
export function dayOf(seconds: number, timeZone: string | undefined, language: PageLanguage): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  return formatOf('day', language, options).format(seconds * 1000);
}

/** «Анна Берёзкина». */
export const nameOf = ({ firstName, lastName }: LiveChat['person']): string =>
  [firstName, lastName].filter(Boolean).join(' ');

/** «12 КБ». */
export function sizeOf(bytes: number, t: T): string {
  if (bytes < 1024) return t('size.bytes', { n: bytes });
  if (bytes < 1024 ** 2) return t('size.kilobytes', { n: Math.round(bytes / 1024) });
  return t('size.megabytes', { n: (bytes / 1024 ** 2).toFixed(1) });
}
