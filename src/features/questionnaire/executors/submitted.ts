import type { Db } from '../../../platform/database/client.ts';
import { enqueue } from '../../../services/delivery/outbox.ts';
import type { AssignmentView } from '../store.ts';
import { executorNotices } from './notices.ts';

/** With the submission: whoever still has a part of it to write hears that it went without waiting for him. */
export async function tellExecutors(
  tx: Db,
  { delegations }: AssignmentView,
  { journalId, personId, now }: { journalId: bigint; personId: number | null; now: Date },
): Promise<void> {
  for (const { id, state } of delegations) {
    if (state === 'ready') continue;
    const about = { delegationId: id, cause: `${journalId}`, now };
    const notices = await executorNotices(tx, 'executor.submitted', about);
    await enqueue(
      tx,
      notices.filter((each) => each.personId !== personId),
      now,
    );
  }
}
