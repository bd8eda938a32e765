import type { Actor, SeatKind } from '../../services/people/actor.ts';
import { SEAT_KINDS } from '../../services/people/actor.ts';
import { ofCity } from '../../services/people/invitations.ts';
import type { Invitee, Post } from '../../services/people/invitations.ts';
import { seatFor } from '../../services/people/rights.ts';

export type InviteStep =
  | 'kind'
  | 'city'
  | 'department'
  | 'post'
  | 'name'
  | 'phone'
  | 'confirm'
  | 'taken'
  | 'doubt';

/** What the one who invites was about, for the feature that he came from. */
export type Errand = { assignmentId: number; code: string | null };

/** An invitation that is being written; kept with the chat, so it outlives a restart. A field that is absent was not asked yet. */
export type Draft = {
  step: InviteStep;
  kind?: SeatKind;
  cityId?: number;
  /** null: none. */
  department?: string | null;
  post?: string;
  /** The person. */
  surname?: string;
  name?: string;
  patronymic?: string | null;
  phone?: string | null;
  /** The surname, while name and patronymic are awaited. */
  alone?: string;
  /** A post that exists: only the person is asked. */
  seatId?: number;
  /** A post of the same words is taken, and this is to be one more. */
  another?: boolean;
  /** The post for which whoever is invited is to act: what follows the invitation. */
  actingFor?: number;
  /** What is to be given to whoever is invited. */
  errand?: Errand;
  /** The request for access that this answers. */
  requestId?: number;
  /** What was typed for a field, but looks like a person's name: asked about first. */
  doubt?: { field: 'department' | 'post'; value: string };
  /** Of the list on the screen. */
  page?: number;
  search?: string;
};

/** The kinds of posts that the actor may give. */
export function kindsFor(actor: Actor): SeatKind[] {
  return SEAT_KINDS.filter(
    (kind) => seatFor(actor, `invite_${kind}`, ofCity(kind) ? {} : { cityId: null }) !== null,
  );
}

/** The cities within the actor's reach for a verb; null: all of them. */
export function citiesWithin(actor: Actor, verb: Parameters<typeof seatFor>[1]): number[] | null {
  const nowhere = { cityId: 0 };
  if (seatFor(actor, verb, nowhere)) return null;
  const ids = actor.seats.flatMap(({ cityId }) =>
    cityId !== null && seatFor(actor, verb, { cityId }) ? [cityId] : [],
  );
  return [...new Set(ids)];
}

/** The names of the departments within the actor's reach for a kind of post in a city; null: all of them. */
export function departmentsWithin(actor: Actor, kind: SeatKind, cityId: number): string[] | null {
  const verb = `invite_${kind}` as const;
  if (seatFor(actor, verb, { cityId, departmentId: null })) return null;
  const names = actor.seats.flatMap(({ departmentId, departmentName }) =>
    departmentName !== null && seatFor(actor, verb, { cityId, departmentId }) ? [departmentName] : [],
  );
  return [...new Set(names)];
}

/** Whether the draft's city is one to which the actor may invite this kind; true for a draft without a city. */
export function withinReach(actor: Actor, { kind, cityId }: Partial<Draft>): boolean {
  if (cityId === undefined) return true;
  if (kind === undefined || !ofCity(kind)) return false;
  return seatFor(actor, `invite_${kind}`, { cityId }) !== null;
}

/** The answers that the actor has no choice about. */
export function fixedFor(actor: Actor, draft: Partial<Draft>): Pick<Draft, 'kind' | 'cityId' | 'department'> {
  if (draft.seatId !== undefined) return {};
  const { errand, kind: given, cityId: there, department: of } = draft;
  if (errand && given !== undefined && there !== undefined && of !== undefined)
    return { kind: given, cityId: there, department: of };
  const [onlyKind, ...otherKinds] = kindsFor(actor);
  const fixed = onlyKind && otherKinds.length === 0 ? { kind: onlyKind } : {};
  const kind = draft.kind ?? fixed.kind;
  if (kind === undefined || !ofCity(kind)) return fixed;
  const [onlyCity, ...otherCities] = citiesWithin(actor, `invite_${kind}`) ?? [];
  const cityId = otherCities.length === 0 ? onlyCity : undefined;
  const where = cityId ?? draft.cityId;
  const [department, ...others] = where === undefined ? [] : (departmentsWithin(actor, kind, where) ?? []);
  return {
    ...fixed,
    ...(cityId === undefined ? {} : { cityId }),
    ...(department === undefined || others.length > 0 ? {} : { department }),
  };
}

/** The draft at the first question whose answer is missing. Whether its city is within reach is known with the kind. */
export function resumed(actor: Actor, draft: Partial<Draft>): Draft {
  const full = { ...draft, ...fixedFor(actor, draft) };
  if (draft.seatId === undefined && full.kind !== undefined && !withinReach(actor, full)) delete full.cityId;
  return { ...full, step: nextStep({ step: 'kind', ...full }) };
}

/** Kinds of posts that stand in a department, or may. */
function ofDepartment(kind: SeatKind): boolean {
  return ofCity(kind) && kind !== 'approver';
}

/** The steps of this invitation in their order. */
export function stepsOf(draft: Draft): InviteStep[] {
  if (draft.seatId !== undefined) return ['name', 'phone', 'confirm'];
  const { kind } = draft;
  const city = kind !== undefined && ofCity(kind);
  const department = kind !== undefined && ofDepartment(kind);
  return [
    'kind',
    ...(city ? ['city' as const] : []),
    ...(department ? ['department' as const] : []),
    'post',
    'name',
    'phone',
    'confirm',
  ];
}

/** The first step whose answer is missing. */
export function nextStep(draft: Draft): InviteStep {
  const missing: Record<InviteStep, boolean> = {
    kind: draft.kind === undefined,
    city: draft.cityId === undefined,
    department: draft.department === undefined,
    post: draft.post === undefined,
    name: draft.surname === undefined,
    phone: draft.phone === undefined,
    confirm: true,
    taken: false,
    doubt: false,
  };
  return stepsOf(draft).find((step) => missing[step]) ?? 'confirm';
}

/** The draft one step back, without the answer of that step; null: there is none before. `fixed`: steps never asked. */
export function stepBack(draft: Draft, fixed: readonly string[]): Draft | null {
  if (draft.doubt) return withoutDoubt(draft, draft.doubt.field);
  const steps = stepsOf(draft).filter((step) => !fixed.includes(step === 'city' ? 'cityId' : step));
  const at = draft.step === 'taken' ? steps.indexOf('confirm') : steps.indexOf(draft.step);
  const before = steps[at - 1];
  if (before === undefined) return null;
  const { page: _page, search: _search, another: _another, ...back } = draft;
  back.step = before;
  if (before === 'kind') delete back.kind;
  if (before === 'city') delete back.cityId;
  if (before === 'department') delete back.department;
  if (before === 'post') delete back.post;
  if (before === 'name') delete back.surname;
  if (before === 'phone') delete back.phone;
  return back;
}

/** The draft as the verb takes it; null while something is missing. */
export function readyDraft(draft: Draft): { post: Post; invitee: Invitee } | null {
  const {
    kind,
    cityId = null,
    department = null,
    post,
    seatId,
    surname,
    name,
    patronymic = null,
    phone = null,
  } = draft;
  if (surname === undefined || name === undefined) return null;
  const invitee = { surname, name, patronymic, phone };
  if (seatId !== undefined) return { post: { seatId }, invitee };
  if (kind === undefined || post === undefined || ofCity(kind) !== (cityId !== null)) return null;
  const another = draft.another === true;
  const departmentName = ofDepartment(kind) ? department : null;
  return { post: { kind, cityId, departmentName, post, another }, invitee };
}

/** The draft with what was doubted taken as it was typed. */
export function doubtSettled(draft: Draft): Draft {
  const { doubt } = draft;
  if (!doubt) return draft;
  const settled = withoutDoubt(draft, doubt.field);
  return { ...settled, [doubt.field]: doubt.value };
}

export function withoutDoubt({ doubt: _doubt, ...draft }: Draft, step: InviteStep): Draft {
  return { ...draft, step };
}
