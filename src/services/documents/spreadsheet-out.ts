import { strToU8, zipSync } from 'fflate';
import { coreProperties, escapeXml } from './core-properties.ts';
import type { DocumentProperties } from './part.ts';
import { type OutSheet, sheetXml, tableArea } from './sheet-xml.ts';
import { styleSheet } from './sheet-styles.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/**
 * Writes an .xlsx file: a table a sheet with its header row bold, frozen, repeated on each printed page and with a
 * filter; A4 across, fitted to the width. Nothing in it is a formula, so nothing is recalculated and asked about.
 *
 * Written by hand on the format itself: the libraries that can write a style mark the file with their name, have it
 * recalculated when it is opened, and damage it by a space in the name of a sheet.
 */
export function buildSpreadsheet(sheets: readonly OutSheet[], properties: DocumentProperties): Buffer {
  const names = sheetNames(sheets);
  const texts = new Map<string, number>();
  const pages = sheets.map((sheet) => sheetXml(sheet, (text) => number(texts, text)));
  const parts: Record<string, string> = {
    '[Content_Types].xml': contentTypes(sheets.length),
    '_rels/.rels': relations([
      [`${OFFICE}/officeDocument`, 'xl/workbook.xml'],
      [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ]),
    'docProps/core.xml': coreProperties(properties),
    'xl/workbook.xml': DECLARATION + workbook(sheets, names),
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, index): [string, string] => [
        `${OFFICE}/worksheet`,
        `worksheets/sheet${index + 1}.xml`,
      ]),
      [`${OFFICE}/styles`, 'styles.xml'],
      [`${OFFICE}/sharedStrings`, 'sharedStrings.xml'],
    ]),
    'xl/styles.xml': `${DECLARATION}<styleSheet xmlns="${MAIN}">${styleSheet}</styleSheet>`,
    'xl/sharedStrings.xml': `${DECLARATION}<sst xmlns="${MAIN}">${[...texts.keys()].map(shared).join('')}</sst>`,
  };
  for (const [index, page] of pages.entries()) {
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      `${DECLARATION}<worksheet xmlns="${MAIN}">${page}</worksheet>`;
  }
  const files = Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)]));
  return Buffer.from(zipSync(files, { mtime: properties.createdAt }));
}

/** The place of a text among the shared ones. */
function number(texts: Map<string, number>, text: string): number {
  const place = texts.get(text) ?? texts.size;
  texts.set(text, place);
  return place;
}

/** More characters a cell cannot hold. */
const LONGEST_TEXT = 32_767;

function shared(text: string): string {
  const whole = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
  // `_x0041_` would be read as the letter of that code.
  const plain = whole.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  return `<si><t xml:space="preserve">${escapeXml(plain)}</t></si>`;
}

function workbook(sheets: readonly OutSheet[], names: readonly string[]): string {
  const list = names.map((name, index) => {
    return `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`;
  });
  const defined = (index: number, name: string, area: string, hidden = '') => {
    const sheet = escapeXml((names[index] ?? '').replaceAll("'", "''"));
    const cells = area.replace(/([A-Z]*)(\d+)/g, (_, column: string, row: string) => {
      return `${column === '' ? '' : `$${column}`}$${row}`;
    });
    return `<definedName name="_xlnm.${name}" localSheetId="${index}"${hidden}>'${sheet}'!${cells}</definedName>`;
  };
  const areas = sheets.map((sheet, index) =>
    defined(index, '_FilterDatabase', tableArea(sheet), ' hidden="1"'),
  );
  const titles = sheets.map(({ above }, index) => {
    return defined(index, 'Print_Titles', `${above.length + 1}:${above.length + 1}`);
  });
  return (
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews>` +
    `<sheets>${list.join('')}</sheets><definedNames>${[...areas, ...titles].join('')}</definedNames></workbook>`
  );
}

/** Names that a spreadsheet program takes: up to 31 characters, none of its own signs, no two alike. */
function sheetNames(sheets: readonly OutSheet[]): string[] {
  const taken = new Set<string>();
  return sheets.map(({ name }) => {
    const base = name.replace(/[[\]:*?/\\\s]+/g, ' ').replace(/^[' ]+|[' ]+$/g, '') || '1';
    let unique = base.slice(0, 31);
    for (let copy = 2; taken.has(unique.toLowerCase()); copy += 1) unique = `${base.slice(0, 25)} (${copy})`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(([type, target], index) => {
    return `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`;
  });
  return `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}

function contentTypes(sheets: number): string {
  const own = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const part = (name: string, type: string) => `<Override PartName="/${name}" ContentType="${type}+xml"/>`;
  const pages = Array.from({ length: sheets }, (_, index) => {
    return part(`xl/worksheets/sheet${index + 1}.xml`, `${own}.worksheet`);
  });
  return (
    `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    part('xl/workbook.xml', `${own}.sheet.main`) +
    pages.join('') +
    part('xl/styles.xml', `${own}.styles`) +
    part('xl/sharedStrings.xml', `${own}.sharedStrings`) +
    part('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties') +
    '</Types>'
  );
}
