-- What the Prisma schema cannot express: the values a state may have.
alter table "Update" add constraint update_outcome check (outcome in ('done', 'failed'));
alter table "Person" add constraint person_reach check (reach in ('ok', 'blocked', 'deactivated'));
alter table "Seat" add constraint seat_kind
  check (kind in ('administrator', 'association_coordinator', 'city_coordinator', 'approver', 'head'));
alter table "Notice" add constraint notice_channel check (channel in ('telegram'));
alter table "Notice" add constraint notice_lane check (lane in ('personal', 'broadcast'));
alter table "Notice" add constraint notice_state
  check (state in ('queued', 'sending', 'sent', 'unknown', 'refused', 'withdrawn'));
alter table "Assignment" add constraint assignment_state check (state in ('not_opened', 'in_work', 'submitted'));
alter table "Piece" add constraint piece_seam check (seam in ('tight', 'space', 'paragraph'));
