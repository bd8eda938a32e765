import { Temporal } from 'temporal-polyfill';
import { isTimeZone, russianZones } from '../calendar/index.ts';
import { plainCell } from './import-columns.ts';

/** Cities that people name for their zone, beside those whose name the zone bears. */
const BY_CITY: Readonly<Record<string, string>> = {
  калининград: 'Europe/Kaliningrad',
  москва: 'Europe/Moscow',
  'санкт-петербург': 'Europe/Moscow',
  киров: 'Europe/Kirov',
  симферополь: 'Europe/Simferopol',
  волгоград: 'Europe/Volgograd',
  астрахань: 'Europe/Astrakhan',
  самара: 'Europe/Samara',
  ижевск: 'Europe/Samara',
  саратов: 'Europe/Saratov',
  ульяновск: 'Europe/Ulyanovsk',
  екатеринбург: 'Asia/Yekaterinburg',
  тюмень: 'Asia/Yekaterinburg',
  пермь: 'Asia/Yekaterinburg',
  уфа: 'Asia/Yekaterinburg',
  челябинск: 'Asia/Yekaterinburg',
  омск: 'Asia/Omsk',
  барнаул: 'Asia/Barnaul',
  'горно-алтайск': 'Asia/Barnaul',
  красноярск: 'Asia/Krasnoyarsk',
  абакан: 'Asia/Krasnoyarsk',
  кызыл: 'Asia/Krasnoyarsk',
  норильск: 'Asia/Krasnoyarsk',
  новокузнецк: 'Asia/Novokuznetsk',
  кемерово: 'Asia/Novokuznetsk',
  новосибирск: 'Asia/Novosibirsk',
  томск: 'Asia/Tomsk',
  иркутск: 'Asia/Irkutsk',
  ангарск: 'Asia/Irkutsk',
  братск: 'Asia/Irkutsk',
  'улан-удэ': 'Asia/Irkutsk',
  чита: 'Asia/Chita',
  хандыга: 'Asia/Khandyga',
  якутск: 'Asia/Yakutsk',
  благовещенск: 'Asia/Yakutsk',
  'усть-нера': 'Asia/Ust-Nera',
  владивосток: 'Asia/Vladivostok',
  хабаровск: 'Asia/Vladivostok',
  биробиджан: 'Asia/Vladivostok',
  'комсомольск-на-амуре': 'Asia/Vladivostok',
  уссурийск: 'Asia/Vladivostok',
  магадан: 'Asia/Magadan',
  'южно-сахалинск': 'Asia/Sakhalin',
  среднеколымск: 'Asia/Srednekolymsk',
  анадырь: 'Asia/Anadyr',
  'петропавловск-камчатский': 'Asia/Kamchatka',
  'yuzhno-sakhalinsk': 'Asia/Sakhalin',
  'petropavlovsk-kamchatsky': 'Asia/Kamchatka',
};

/** The zone taken for hours ahead of UTC: that of the largest city that keeps this time. */
const BY_HOURS: Readonly<Record<number, string>> = {
  2: 'Europe/Kaliningrad',
  3: 'Europe/Moscow',
  4: 'Europe/Samara',
  5: 'Asia/Yekaterinburg',
  6: 'Asia/Omsk',
  7: 'Asia/Novosibirsk',
  8: 'Asia/Irkutsk',
  9: 'Asia/Yakutsk',
  10: 'Asia/Vladivostok',
  11: 'Asia/Magadan',
  12: 'Asia/Kamchatka',
};
const MOSCOW = 3;

export interface ReadZone {
  zone: string;
  /** Only hours were told, «UTC+9»: any zone of these hours is meant as well. */
  hours: number | null;
}

/** A time zone as people write it: «Asia/Yakutsk», «Якутск», «г. Чита», «UTC+9», «МСК+6», «+9»; null where it is none. */
export function readZone(text: string): ReadZone | null {
  const written = text.trim();
  const named = russianZones.find((zone) => zone.toLowerCase() === written.toLowerCase());
  if (named) return { zone: named, hours: null };
  if (/^[a-z]+\/[a-z_/-]+$/i.test(written))
    return isTimeZone(written) ? { zone: written, hours: null } : null;
  const plain = plainCell(written).replaceAll('−', '-');
  const told = /^(utc|gmt|мск|msk|москва)? ?([+-]) ?(\d{1,2})(?: 00)?(?: ?ч(?:ас\p{L}*)?)?$/u.exec(plain);
  const zero = /^(?:мск|msk|московское)(?: время)?$/.test(plain);
  if (told || zero) {
    const ahead = told ? (told[2] === '-' ? -1 : 1) * Number(told[3]) : 0;
    const fromMoscow = zero || /^(?:мск|msk|москва)$/.test(told?.[1] ?? '');
    const hours = ahead + (fromMoscow ? MOSCOW : 0);
    const zone = BY_HOURS[hours];
    return zone === undefined ? null : { zone, hours };
  }
  const zone = zoneOfCity(written);
  return zone === null ? null : { zone, hours: null };
}

/** The zone of a known city, also as it stands on our own lists: «Якутск, Благовещенск (МСК+6)». */
export function zoneOfCity(name: string): string | null {
  const [city = ''] = name.split(/[,(;/]/);
  const plain = plainCell(city).replace(/^(?:г|город) /, '');
  const own = russianZones.find((zone) => zone.split('/')[1]?.toLowerCase() === plain);
  return own ?? (Object.hasOwn(BY_CITY, plain) ? (BY_CITY[plain] ?? null) : null);
}

/** Whether a zone is what was meant: the same, or one of the hours that were told. */
export function isMeant({ zone, hours }: ReadZone, other: string, now: Date): boolean {
  if (hours === null) return zone === other;
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(other);
  return local.offsetNanoseconds === hours * 3_600_000_000_000;
}
