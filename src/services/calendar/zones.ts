/**
 * The time zones of Russia (IANA, tzdata of 2026), from west to east. Khabarovsk keeps the time of Vladivostok,
 * Blagoveshchensk that of Yakutsk. Their names for people are `calendar:zone.<name>` in the locales.
 */
export const russianZones = [
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Kirov',
  'Europe/Simferopol',
  'Europe/Volgograd',
  'Europe/Astrakhan',
  'Europe/Samara',
  'Europe/Saratov',
  'Europe/Ulyanovsk',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Barnaul',
  'Asia/Krasnoyarsk',
  'Asia/Novokuznetsk',
  'Asia/Novosibirsk',
  'Asia/Tomsk',
  'Asia/Irkutsk',
  'Asia/Chita',
  'Asia/Khandyga',
  'Asia/Yakutsk',
  'Asia/Ust-Nera',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Sakhalin',
  'Asia/Srednekolymsk',
  'Asia/Anadyr',
  'Asia/Kamchatka',
] as const;

/** True where the name is an IANA time zone known to this Node; offsets such as '+10:00' are not names. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
