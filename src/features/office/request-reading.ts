import { looksLikeFullName, looksLikeSurname, readFullName, readPhone } from '../../services/people/names.ts';
import { readPost } from '../../services/people/staff.ts';
import type { Draft } from './invite-steps.ts';
import { cityBehind, cityIn } from './request-reading-city.ts';

/** What a request for access says of the one who asks; what is not understood is asked of whoever invites. */
type Asked = Pick<Draft, 'surname' | 'name' | 'patronymic' | 'phone' | 'post' | 'department' | 'cityId'>;

const DEPARTMENT =
  /^(?:(?:главное\s+)?управление|отдел|отделение|департамент|комитет|сектор|служба|секретариат|аппарат|канцелярия|при[её]мная|дирекция|department|office of)(?!\p{L})/iu;
/** The words that a post begins with, in the nominative. */
const POST =
  /^(?:и\.\s?о\.|врио|исполняющ(?:ий|ая)|перв(?:ый|ая)\s+зам(?:еститель)?|начальни(?:к|ца)|нач\.|зам(?:еститель|начальника|директора|главы)?|глава|главн(?:ый|ая)|гл\.|ведущ(?:ий|ая)|вед\.|старш(?:ий|ая)|младш(?:ий|ая)|специалист|спец\.|консультант|советник|референт|директор|руководитель|заведующ(?:ий|ая)|зав\.|помощни(?:к|ца)|секретарь|пресс-секретарь|управляющ(?:ий|ая)|председатель|мэр|эксперт|инженер|аналитик|юрист|юрисконсульт|бухгалтер|экономист|методист|инспектор|координатор|менеджер|администратор|делопроизводитель|документовед|редактор|head|deputy|chief|senior|leading|specialist|consultant|director|manager|assistant|secretary|advis[eo]r)(?!\p{L})/iu;
/** What stands before what is said: «ФИО:», «Город:», «я», a greeting. */
const LABEL =
  /^(?:(?:ф\.?\s?и\.?\s?о\.?(?!\p{L})\s*[:–—-]?|(?:фамилия|имя|отчество|город|организация|место работы)\s*[:–—-])\s*|(?:здравствуйте|добрый (?:день|вечер)|доброе утро|приветствую|привет)(?!\p{L})[\s.!,–—-]*|(?:я|меня зовут|это)(?:\s*[–—-])?\s+)/iu;
const POST_LABEL = /^должность\s*[:–—-]\s*/iu;
const DEPARTMENT_LABEL = /^(?:структурное )?подразделение\s*[:–—-]\s*/iu;
const PHONE_LABEL =
  /(?<!\p{L})(?:(?:мой|служебн\p{L}+|рабоч\p{L}+|мобильн\p{L}+|сотов\p{L}+|контактн\p{L}+|телефон|номер|тел|раб|моб|сот|служ|т)\.?\s*)+[:–—-]?\s*(?=[+\d(])/iu;
/** Without a word before it: «8 (4212) 22-33-44», «22-33-44». */
const PHONE_AT_END = /\s(?=(?:(?:\+7|8)[\s(-]*\d{3,5}[\s)-]*[\d\s-]{5,}|\d{1,3}-\d{2}-\d{2})$)/u;
const INITIALS = /(?:^|\s)\p{Lu}[\p{L}-]+\s+\p{Lu}\.\s?\p{Lu}(?:\.|$)/u;
/** A name of none. */
const NO_NAME = /(?<!\p{L})(?:город|район|округ|област|край|республик|администрац|мэри|ассоциац)/iu;
const FATHERS = /(?:ович|евич|ич|овна|евна|ична)$/iu;

/** «Рябинин Павел Андреевич, главный специалист, отдел встреч, Омск, тел. 22-22-22», in any order. */
export function readRequest(text: string, cities: readonly { id: number; name: string }[]): Asked {
  const asked: Asked = {};
  for (const part of partsOf(text)) {
    const phone = readPhone(part);
    const cityId = cityIn(part, cities);
    const name = looksLikeName(part) ? readFullName(part) : null;
    const department = labelled(part, DEPARTMENT, DEPARTMENT_LABEL);
    const post = labelled(part, POST, POST_LABEL);
    if (phone !== null) asked.phone ??= phone;
    else if (cityId !== undefined) asked.cityId ??= cityId;
    else if (name?.kind === 'ok') {
      const { surname, name: first, patronymic } = name;
      if (asked.surname === undefined) Object.assign(asked, { surname, name: first, patronymic });
    } else {
      if (department !== null) asked.department ??= department;
      else if (post !== null) asked.post ??= post;
      const behind = cityBehind(part, cities);
      if (behind !== undefined) asked.cityId ??= behind;
    }
  }
  return asked;
}

/** The words behind a label, or the whole part where it begins as it should. */
function labelled(part: string, beginning: RegExp, label: RegExp): string | null {
  if (label.test(part)) return readPost(part.replace(label, ''));
  return beginning.test(part) ? readPost(part) : null;
}

/** Between commas, lines and sentences; a full name and a telephone are parts of their own. */
function partsOf(text: string): string[] {
  const parts = text
    .split(/[,;\n]+|(?<=\p{L}{4,}[.!?])\s+(?=[\p{Lu}\d+])/u)
    .map((part) => part.trim().replace(/\s+/gu, ' '))
    .filter((part) => !/^уважаем/iu.test(part))
    .map((part) => part.replace(LABEL, '').replace(LABEL, ''))
    .flatMap(withoutPhone)
    .flatMap((part) => part.split(INITIALS))
    .map(trimmed)
    .filter((part) => part !== '');
  return joined(parts).flatMap(withoutName).map(trimmed);
}

const trimmed = (part: string): string => part.replace(/^[\s.!?:–—-]+|[\s.!?:–—-]+$/gu, '');

function withoutPhone(part: string): string[] {
  const label = PHONE_LABEL.exec(part);
  const [at, length] = label ? [label.index, label[0].length] : [PHONE_AT_END.exec(part)?.index, 1];
  return at === undefined ? [part] : [part.slice(0, at), part.slice(at + length)];
}

/** «Петров, Иван, Сергеевич» is one name. */
function joined(parts: readonly string[]): string[] {
  const [first, second, third] = parts;
  if (first === undefined) return [];
  const three = [first, second, third].join(' ');
  if (![first, second, third].some((part) => part?.includes(' ')) && isFullName(three))
    return [three, ...joined(parts.slice(3))];
  return [first, ...joined(parts.slice(1))];
}

/** What stands before a full name, the name, what stands behind it. */
function withoutName(part: string): string[] {
  const words = part.split(' ');
  const at = words.findIndex((_, index) => isFullName(words.slice(index, index + 3).join(' ')));
  if (at < 0) return [part];
  const pieces = [words.slice(0, at), words.slice(at, at + 3), words.slice(at + 3)];
  return pieces.filter(({ length }) => length > 0).map((piece) => piece.join(' '));
}

/** Three words with a patronymic among them, in whatever letters. */
function isFullName(three: string): boolean {
  if (POST.test(three) || DEPARTMENT.test(three)) return false;
  if (looksLikeFullName(three)) return true;
  const words = three.split(' ');
  return (
    words.length === 3 &&
    FATHERS.test(words[2] ?? '') &&
    words.every((word) => /^\p{Ll}[\p{Ll}-]+$/u.test(word))
  );
}

/** A full name, or a surname with what follows it: «Рябинин Павел». */
function looksLikeName(part: string): boolean {
  if (isFullName(part)) return true;
  const words = part.split(' ');
  const [surname = '', , third] = words;
  if (words.length < 2 || words.length > 3 || NO_NAME.test(part)) return false;
  if (POST.test(part) || DEPARTMENT.test(part) || FATHERS.test(words[1] ?? '')) return false;
  const capitals = words.every((word) => /^\p{Lu}[\p{L}-]+$/u.test(word));
  return capitals && looksLikeSurname(surname) && (third === undefined || !looksLikeSurname(third));
}
