/** Civil days, instants and time zones. Every function takes its time as an argument. */
export { addDays, dayIn, daysBetween, daysInMonth, daysLeft, endOfDay, isDay, lateness } from './day.ts';
export type { Lateness } from './day.ts';
export { cityTime, formatDay, formatInstant } from './format.ts';
export type { CalendarLanguage, DayStyle, InstantStyle } from './format.ts';
export { parseDay } from './parse-day.ts';
export type { ParsedDay } from './parse-day.ts';
export { isTimeZone, russianZones } from './zones.ts';
