import type { PrismaClient } from '../../platform/database/generated/client.ts';

/** Days for which a coordinator still sees whose link ran out, or was withdrawn, and can write it anew by one button. */
const SHOWN_DAYS = 14;
const DAY = 24 * 3600 * 1000;

/**
 * Takes name, telephone and e-mail out of the invitations that nobody used: he who never came in has agreed to nothing. What
 * stays says that a link was written for the post. `now`: civil time.
 */
export async function emptyUnusedInvitations(prisma: PrismaClient, now: Date): Promise<void> {
  await prisma.invitation.updateMany({
    where: {
      usedAt: null,
      surname: { not: '' },
      expiresAt: { lte: new Date(now.getTime() - SHOWN_DAYS * DAY) },
    },
    data: { surname: '', name: '', patronymic: null, phone: null, email: null },
  });
}
