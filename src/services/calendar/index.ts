/** Civil days, working days, instants and time zones. Every function takes its time as an argument. */
export {
  addDays,
  dayIn,
  daysBetween,
  daysInMonth,
  daysLeft,
  endOfDay,
  isDay,
  lateness,
  storedDay,
} from './day.ts';
export type { Lateness } from './day.ts';
export { cityTime, formatDay, formatInstant } from './format.ts';
export type { CalendarLanguage, DatedStyle, DayStyle, InstantStyle } from './format.ts';
export { instantAt } from './local-time.ts';
export { parseDay } from './parse-day.ts';
export type { ParsedDay } from './parse-day.ts';
export { addWorkingDays, isWorkingDay, kindOfDay, workingDaysBetween } from './working-days.ts';
export type { DaysOffRule, KindOfDay } from './working-days.ts';
export { createDecreeWatch, decreeState } from './decree-watch.ts';
export { isTimeZone, russianZones } from './zones.ts';
