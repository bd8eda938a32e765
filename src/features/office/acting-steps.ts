import { addDays, parseDay } from '../../services/calendar/index.ts';
import type { ParsedDay } from '../../services/calendar/index.ts';
import type { StaffSeat } from '../../services/people/store.ts';

/** An acting that is being set; kept with the chat. A field that is absent was not asked yet. */
export type ActingDraft = {
  /** The post that is lent. */
  seatId: number;
  step: ActingStep;
  actingSeatId?: number;
  fromOn?: string;
  untilOn?: string;
  /** Of the list of people on the screen. */
  page?: number;
  search?: string;
};

export type ActingStep = 'who' | 'from' | 'until' | 'confirm';

export function nextStep({ actingSeatId, fromOn, untilOn }: Omit<ActingDraft, 'step'>): ActingStep {
  if (actingSeatId === undefined) return 'who';
  if (fromOn === undefined) return 'from';
  return untilOn === undefined ? 'until' : 'confirm';
}

/** The draft one step back, without the answer of that step; null: there is none before. */
export function stepBack({ page: _page, search: _search, ...draft }: ActingDraft): ActingDraft | null {
  const { actingSeatId: _who, fromOn: _from, untilOn: _until, seatId } = draft;
  switch (draft.step) {
    case 'who':
      return null;
    case 'from':
      return { seatId, step: 'who' };
    case 'until': {
      const { fromOn: _, untilOn: __, ...rest } = draft;
      return { ...rest, step: 'from' };
    }
    case 'confirm': {
      const { untilOn: _, ...rest } = draft;
      return { ...rest, step: 'until' };
    }
  }
}

export interface Candidate {
  seatId: number;
  surname: string | null;
  name: string | null;
  patronymic: string | null;
  post: string;
  departmentName: string | null;
  /** false: invited, and has not come in yet. */
  connected: boolean;
}

/**
 * Who can act for a post: people of its city, or of the association with it, each by one post, its own department first.
 * `search`: part of the surname, name or patronymic.
 */
export function candidatesFor(post: StaffSeat, staff: readonly StaffSeat[], search?: string): Candidate[] {
  const near = (seat: StaffSeat): boolean =>
    post.departmentId !== null && seat.departmentId === post.departmentId;
  const met = new Set<number>();
  const found = [...staff]
    .sort((a, b) => Number(near(b)) - Number(near(a)))
    .flatMap((seat): (Candidate & { near: boolean })[] => {
      const { seatId, holder, invitation, departmentName } = seat;
      const personId = holder?.personId;
      if (seatId === post.seatId || holder?.cutOffAt || (personId && personId === post.holder?.personId))
        return [];
      const open = invitation?.state === 'open' && invitation.surname ? invitation : null;
      const named = holder ?? open;
      if (!named || (personId !== undefined && met.has(personId))) return [];
      if (personId !== undefined) met.add(personId);
      const { surname, name, patronymic } = named;
      const person = { surname, name, patronymic, post: seat.post, departmentName };
      return [{ seatId, ...person, connected: holder !== null, near: near(seat) }];
    });
  const words = (search ?? '').toLowerCase().replaceAll('ё', 'е').split(/\s+/).filter(Boolean);
  const full = ({ surname, name, patronymic }: Candidate): string =>
    [surname, name, patronymic].join(' ').toLowerCase().replaceAll('ё', 'е');
  return found
    .filter((one) => words.every((word) => full(one).includes(word)))
    .sort(
      (a, b) =>
        Number(b.near) - Number(a.near) ||
        Number(b.connected) - Number(a.connected) ||
        (a.surname ?? '').localeCompare(b.surname ?? '', 'ru'),
    );
}

/** First days that are offered: today, and the coming Monday. 'YYYY-MM-DD'. */
export function firstDays(today: string): { today: string; monday: string } {
  const weekday = new Date(today).getUTCDay();
  return { today, monday: addDays(today, (8 - weekday) % 7 || 7) };
}

/** Last days that are offered: so many days in all. */
export const LENGTHS = [7, 14, 28] as const;

export function lastDay(fromOn: string, days: number): string {
  return addDays(fromOn, days - 1);
}

/** A day as it was typed: «8 февраля», «с 8.02», «по 14 февраля». */
export function readDay(text: string, today: string): ParsedDay {
  return parseDay(text.trim().replace(/^(?:со?|по|from)\s+/iu, ''), { today });
}
