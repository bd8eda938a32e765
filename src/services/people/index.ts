import { createAccess } from './access.ts';
import { createActing } from './acting.ts';
import { createCities } from './cities.ts';
import { createConnecting } from './connecting.ts';
import { createErasure } from './erasure.ts';
import { createImport } from './import-staff.ts';
import { createInvitations } from './invitations.ts';
import { createOneself } from './oneself.ts';
import { createStaff } from './staff.ts';
import type { PeopleDependencies } from './verb.ts';

/** Who is talking: persons, cities, posts, invitations, consent, erasure. The verbs; queries are in store.ts. */
export function createPeople(deps: PeopleDependencies) {
  return {
    ...createInvitations(deps),
    ...createConnecting(deps),
    ...createStaff(deps),
    ...createCities(deps),
    ...createActing(deps),
    ...createAccess(deps),
    ...createOneself(deps),
    ...createErasure(deps),
    ...createImport(deps),
  };
}

export type People = ReturnType<typeof createPeople>;
