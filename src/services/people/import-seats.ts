import type { Actor, SeatKind } from './actor.ts';
import type { PlannedCity, State } from './import-cities.ts';
import { plainCell } from './import-columns.ts';
import type { Known, KnownSeat } from './import-known.ts';
import type { Conflict, PlannedDepartment, Succession } from './import-plan.ts';
import { personKey, reporter } from './import-wanted.ts';
import type { Problem, Wanted } from './import-wanted.ts';
import { fullName } from './names.ts';
import { seatForInvitation } from './rights.ts';

/** What becomes of a link: a new one is written; the open one is revoked for it; what it says of the person is mended. */
export type LinkChange = 'write' | 'replace' | 'mend' | 'none';

/** A post as it is to be after the import. */
export interface PlannedSeat {
  row: Wanted;
  city: string;
  /** null: of the city as a whole. */
  department: string | null;
  /** null: it is new. */
  id: number | null;
  /** Its words, or its department, change. */
  moved: boolean;
  link: LinkChange;
  invitationId: number | null;
  state: State;
}

/** Kinds of which a city may have several with the same words; one department's head is one. */
const MANY: readonly SeatKind[] = [
  'city_coordinator',
  'approver',
  'assistant',
  'executor',
  'press_secretary',
];
/** Kinds whose post is the same wherever in the city it stands. */
const OF_CITY: readonly SeatKind[] = ['city_coordinator', 'approver', 'press_secretary'];

type Keys = Wanted['keys'];

/** A stored post with what rows are compared by. */
interface Post {
  seat: KnownSeat;
  city: string;
  department: string | null;
  words: string;
  /** Who holds it, or whose link works. */
  persons: string[];
  taken: boolean;
}

/** Finds the stored post of each row, so that a table that is sent again makes no twin, and says what changes in it. */
export function planSeats(
  given: {
    wanted: readonly Wanted[];
    cities: ReadonlyMap<string, PlannedCity>;
    departments: ReadonlyMap<string, PlannedDepartment>;
    known: Known;
    actor: Actor;
  },
  choices: { chosen: ReadonlySet<number>; successors: ReadonlySet<number> },
  problems: Problem[],
): { seats: PlannedSeat[]; conflicts: Conflict[]; successions: Succession[] } {
  const posts = postsOf(given);
  const conflicts: Conflict[] = [];
  const rows = withoutConflicts(
    withoutTwins(given.wanted, problems),
    posts,
    choices.chosen,
    conflicts,
    problems,
  );
  const found = matched(rows, posts);
  const successions: Succession[] = [];
  const seats = rows.flatMap((row): PlannedSeat[] => {
    const old = found.get(row) ?? null;
    const mayGive = !old || seatForInvitation(given.actor, { ...old, seatId: old.id }) !== null;
    const planned = planSeat(row, old, { mayGive, heir: choices.successors.has(row.index) }, problems);
    if (planned.holder !== undefined)
      successions.push({ row, holder: planned.holder, confirmed: choices.successors.has(row.index) });
    return planned.seat ? [planned.seat] : [];
  });
  return { seats, conflicts, successions };
}

function postsOf({ cities, departments, known }: Parameters<typeof planSeats>[0]): Map<string, Post[]> {
  const cityKeys = new Map([...cities.values()].map(({ id, key }) => [id, key]));
  const departmentKeys = new Map([...departments.values()].map(({ id, key }) => [id, key]));
  const posts = new Map<string, Post[]>();
  for (const seat of known.seats) {
    const city = cityKeys.get(seat.cityId);
    if (city === undefined) continue;
    const persons = [seat.holder, seat.invitation].flatMap((person) => (person ? [personKey(person)] : []));
    const other = `#${seat.departmentId}`; // of a department that the table does not name
    const post = {
      seat,
      city,
      department: seat.departmentId === null ? null : (departmentKeys.get(seat.departmentId) ?? other),
      words: plainCell(seat.post),
      persons,
      taken: false,
    };
    const key = `${city}|${seat.kind}`;
    const there = posts.get(key);
    if (there) there.push(post);
    else posts.set(key, [post]);
  }
  return posts;
}

/** A row that says once more what another one said is told, and left out. */
function withoutTwins(wanted: readonly Wanted[], problems: Problem[]): Wanted[] {
  const seen = new Map<string, Wanted>();
  return wanted.filter((row) => {
    if (!row.person) return true;
    const { city, place, words, person } = row.keys;
    const key = [city, place, row.kind, words, person].join('|');
    const before = seen.get(key);
    if (before) reporter(problems, row)('duplicate', { row: String(before.row) });
    else seen.set(key, row);
    return !before;
  });
}

/** Two heads of one department in one post: the person says who; until then neither is stored. */
function withoutConflicts(
  wanted: readonly Wanted[],
  posts: ReadonlyMap<string, Post[]>,
  chosen: ReadonlySet<number>,
  conflicts: Conflict[],
  problems: Problem[],
): Wanted[] {
  const groups = new Map<string, Wanted[]>();
  for (const row of wanted) {
    if (MANY.includes(row.kind)) continue;
    const key = [row.keys.place, row.keys.words].join('|');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const dropped = new Set<Wanted>();
  for (const rows of groups.values()) {
    const [first] = rows;
    if (!first || rows.length === 1) continue;
    const named = rows.filter(({ person }) => person !== null);
    const { city, place, words } = first.keys;
    const stored = posts.get(`${city}|head`) ?? [];
    const same = stored.filter((post) => post.department === place && post.words === words);
    if (rows.length <= same.length) continue;
    if (named.length <= 1) {
      for (const row of rows.filter((each) => each !== (named[0] ?? first))) dropped.add(row);
      continue;
    }
    const choice = named.find(({ index }) => chosen.has(index));
    if (!choice) conflicts.push({ rows: named });
    for (const row of rows.filter((each) => each !== choice)) {
      dropped.add(row);
      const others = named.filter((each) => each !== row).map((each) => String(each.row));
      if (choice) reporter(problems, row)('other_chosen', { row: String(choice.row) });
      else reporter(problems, row)('conflict', { post: row.post, rows: others.join(', ') });
    }
  }
  return wanted.filter((row) => !dropped.has(row));
}

/** From the surest way to tell a post to the least sure; a post that one row took is no other's. */
function matched(rows: readonly Wanted[], posts: ReadonlyMap<string, Post[]>): Map<Wanted, KnownSeat> {
  const found = new Map<Wanted, KnownSeat>();
  const heads = new Map<string | null, number>();
  for (const { kind, keys } of rows)
    if (kind === 'head') heads.set(keys.place, (heads.get(keys.place) ?? 0) + 1);

  const isHis = ({ persons }: Post, { person }: Keys): boolean => person !== null && persons.includes(person);
  const ways: ((post: Post, row: Wanted, isNear: boolean, all: readonly Post[]) => boolean)[] = [
    (post, { keys }, isNear) => isNear && post.words === keys.words && isHis(post, keys),
    (post, { keys }, isNear) =>
      isNear && post.words === keys.words && (post.persons.length === 0 || keys.person === null),
    (post, { keys }, isNear) => isNear && isHis(post, keys),
    ({ department }, { kind, keys: { place } }, _, all) =>
      kind === 'head' &&
      department === place &&
      heads.get(place) === 1 &&
      all.filter((each) => each.department === place).length === 1,
    (post, { keys }, isNear) => isNear && post.words === keys.words,
  ];
  for (const way of ways) {
    for (const row of rows) {
      if (found.has(row)) continue;
      const { city, place } = row.keys;
      const all = posts.get(`${city}|${row.kind}`) ?? [];
      const isLoose = OF_CITY.includes(row.kind);
      const post = all.find((each) => {
        const { taken, department } = each;
        const isNear = department === place || (isLoose && (department === null || place === null));
        return !taken && way(each, row, isNear, all);
      });
      if (!post) continue;
      post.taken = true;
      found.set(row, post.seat);
    }
  }
  return found;
}

/** What the row changes in the post that was found for it; `holder`: he would get a successor. */
function planSeat(
  row: Wanted,
  old: KnownSeat | null,
  decided: { mayGive: boolean; heir: boolean },
  problems: Problem[],
): { seat: PlannedSeat | null; holder?: string } {
  const { person } = row;
  const planned = { row, city: row.keys.city, department: row.keys.place };
  if (!old) {
    const link = person ? 'write' : 'none';
    return { seat: { ...planned, id: null, moved: false, link, invitationId: null, state: 'new' } };
  }
  const { holder, invitation } = old;
  const isHis = (other: typeof holder | typeof invitation): boolean =>
    other !== null && person !== null && personKey(other) === row.keys.person;
  const link = linkOf();
  const placed = row.department !== null && old.departmentId === null;
  const moved = plainCell(old.post) !== row.keys.words || placed;
  if (!decided.mayGive && (moved || link !== 'none')) {
    reporter(problems, row)('own_acting', { post: old.post });
    return { seat: null };
  }
  const heir = holder !== null && person !== null && !isHis(holder) && !isHis(invitation);
  const name = heir ? (fullName(holder) ?? '') : undefined;
  if (name !== undefined && !decided.heir) {
    reporter(problems, row)('held', { holder: name, post: old.post });
    return { seat: null, holder: name };
  }
  if (link === 'replace' && invitation && !heir)
    reporter(problems, row)('replaced', { name: fullName(invitation) ?? '' });
  const state = moved || link !== 'none' ? 'changed' : 'same';
  const seat = { ...planned, id: old.id, moved, link, invitationId: invitation?.id ?? null, state } as const;
  return name === undefined ? { seat } : { seat, holder: name };

  function linkOf(): LinkChange {
    if (!person || isHis(holder)) return 'none';
    if (!invitation) return 'write';
    if (!isHis(invitation)) return 'replace';
    const mended =
      (person.patronymic !== null && person.patronymic !== invitation.patronymic) ||
      (row.phone !== null && row.phone !== invitation.phone) ||
      (row.email !== null && row.email !== invitation.email);
    return mended ? 'mend' : 'none';
  }
}
