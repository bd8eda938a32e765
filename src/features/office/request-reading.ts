import { looksLikeFullName, readFullName, readPhone } from '../../services/people/names.ts';
import { readPost } from '../../services/people/staff.ts';
import type { Draft } from './invite-steps.ts';

/** What a request for access says of the one who asks; what is not understood is asked of whoever invites. */
type Asked = Pick<Draft, 'surname' | 'name' | 'patronymic' | 'phone' | 'post' | 'department' | 'cityId'>;

const DEPARTMENT = /^(отдел|управлени|департамент|комитет|сектор|служб|секретариат|department|office of)/iu;
const OF_CITY = /^(администраци[яи] города|администрация|города?|г\.?)\s+(?=\p{L})/iu;

/** «Рябинин Павел Андреевич, главный специалист, отдел встреч, Омск, 22-22-22», in any order behind the name. */
export function readRequest(text: string, cities: readonly { id: number; name: string }[]): Asked {
  const asked: Asked = {};
  for (const part of partsOf(text)) {
    const phone = readPhone(part);
    const cityId = asked.cityId === undefined ? cityIn(part, cities) : undefined;
    const name = asked.surname === undefined && looksLikeName(part) ? readFullName(part) : null;
    const words = readPost(part);
    if (phone !== null) asked.phone = phone;
    else if (cityId !== undefined) asked.cityId = cityId;
    else if (name?.kind === 'ok') {
      const { surname, name: first, patronymic } = name;
      Object.assign(asked, { surname, name: first, patronymic });
    } else if (words === null) continue;
    else if (DEPARTMENT.test(part)) asked.department ??= words;
    else asked.post ??= words;
  }
  return asked;
}

/** Between commas and lines; a full name ends where its three words do. */
function partsOf(text: string): string[] {
  const parts = text
    .split(/[,;\n]+/u)
    .map((part) => part.trim().replace(/\s+/gu, ' ').replace(/\.$/u, ''))
    .filter((part) => part !== '');
  return parts.flatMap((part) => {
    const words = part.split(' ');
    const [name, rest] = [words.slice(0, 3).join(' '), words.slice(3).join(' ')];
    return rest !== '' && looksLikeFullName(name) ? [name, rest] : [part];
  });
}

/** Two or three words with capitals: «Рябинин Павел». */
function looksLikeName(part: string): boolean {
  const words = part.split(' ');
  return words.length >= 2 && words.length <= 3 && words.every((word) => /^\p{Lu}\p{L}/u.test(word));
}

/** «Омск», «г. Омск», «администрация города Омска»; undefined: it names none of them. */
function cityIn(part: string, cities: readonly { id: number; name: string }[]): number | undefined {
  const named = plain(part.replace(OF_CITY, ''));
  const exact = cities.find(({ name }) => plain(name) === named);
  if (exact || plain(part) === named) return exact?.id;
  // Behind «города» the name stands in another case.
  const stem = (name: string): string => plain(name).slice(0, Math.max(3, name.length - 1));
  const alike = cities.filter(({ name }) => named.startsWith(stem(name)) && named.length - name.length <= 2);
  return alike.length === 1 ? alike[0]?.id : undefined;
}

const plain = (name: string): string => name.toLowerCase().replaceAll('ё', 'е');
