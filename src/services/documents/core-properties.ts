import type { DocumentProperties } from './part.ts';
import { printable } from './runs.ts';

/** The part `docProps/core.xml`, written here because libraries put the machine's time and words of their own. */
export function coreProperties({ title, author, createdAt }: DocumentProperties): string {
  const date = (element: 'created' | 'modified') =>
    `<dcterms:${element} xsi:type="dcterms:W3CDTF">${createdAt.toISOString().slice(0, 19)}Z</dcterms:${element}>`;
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"' +
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(author)}</dc:creator>` +
    `<cp:lastModifiedBy>${escapeXml(author)}</cp:lastModifiedBy>` +
    `${date('created')}${date('modified')}<dc:language>ru-RU</dc:language></cp:coreProperties>`
  );
}

/** Text for an element or an attribute in double quotes. */
export function escapeXml(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
