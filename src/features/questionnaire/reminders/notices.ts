import type { NewNotice } from '../../../services/delivery/index.ts';
import type { Occupant } from '../../../services/people/occupants.ts';
import type { SilentRow, Standing } from './store.ts';

/** In which quality a person is reminded of a city's questionnaire; `coordinator`: he stands in while nobody answers. */
export type Item = {
  assignmentId: number;
  as: 'respondent' | 'coordinator' | 'executor';
  /** 'YYYY-MM-DD', of the city. */
  on: string;
};

/** Who can be told about a silent city. */
export type Reached =
  | { as: 'respondent'; people: [Occupant] }
  /** Nobody is named, or he cannot be told: the city's coordinators. */
  | { as: 'coordinator'; people: Occupant[] }
  | { as: 'nobody'; people: [] };

/** @param except the coordinator who asks for it himself */
export function reachedIn(
  { respondent, coordinatorSeatIds }: SilentRow,
  occupants: Standing['occupants'],
  except: number | null = null,
): Reached {
  const head = respondent && occupants.get(respondent.seatId);
  if (head?.reach === 'ok') return { as: 'respondent', people: [head] };
  const people = peopleOn(coordinatorSeatIds, occupants).filter(({ personId }) => personId !== except);
  return people.length > 0 ? { as: 'coordinator', people } : { as: 'nobody', people: [] };
}

/** The people behind posts who can be told, each once. */
export function peopleOn(seatIds: readonly number[], occupants: Standing['occupants']): Occupant[] {
  const people = seatIds.flatMap((seatId) => {
    const found = occupants.get(seatId);
    return found?.reach === 'ok' ? [found] : [];
  });
  return [...new Map(people.map((each) => [each.personId, each])).values()];
}

/** What one person is to be told. */
export interface Telling {
  personId: number;
  item: Item;
  /** Civil time. */
  at: Date;
  until: Date;
}

/**
 * One message to a person for all that he is told at one time. A reminder may be lost, but never comes twice; the key
 * carries city and day, so that the same is not told again by a second run.
 */
export function reminderNotices(tellings: readonly Telling[], roundId: number | null): NewNotice[] {
  const together = new Map<string, Telling[]>();
  for (const telling of tellings) {
    const key = `${telling.personId}:${telling.at.getTime()}`;
    together.set(key, [...(together.get(key) ?? []), telling]);
  }
  return [...together.values()].flatMap((each): NewNotice[] => {
    const [first] = each;
    if (!first) return [];
    const { personId, at } = first;
    const items = each.map(({ item }) => item);
    const about = items.map(({ assignmentId, as, on }) => `${assignmentId}.${as}.${on}`).join(',');
    return [
      {
        dedupeKey: `reminder:${roundId ?? 'plan'}:${personId}:${about}`,
        personId,
        kind: 'reminder',
        args: { items, roundId },
        subject: roundId === null ? `assignment:${first.item.assignmentId}` : `round:${roundId}`,
        notBefore: at,
        notAfter: new Date(Math.min(...each.map(({ until }) => until.getTime()))),
      },
    ];
  });
}
