import type { Actor, HeldSeat, SeatKind } from './actor.ts';

/** How far a seat of a kind may reach with a verb: everywhere, within its city, or only what is given to the seat itself. */
type Reach = 'all' | 'city' | 'own';

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
  see_staff: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  cut_off: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  move_account: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  edit_staff: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  answer_access_request: { administrator: 'all', association_coordinator: 'all', city_coordinator: 'city' },
  // questionnaire
  open_campaign: { association_coordinator: 'all' },
  edit_form: { association_coordinator: 'all' },
  add_to_campaign: { association_coordinator: 'all' },
  extend_campaign: { association_coordinator: 'all' },
  close_campaign: { association_coordinator: 'all' },
  reopen_campaign: { association_coordinator: 'all' },
  see_campaign: { association_coordinator: 'all' },
  name_respondent: { association_coordinator: 'all', city_coordinator: 'city' },
  see_questionnaire: { association_coordinator: 'all', city_coordinator: 'city', head: 'own' },
  answer: { city_coordinator: 'city', head: 'own' },
  submit: { city_coordinator: 'city', head: 'own' },
  withdraw: { association_coordinator: 'all', city_coordinator: 'city', head: 'own' },
} as const satisfies Record<string, Partial<Record<SeatKind, Reach>>>;

export type Verb = keyof typeof RIGHTS;

/** What a verb is about: the city, and the seat that it is given to. Leave out what does not apply. */
export interface Subject {
  cityId?: number | null;
  seatId?: number | null;
}

/**
 * The seat by which the actor may do this, the narrowest first; null when he may not. Checked again inside every verb:
 * buttons and links are input from a stranger.
 */
export function seatFor(
  actor: Pick<Actor, 'seats' | 'cutOffAt'>,
  verb: Verb,
  subject: Subject = {},
): HeldSeat | null {
  if (actor.cutOffAt !== null) return null;
  const row: Partial<Record<SeatKind, Reach>> = RIGHTS[verb];
  const order: Reach[] = ['own', 'city', 'all'];
  for (const reach of order) {
    const seat = actor.seats.find((held) => row[held.kind] === reach && covers(held, reach, subject));
    if (seat) return seat;
  }
  return null;
}

function covers(held: HeldSeat, reach: Reach, subject: Subject): boolean {
  if (reach === 'all') return true;
  if (reach === 'city')
    return held.cityId !== null && (subject.cityId === undefined || subject.cityId === held.cityId);
  return subject.seatId === undefined || subject.seatId === held.seatId;
}

/** Whoever may give a post may also change and take what goes with it: one may not reach above what one may invite. */
export function seatForStaff(
  actor: Pick<Actor, 'seats' | 'cutOffAt'>,
  verb: 'cut_off' | 'move_account' | 'edit_staff',
  posts: readonly { kind: SeatKind; cityId: number | null }[],
): HeldSeat | null {
  let by: HeldSeat | null = null;
  for (const { kind, cityId } of posts) {
    by = seatFor(actor, verb, { cityId });
    if (!by || !seatFor(actor, `invite_${kind}`, { cityId })) return null;
  }
  return by;
}
