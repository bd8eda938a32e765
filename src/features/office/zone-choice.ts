import { russianZones } from '../../services/calendar/index.ts';
import { button } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { page, pageButtons } from './wording.ts';

const PAGE = 7;

/**
 * The time zones of Russia whose examples of cities fit a search, one button each with its place in `russianZones`, and
 * the buttons that turn the page.
 */
export function zoneChoice(
  texts: Texts,
  { search = '', page: wanted = 0 }: { search?: string; page?: number },
  names: { choose: string; turn: string },
): { rows: (Button | (Button | null)[])[]; found: number } {
  const label = (zone: (typeof russianZones)[number]) => texts.t(`calendar:zone.${zone}`);
  const fits = russianZones.filter((zone) => label(zone).toLowerCase().includes(search.toLowerCase()));
  const shown = page(fits, wanted, PAGE);
  const rows = shown.rows.map((zone) => button(label(zone), names.choose, russianZones.indexOf(zone)));
  return { rows: [...rows, pageButtons(texts, shown, names.turn)], found: fits.length };
}
