import type { Ctx } from '../../../services/chat/context.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { subjectOf } from '../admission.ts';
import type { AssignmentView } from '../store.ts';
import { actsForCity } from './record.ts';

/** He acts for the city of this questionnaire, in a post that does not answer there itself. */
export function entersFor({ actor }: Pick<Ctx, 'actor'>, view: AssignmentView): boolean {
  const seat = seatFor(actor, 'answer', subjectOf(view));
  return seat !== null && actsForCity(seat, view);
}

/** Whoever writes for cities, and has no questionnaire of his own. */
export const writesForCities = ({ actor }: Pick<Ctx, 'actor'>): boolean =>
  seatFor(actor, 'see_campaign') !== null;

/** The questionnaire is on the screen: what comes outside a question is for it. */
export function onScreen(ctx: Pick<Ctx, 'actor' | 'state'>, view: AssignmentView): void {
  const { actor, state } = ctx;
  state.form = view.id;
  // A city's coordinator has one city; it is not forgotten on the way through the menu.
  const several = actor.seats.length > 1 || actor.seats.some(({ cityId }) => cityId === null);
  if (several && entersFor(ctx, view)) state.entered = true;
  else delete state.entered;
}

/** Buttons of a questionnaire, and of what is written into it. */
const WITHIN = /^[qwv]\./;

/** Whoever goes on to a list, a card or the menu may mean another city from then on: what comes next is asked about. */
export function leaveEntered({ state }: Pick<Ctx, 'state'>, button: string | null): void {
  if (!state.entered || (button !== null && WITHIN.test(button))) return;
  if (state.place?.assignmentId === state.form) delete state.place;
  delete state.form;
  delete state.entered;
}
