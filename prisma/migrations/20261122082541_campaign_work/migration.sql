-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "speaksForId" INTEGER;

-- AlterTable
ALTER TABLE "Campaign" ALTER COLUMN "openedAt" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Assignment" ADD COLUMN     "acceptedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Acting" (
    "id" SERIAL NOT NULL,
    "seatId" INTEGER NOT NULL,
    "actingSeatId" INTEGER NOT NULL,
    "fromOn" DATE NOT NULL,
    "untilOn" DATE NOT NULL,
    "setBySeatId" INTEGER,
    "setAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Acting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delegation" (
    "id" SERIAL NOT NULL,
    "assignmentId" INTEGER NOT NULL,
    "code" TEXT,
    "seatId" INTEGER NOT NULL,
    "givenBySeatId" INTEGER,
    "dueOn" DATE,
    "state" TEXT NOT NULL DEFAULT 'given',
    "remark" TEXT,
    "givenAt" TIMESTAMPTZ(3) NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Look" (
    "assignmentId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "seatId" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Look_pkey" PRIMARY KEY ("assignmentId","code","seatId")
);

-- CreateTable
CREATE TABLE "Clarification" (
    "id" SERIAL NOT NULL,
    "assignmentId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "edition" INTEGER NOT NULL,
    "remark" TEXT NOT NULL,
    "askedBySeatId" INTEGER,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueOn" DATE,
    "answer" TEXT,
    "explanation" TEXT,
    "way" TEXT,
    "answeredBySeatId" INTEGER,
    "answeredAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Clarification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReminderRound" (
    "id" SERIAL NOT NULL,
    "campaignId" INTEGER NOT NULL,
    "text" TEXT,
    "bySeatId" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sendAt" TIMESTAMPTZ(3) NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReminderRound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reminder" (
    "id" SERIAL NOT NULL,
    "assignmentId" INTEGER NOT NULL,
    "roundId" INTEGER,
    "step" INTEGER,
    "on" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "Reminder_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Acting_seatId_untilOn_idx" ON "Acting"("seatId", "untilOn");

-- CreateIndex
CREATE INDEX "Acting_actingSeatId_untilOn_idx" ON "Acting"("actingSeatId", "untilOn");

-- CreateIndex
CREATE INDEX "delegation_of_seat" ON "Delegation"("seatId") WHERE (state in ('given', 'ready', 'returned'));

-- CreateIndex
-- By hand: NULLS NOT DISTINCT, so that the whole questionnaire too is given to a post once.
CREATE UNIQUE INDEX "delegation_open" ON "Delegation"("assignmentId", "code", "seatId") NULLS NOT DISTINCT WHERE (state in ('given', 'ready', 'returned'));

-- CreateIndex
CREATE UNIQUE INDEX "clarification_open" ON "Clarification"("assignmentId", "code") WHERE ("closedAt" is null);

-- CreateIndex
CREATE INDEX "Reminder_roundId_idx" ON "Reminder"("roundId");

-- CreateIndex
CREATE UNIQUE INDEX "reminder_of_day" ON "Reminder"("assignmentId", "on") WHERE ("undoneAt" is null);

-- AddForeignKey
ALTER TABLE "Acting" ADD CONSTRAINT "Acting_seatId_fkey" FOREIGN KEY ("seatId") REFERENCES "Seat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Acting" ADD CONSTRAINT "Acting_actingSeatId_fkey" FOREIGN KEY ("actingSeatId") REFERENCES "Seat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delegation" ADD CONSTRAINT "Delegation_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delegation" ADD CONSTRAINT "Delegation_seatId_fkey" FOREIGN KEY ("seatId") REFERENCES "Seat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Look" ADD CONSTRAINT "Look_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Clarification" ADD CONSTRAINT "Clarification_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReminderRound" ADD CONSTRAINT "ReminderRound_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reminder" ADD CONSTRAINT "Reminder_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reminder" ADD CONSTRAINT "Reminder_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "ReminderRound"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the Prisma schema cannot express: the values a state may have, and days in order.
alter table "Seat" drop constraint seat_kind, add constraint seat_kind
  check (kind in ('administrator', 'association_coordinator', 'city_coordinator', 'approver', 'head', 'assistant',
    'executor', 'press_secretary'));
alter table "Assignment" drop constraint assignment_state, add constraint assignment_state
  check (state in ('not_opened', 'in_work', 'submitted', 'to_clarify', 'accepted'));
alter table "Acting" add constraint acting_days check ("fromOn" <= "untilOn" and "seatId" <> "actingSeatId");
alter table "Delegation" add constraint delegation_state
  check (state in ('given', 'ready', 'returned', 'accepted', 'declined', 'recalled'));
alter table "Clarification" add constraint clarification_answer check (answer in ('explained', 'corrected'));
alter table "Clarification" add constraint clarification_way check (way in ('chat', 'phone', 'letter', 'paper'));
