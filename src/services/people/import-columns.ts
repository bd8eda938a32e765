import type { SeatKind } from './actor.ts';
import type { CityField } from './cities.ts';

/** What a column of the staff's table tells; the telephone of the city is a column of its card. */
export const STAFF_COLUMNS = [
  'city',
  'timeZone',
  'department',
  'kind',
  'post',
  'surname',
  'name',
  'patronymic',
  'phone',
  'email',
] as const;
export type StaffColumn = (typeof STAFF_COLUMNS)[number] | 'fullName';

/** Kinds of posts that a table may name, with the words by which each is known. */
const KINDS: readonly (readonly [SeatKind, RegExp])[] = [
  ['city_coordinator', /координатор|coordinator/u],
  ['approver', /утвержда|approver/u],
  ['assistant', /помощник|ассистент|секретар[ья] руковод|assistant/u],
  ['executor', /исполнител|специалист|executor|specialist/u],
  ['press_secretary', /пресс|press/u],
  ['head', /руководител|начальник|заведующ|директор|head|chief/u],
];
export const IMPORTED_KINDS = KINDS.map(([kind]) => kind);

/** What a post's own words tell of its kind where the table does not; null: nothing. */
const POSTS: readonly (readonly [SeatKind, RegExp])[] = [
  ['press_secretary', /^пресс-?секретар|^press/u],
  ['assistant', /^(?:помощник|референт|assistant)/u],
  ['executor', /специалист|консультант|эксперт|инспектор|specialist|expert|officer/u],
  ['approver', /^(?:первый )?заместитель (?:мэра|главы)|^deputy mayor/u],
];

const STAFF: readonly (readonly [StaffColumn, RegExp])[] = [
  ['timeZone', /пояс|^время|^мск|time ?zone/u],
  ['kind', /^(?:вид|тип|категория|роль)|kind|role/u],
  ['fullName', /^ф ?и ?о|фамилия,? (?:и )?имя|^сотрудник$|^full ?name|^name in full/u],
  ['surname', /^фамилия|^surname|^last ?name/u],
  ['patronymic', /^отчество|^patronymic|^middle/u],
  ['name', /^имя|^(?:first |given )?name$/u],
  ['email', /почт|^e ?-?mail|^эл ?(?:ектронный)? ?адрес|^адрес эл/u],
  ['phone', /^(?:служебный |рабочий |контактный )?(?:тел|моб|phone|mobile)|^(?:service )?telephone/u],
  ['department', /подразделение|^управление|^отдел|^департамент|department|^unit/u],
  ['post', /должность|^пост$|^post|^position|^job/u],
  ['city', /^(?:город|муниципал|населенный пункт|city|town)/u],
];

const CARD: readonly (readonly [CityField, RegExp])[] = [
  ['officialNameGenitive', /родит|кого,? чего|genitive|of whom/u],
  ['officialName', /официальн|^администрация|наименование|official name|^administration/u],
  ['headTitle', /глава|должность главы|head of the city|^mayor/u],
  ['approverName', /утвержда.*(?:инициал|фамилия|фио)|approve.*(?:initial|name)/u],
  ['approverPost', /утвержда|approve/u],
  ['signerName', /подписыва.*(?:инициал|фамилия|фио)|sign.*(?:initial|name)/u],
  ['signerPost', /подписыва|sign/u],
  ['addressee', /кому адрес|адресат|дательн|address(?:ed|ee)/u],
  ['site', /сайт|site|web/u],
  ['receptionPhone', /приемн|reception/u],
  ['dispatcherPhone', /диспетчер|dispatch/u],
  ['address', /^(?:почтовый )?адрес|^(?:postal )?address/u],
  ['districts', /район|district/u],
  ['localDaysOff', /местные выходн|local days off/u],
  ['localWorkDays', /местные рабоч|local work/u],
  ['daysOff', /рабочая неделя|выходн|working week|days off/u],
  ['digestAt', /сводк|digest/u],
  ['timeZone', /пояс|^время|^мск|^time/u],
  ['name', /^(?:город|муниципал|city|town)/u],
];

/** A word of a table as it is compared: case, ё, quotes, dashes and white space do not matter. */
export function plainCell(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[«»"„“”*:№()]|\p{Cf}/gu, ' ')
    .replace(/[.\s]+/gu, ' ')
    .trim();
}

function first<T>(table: readonly (readonly [T, RegExp])[], text: string): T | null {
  const plain = plainCell(text);
  return plain === '' || plain.length > 80
    ? null
    : (table.find(([, pattern]) => pattern.test(plain))?.[0] ?? null);
}

/** The column that a title names; null: some other. */
export const staffColumn = (title: string): StaffColumn | null => first(STAFF, title);
export const cardColumn = (title: string): CityField | null => first(CARD, title);

/** «руководитель», «Координатор города», «пресс-секретарь»; null where it is none of them. */
export const kindNamed = (text: string): SeatKind | null => first(KINDS, text);
/** «без подразделения», or a dash: the post stands in none, and the cell was not forgotten. */
export const saysNoDepartment = (text: string): boolean =>
  /^(?:-|нет|без (?:подразделения|отдела|управления)|none|no department)$/.test(plainCell(text));
/** «главный специалист» is an executor's post; null where the post does not tell. */
export const kindOfPost = (post: string): SeatKind | null => first(POSTS, post);
