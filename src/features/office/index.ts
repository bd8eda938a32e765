import type { Clock } from '../../platform/clock.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { tellActing } from '../../services/people/acting-round.ts';
import { seatFor } from '../../services/people/rights.ts';
import { emptyUnusedInvitations } from '../../services/people/unused-invitations.ts';
import { createActing } from './acting.ts';
import { createActingNotices } from './acting-notices.ts';
import { createAccess } from './access.ts';
import { createAdministrator, createGuide } from './administrator.ts';
import { createCities } from './cities.ts';
import { createCityCard } from './city-card.ts';
import { createCodeEntry } from './code-entry.ts';
import { createDesk } from './desk.ts';
import type { OfficeDependencies } from './desk.ts';
import { createFirstContact } from './first-contact.ts';
import { createGate } from './gate.ts';
import { createHelp } from './help.ts';
import { createImportScreens } from './import-screens.ts';
import { createInvite } from './invite.ts';
import type { Invite } from './invite.ts';
import { createLinks } from './links.ts';
import { createNotices } from './notices.ts';
import { createOwnData } from './own-data.ts';
import { createSpeaking } from './speaking.ts';
import { createStaff } from './staff.ts';
import { createStaffCard } from './staff-card.ts';
import { createStrangers } from './strangers.ts';

/** The bot's screens about people: who comes in, who holds which post, cities, one's own data, help. */
export function createOffice(deps: OfficeDependencies & { codeKey: Buffer; clock: Clock }): Feature & {
  /** Begins an invitation with what is known already. */
  inviteFor: Invite['begin'];
} {
  const { codeKey, clock, ...rest } = deps;
  const desk = createDesk(rest);
  const guide = createGuide(desk);
  const links = createLinks(desk, guide);
  const gate = createGate(desk);
  const ownData = createOwnData(desk);
  const strangers = createStrangers(
    desk,
    (ctx) => ownData.forget(ctx),
    (ctx, text) => access.propose(ctx, text),
  );
  const administrator = createAdministrator(desk, guide);
  const staff = createStaff(desk);
  const acting = createActing(desk, (ctx, known) => invite.begin(ctx, known));
  const invite = createInvite(desk, links, {
    home: (ctx) => (seatFor(ctx.actor, 'see_staff') ? staff.home(ctx) : desk.menu.home(ctx)),
    toAct: (ctx, seatId, actingSeatId) => acting.invited(ctx, seatId, actingSeatId),
  });
  const card = createCityCard(desk);
  const access = createAccess(desk, invite);
  const contact = createFirstContact(desk, guide, access, strangers);
  const parts: Feature[] = [
    contact,
    administrator,
    createCodeEntry(desk, codeKey, contact),
    staff,
    createStaffCard(desk, links),
    invite,
    acting,
    createSpeaking(desk),
    createCities(desk, guide, (ctx, cityId, above) => card.show(ctx, cityId, above)),
    card,
    createImportScreens(desk),
    access,
    ownData,
    createHelp(desk),
    strangers, // takes whatever the others did not
  ];
  return {
    inviteFor: (ctx, known) => invite.begin(ctx, known),
    gate: async (ctx) => (await gate(ctx)) || ((await administrator.gate?.(ctx)) ?? false),
    commands: parts.flatMap((part) => part.commands ?? []),
    menu: parts.flatMap((part) => part.menu ?? []),
    buttons: Object.assign({}, ...parts.map((part) => part.buttons ?? {})) as NonNullable<Feature['buttons']>,
    dialogues: parts.flatMap((part) => part.dialogues ?? []),
    async message(ctx) {
      for (const part of parts) if (await part.message?.(ctx)) return true;
      return false;
    },
    ownMenu: strangers.ownMenu,
    wakes: Object.assign({}, ...parts.map((part) => part.wakes ?? {})) as NonNullable<Feature['wakes']>,
    jobs: [
      {
        name: 'invitations',
        every: 'tick',
        expireInSeconds: 60,
        run: ({ now }) => emptyUnusedInvitations(rest.prisma, now),
      },
      { name: 'acting', every: 'tick', expireInSeconds: 60, run: ({ now }) => tellActing(rest.prisma, now) },
    ],
    renderers: { ...createNotices(desk, () => clock.now()), ...createActingNotices(desk) },
  };
}
