import { Bookmark, BookmarkEnd, BookmarkStart, type ParagraphChild } from 'docx';

/** A bookmark around runs. The library numbers all bookmarks of a document alike, and Word keeps but one of a number. */
export function setBookmark(name: string, children: readonly ParagraphChild[]): Bookmark {
  const id = numberOf(name);
  return Object.assign(new Bookmark({ id: name, children }), {
    start: new BookmarkStart(name, id),
    end: new BookmarkEnd(id),
  });
}

/** The same name gives the same number, different names different ones (FNV-1a, 31 bits). */
function numberOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 1) & 0x7fffffff;
}
