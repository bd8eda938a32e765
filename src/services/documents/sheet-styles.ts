/** How the cells of a spreadsheet look, by their place in `cellXfs` below. */
export const looks = {
  plain: 0,
  title: 1,
  note: 2,
  header: 3,
  text: 4,
  longText: 5,
  number: 6,
  day: 7,
  moment: 8,
};

const font = (size: number, more = '') =>
  `<font>${more}<sz val="${size}"/><name val="Times New Roman"/><family val="1"/></font>`;
const line = (side: string) => `<${side} style="thin"><color rgb="FFA6A6A6"/></${side}>`;

interface Look {
  font?: number;
  fill?: number;
  border?: number;
  format?: number;
  /** Stays a text when it is edited, whatever its first sign. */
  quoted?: boolean;
  alignment: string;
}

const look = ({ font = 0, fill = 0, border = 0, format = 0, quoted = false, alignment }: Look) =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1"` +
  (quoted ? ' quotePrefix="1"' : '') +
  ` applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment ${alignment}/></xf>`;

const TOP = 'vertical="top"';
const TEXT = 49;
const [DAY, MOMENT] = [164, 165];

/** In the order of `looks`. A format "text" keeps a telephone number that is corrected in the program a text. */
const cells = [
  look({ alignment: 'vertical="bottom"' }),
  look({ font: 2, alignment: 'vertical="center"' }),
  look({ alignment: 'vertical="center"' }),
  look({ font: 1, fill: 2, border: 1, alignment: 'horizontal="center" vertical="center" wrapText="1"' }),
  look({ border: 1, format: TEXT, alignment: `${TOP} wrapText="1"` }),
  // Older programs show ##### for more than 255 characters in the format "text".
  look({ border: 1, quoted: true, alignment: `${TOP} wrapText="1"` }),
  look({ border: 1, format: 1, alignment: `horizontal="right" indent="1" ${TOP}` }),
  look({ border: 1, format: DAY, alignment: `horizontal="center" ${TOP}` }),
  look({ border: 1, format: MOMENT, alignment: `horizontal="center" ${TOP}` }),
];

const list = (element: string, items: readonly string[]) =>
  `<${element} count="${items.length}">${items.join('')}</${element}>`;

/** What stands in `xl/styles.xml`. */
export const styleSheet =
  list('numFmts', [
    `<numFmt numFmtId="${DAY}" formatCode="dd\\.mm\\.yyyy"/>`,
    `<numFmt numFmtId="${MOMENT}" formatCode="dd\\.mm\\.yyyy\\ hh:mm"/>`,
  ]) +
  list('fonts', [font(11), font(11, '<b/>'), font(13, '<b/>')]) +
  list('fills', [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill>',
  ]) +
  list('borders', [
    '<border><left/><right/><top/><bottom/><diagonal/></border>',
    `<border>${['left', 'right', 'top', 'bottom'].map(line).join('')}<diagonal/></border>`,
  ]) +
  list('cellStyleXfs', ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']) +
  list('cellXfs', cells) +
  list('cellStyles', ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']);
