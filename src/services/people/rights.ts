import type { Actor, HeldSeat, Lent, SeatKind } from './actor.ts';

/**
 * How far a seat of a kind may reach with a verb: everywhere, within its city, within its department, or only what is
 * given to the seat itself.
 */
type Reach = 'all' | 'city' | 'department' | 'own';

/**
 * Who may do what. Every verb of every feature has a row; a verb that is not here is refused at compile time. Whatever a
 * person can do, his coordinator can do on behalf of him.
 */
export const RIGHTS = {
  // people
  add_city: { administrator: 'all', association_coordinator: 'all' },
  edit_city: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  add_department: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  invite_administrator: { administrator: 'all' },
  invite_association_coordinator: { administrator: 'all', association_coordinator: 'all' },
  invite_city_coordinator: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  invite_approver: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  invite_head: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  invite_assistant: {
    administrator: 'all',
    association_coordinator: 'all',
    city_coordinator: 'city',
    head: 'department',
  },
  invite_executor: {
    administrator: 'all',
    association_coordinator: 'all',
    city_coordinator: 'city',
    head: 'department',
  },
  invite_press_secretary: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  import_staff: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  set_acting: {
    administrator: 'all',
    association_coordinator: 'all',
    city_coordinator: 'city',
    approver: 'own',
    head: 'department',
    assistant: 'own',
    executor: 'own',
    press_secretary: 'own',
  },
  see_staff: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  cut_off: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  move_account: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  edit_staff: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  answer_access_request: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  // questionnaire
  open_campaign: { association_coordinator: 'all' },
  draft_campaign: { association_coordinator: 'all' },
  edit_draft: { association_coordinator: 'all' },
  discard_draft: { association_coordinator: 'all' },
  edit_form: { association_coordinator: 'all' },
  add_to_campaign: { association_coordinator: 'all' },
  extend_campaign: { association_coordinator: 'all' },
  close_campaign: { association_coordinator: 'all' },
  reopen_campaign: { association_coordinator: 'all' },
  see_campaign: { association_coordinator: 'all' },
  name_respondent: { association_coordinator: 'all', city_coordinator: 'city' },
  edit_branch: { association_coordinator: 'all' },
  see_board: { association_coordinator: 'all', city_coordinator: 'city' },
  remind: { association_coordinator: 'all', city_coordinator: 'city' },
  clarify: { association_coordinator: 'all' },
  accept: { association_coordinator: 'all' },
  see_questionnaire: {
    association_coordinator: 'all',
    city_coordinator: 'city',
    head: 'own',
    assistant: 'department',
    executor: 'own',
  },
  answer: {
    association_coordinator: 'all',
    city_coordinator: 'city',
    head: 'own',
    assistant: 'department',
    executor: 'own',
  },
  hand_over: { executor: 'own' },
  delegate: { city_coordinator: 'city', head: 'own', assistant: 'department' },
  explain: { association_coordinator: 'all', city_coordinator: 'city', head: 'own' },
  submit: { association_coordinator: 'all', city_coordinator: 'city', head: 'own' },
  withdraw: { association_coordinator: 'all', city_coordinator: 'city', head: 'own' },
  // experience of others
  search_experience: {
    administrator: 'all',
    association_coordinator: 'all',
    city_coordinator: 'all',
    approver: 'all',
    head: 'all',
    assistant: 'all',
    executor: 'all',
    press_secretary: 'all',
  },
  ask_city: {
    association_coordinator: 'all',
    city_coordinator: 'all',
    approver: 'all',
    head: 'all',
    assistant: 'all',
    executor: 'all',
    press_secretary: 'all',
  },
  answer_city: { association_coordinator: 'all', city_coordinator: 'city' },
  hide_answer: { association_coordinator: 'all', city_coordinator: 'city', head: 'own' },
  edit_themes: { association_coordinator: 'all' },
  // the volume
  see_volume: { association_coordinator: 'all' },
  build_volume: { association_coordinator: 'all' },
  close_volume: { association_coordinator: 'all' },
  send_volume: { association_coordinator: 'all' },
} as const satisfies Record<string, Partial<Record<SeatKind, Reach>>>;

export type Verb = keyof typeof RIGHTS;

/** What a holder may still do while somebody acts for him: look, and end it. */
const WHILE_LENT: ReadonlySet<Verb> = new Set<Verb>([
  'see_staff',
  'see_campaign',
  'see_board',
  'see_questionnaire',
  'search_experience',
  'see_volume',
  'set_acting',
]);

/** What a seat may do with a part that was given to it, whatever its kind. */
const TO_WHOM_GIVEN: ReadonlySet<Verb> = new Set<Verb>(['see_questionnaire', 'answer', 'hand_over']);

/** Verbs that decide who has a post, and what goes with it. */
const decides = (verb: Verb): boolean =>
  verb.startsWith('invite_') || ['set_acting', 'cut_off', 'move_account', 'edit_staff'].includes(verb);

/** What a verb is about: the city, the department, the seat that it is given to. Leave out what does not apply. */
export interface Subject {
  cityId?: number | null;
  departmentId?: number | null;
  seatId?: number | null;
  /** Seats to which a part of it was given: its executors. */
  givenTo?: readonly number[];
}

/** What is asked of an actor for his rights. */
type RightsOf = Pick<Actor, 'seats' | 'cutOffAt'> & Partial<Pick<Actor, 'speaksForId'>>;

/**
 * The seat by which the actor may do this: the one he speaks for if it may, else the narrowest; null when he may not.
 * Checked again inside every verb: buttons and links are input from a stranger.
 */
export function seatFor(actor: RightsOf, verb: Verb, subject: Subject = {}): HeldSeat | null {
  if (actor.cutOffAt !== null) return null;
  const row: Partial<Record<SeatKind, Reach>> = RIGHTS[verb];
  const reachOf = (held: HeldSeat): Reach | null => {
    if (held.lent !== null && !WHILE_LENT.has(verb)) return null;
    if (TO_WHOM_GIVEN.has(verb) && subject.givenTo?.includes(held.seatId)) return 'own';
    const reach = row[held.kind];
    return reach !== undefined && covers(held, reach, subject) ? reach : null;
  };
  // Who has a post is not decided by whoever acts in it, but by a post of his own.
  const acts = ({ seatId, actingUntil }: HeldSeat): boolean =>
    actingUntil !== null && seatId === subject.seatId;
  const own = decides(verb) && actor.seats.some(acts);
  const seats = own ? actor.seats.filter(({ actingUntil }) => actingUntil === null) : actor.seats;
  const reached = seats.map((held) => ({ held, reach: reachOf(held) }));
  const spoken = reached.find(({ held, reach }) => reach !== null && held.seatId === actor.speaksForId);
  if (spoken) return spoken.held;
  const order: Reach[] = ['own', 'department', 'city', 'all'];
  return order.flatMap((each) => reached.filter(({ reach }) => reach === each))[0]?.held ?? null;
}

function covers(held: HeldSeat, reach: Reach, subject: Subject): boolean {
  if (reach === 'all') return true;
  const { cityId, departmentId, seatId } = subject;
  const inCity = held.cityId !== null && (cityId === undefined || cityId === held.cityId);
  if (reach === 'city') return inCity;
  if (seatId !== undefined && seatId === held.seatId) return true;
  if (reach === 'own') return seatId === undefined;
  // Asked without a department: whether there is anything at all that he reaches.
  const within = departmentId === undefined ? seatId === undefined : departmentId === held.departmentId;
  return inCity && held.departmentId !== null && within;
}

/** The post whose holder could do this if nobody acted for him today; null: he may, or could not anyway. */
export function lentSeat(actor: RightsOf, verb: Verb, subject: Subject = {}): LentSeat | null {
  if (seatFor(actor, verb, subject)) return null;
  const lent = actor.seats.filter((held): held is LentSeat => held.lent !== null);
  const back = lent.map((held): HeldSeat => ({ ...held, lent: null }));
  const { seatId } = seatFor({ ...actor, seats: back }, verb, subject) ?? {};
  return lent.find((held) => held.seatId === seatId) ?? null;
}

/** A post of his own in which somebody acts for him today. */
export type LentSeat = HeldSeat & { lent: Lent };

/** A post, and where it is. */
export type Place = { seatId: number; kind: SeatKind; cityId: number | null; departmentId: number | null };

/**
 * The seat by which the actor may say who acts in a post: the post itself where he holds it, else one that may give such
 * a post. While somebody acts for him he decides about his own post only.
 */
export function seatForActing(actor: RightsOf, post: Place): HeldSeat | null {
  if (actor.cutOffAt !== null) return null;
  const own = actor.seats.find(({ seatId, actingUntil }) => seatId === post.seatId && actingUntil === null);
  if (own) return own;
  const working = { ...actor, seats: actor.seats.filter(({ lent }) => lent === null) };
  const { cityId, departmentId, seatId } = post;
  const by = seatFor(working, 'set_acting', { cityId, departmentId, seatId });
  return by && seatForInvitation(working, post) ? by : null;
}

/** The seat by which the actor may give an existing post to somebody, or take its link back. */
export function seatForInvitation(
  actor: RightsOf,
  { seatId, kind, cityId, departmentId }: Place,
): HeldSeat | null {
  return seatFor(actor, `invite_${kind}`, { cityId, departmentId, seatId });
}

/** Whoever may give a post may also change and take what goes with it: one may not reach above what one may invite. */
export function seatForStaff(
  actor: RightsOf,
  verb: 'cut_off' | 'move_account' | 'edit_staff',
  posts: readonly Pick<Place, 'seatId' | 'kind' | 'cityId'>[],
): HeldSeat | null {
  let by: HeldSeat | null = null;
  for (const { seatId, kind, cityId } of posts) {
    by = seatFor(actor, verb, { cityId, seatId });
    if (!by || !seatFor(actor, `invite_${kind}`, { cityId, seatId })) return null;
  }
  return by;
}
