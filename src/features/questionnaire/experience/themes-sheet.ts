import { dayIn } from '../../../services/calendar/index.ts';
import { buildSpreadsheet, fileName } from '../../../services/documents/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { asOfLine } from '../board/sheets.ts';
import type { Association, Paper } from '../paper.ts';
import type { Themes } from './themes-store.ts';
import { citiesOf } from './themes.ts';

/** The programme of next year's seminars: which theme is asked for by how many cities, by whom, in which words. */
export function themesWorkbook(
  texts: Texts,
  { campaign, question, themes, hidden }: Themes,
  { now, association }: { now: Date; association: Association },
): Paper {
  const { t } = texts;
  const day = dayIn(now, association.timeZone);
  const name = fileName([t('experience:sheet.file'), String(campaign.year), day], 'xlsx');
  const sheet = {
    name: t('experience:sheet.name'),
    above: [
      t('experience:sheet.title', { question: question.text, year: campaign.year }),
      asOfLine(texts, now, association),
      ...(hidden > 0 ? [t('experience:theme.hidden', { n: hidden })] : []),
    ],
    columns: [
      { title: t('experience:sheet.theme'), width: 50 },
      { title: t('experience:sheet.count'), width: 12 },
      { title: t('experience:sheet.cities'), width: 40 },
      { title: t('experience:sheet.lines'), width: 70 },
    ],
    rows: themes.map((theme) => {
      const cities = citiesOf(theme);
      const lines = theme.lines.map(({ city, text }) => t('experience:sheet.line', { city, line: text }));
      return [theme.title, cities.length, cities.join(', '), lines.join('\n')];
    }),
  };
  const title = name.slice(0, -'.xlsx'.length);
  const author = t('chat:menu.association');
  return { name, content: buildSpreadsheet([sheet], { title, author, createdAt: now }) };
}
