import { ExternalHyperlink, Tab, TextRun } from 'docx';
import type { Run } from './runs.ts';

/** Sets a run, in `size` points where they are not the style's; a tab in it moves on. */
export function setRun(run: Run, size?: number): TextRun | ExternalHyperlink {
  const text = new TextRun({
    ...(size !== undefined && { size: size * 2 }),
    ...(run.bold && { bold: true }),
    ...(run.italic && { italics: true }),
    ...(run.underline && { underline: {} }),
    ...(run.strike && { strike: true }),
    ...(run.link !== undefined && { style: 'Hyperlink' }),
    children: run.text.split('\t').flatMap((piece, index) => (index === 0 ? [piece] : [new Tab(), piece])),
  });
  return run.link === undefined ? text : new ExternalHyperlink({ link: run.link, children: [text] });
}
