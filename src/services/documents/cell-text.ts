import { type CellObject, SSF } from '@e965/xlsx';

const { is_date: isDate, parse_date_code: parseDate } = SSF as {
  is_date(format: string): boolean;
  parse_date_code(
    value: number,
    options: { date1904: boolean },
  ): Record<'y' | 'm' | 'd' | 'H' | 'M' | 'S', number> | null;
};

/**
 * What a person sees in a cell of an .xlsx file, in one notation whatever the settings of his program: `4,5`, `007`,
 * `15.03.2026`, `15.03.2026 18:00`. A long number keeps its digits, which the program itself would round to `8,4E+10`.
 */
export function cellText(cell: CellObject, date1904: boolean): string {
  const format = String(cell.z ?? 'General');
  if (typeof cell.v !== 'number' || cell.t !== 'n')
    return cell.t === 's' ? String(cell.v ?? '') : (cell.w ?? '');
  if (isDate(format) && !/\[[hms]/i.test(format)) return moment(cell.v, format, date1904) ?? digits(cell.v);
  if (/^(General|@)$/i.test(format) || /E[+-]/i.test(format)) return digits(cell.v);
  return (cell.w ?? digits(cell.v)).replace(/(\d),(?=\d{3})/g, '$1 ').replace(/(\d)\.(?=\d)/g, '$1,');
}

/** A number without exponent, with as many digits as a spreadsheet program knows of it. */
function digits(value: number): string {
  const known = Number(value.toPrecision(15));
  const plain = Math.abs(known) >= 1e21 ? String(BigInt(known)) : String(known);
  return (plain.includes('e') ? known.toFixed(20).replace(/0+$/, '') : plain).replace('.', ',');
}

/** The day, the time, or both, as the format shows them. */
function moment(value: number, format: string, date1904: boolean): string | undefined {
  const shown = format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
  const date = parseDate(value, { date1904 });
  if (date === null) return undefined;
  const { y, m, d, H, M, S } = date;
  const two = (number: number) => String(number).padStart(2, '0');
  const parts: string[] = [];
  if (/[yd]/i.test(shown) || !/[hs]/i.test(shown)) parts.push(`${two(d)}.${two(m)}.${y}`);
  if (/[hs]/i.test(shown)) parts.push(`${two(H)}:${two(M)}${S === 0 ? '' : `:${two(S)}`}`);
  return parts.join(' ');
}
