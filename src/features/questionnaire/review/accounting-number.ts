import type { Prisma } from '../../../platform/database/generated/client.ts';

/**
 * The next accounting number of a campaign, «2026-ОРГ-27»: year, short name of the branch, ordinal in the campaign. Each is
 * given out once, whoever else asks at the same time; if the transaction fails, the number was never given.
 *
 * @throws where there is no such campaign
 */
export async function accountingNumber(tx: Prisma.TransactionClient, campaignId: number): Promise<string> {
  const { year, lastNumber, branch } = await tx.campaign.update({
    where: { id: campaignId },
    data: { lastNumber: { increment: 1 } },
    select: { year: true, lastNumber: true, branch: { select: { short: true } } },
  });
  return `${year}-${branch.short}-${lastNumber}`;
}
