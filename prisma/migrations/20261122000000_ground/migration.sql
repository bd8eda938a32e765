-- CreateTable
CREATE TABLE "Lane" (
    "chatId" BIGINT NOT NULL,
    "leaseToken" UUID,
    "leasedUntil" TIMESTAMPTZ(3),
    "state" JSONB NOT NULL DEFAULT '{}',
    "lastMessageId" INTEGER NOT NULL DEFAULT 0,
    "wakeAt" TIMESTAMPTZ(3),
    "wake" JSONB,

    CONSTRAINT "Lane_pkey" PRIMARY KEY ("chatId")
);

-- CreateTable
CREATE TABLE "Update" (
    "id" BIGINT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "chatId" BIGINT,
    "payload" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "Update_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "token" UUID,
    "until" TIMESTAMPTZ(3),
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "City" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'ru',
    "card" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "City_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Department" (
    "id" SERIAL NOT NULL,
    "cityId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Department_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" SERIAL NOT NULL,
    "telegramId" BIGINT,
    "surname" TEXT,
    "name" TEXT,
    "patronymic" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "language" TEXT,
    "reach" TEXT NOT NULL DEFAULT 'ok',
    "consent" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "cutOffAt" TIMESTAMPTZ(3),
    "erasedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Seat" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "cityId" INTEGER,
    "departmentId" INTEGER,
    "post" TEXT NOT NULL,
    "hours" TEXT,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Seat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Holding" (
    "id" SERIAL NOT NULL,
    "seatId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "Holding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" SERIAL NOT NULL,
    "seatId" INTEGER NOT NULL,
    "surname" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "patronymic" TEXT,
    "phone" TEXT,
    "tokenHash" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "createdById" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedById" INTEGER,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessRequest" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "cityId" INTEGER,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "AccessRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Stray" (
    "id" SERIAL NOT NULL,
    "chatId" BIGINT NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "messageId" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "entities" JSONB,
    "fileId" INTEGER,
    "fileName" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Stray_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Journal" (
    "id" BIGSERIAL NOT NULL,
    "requestKey" TEXT,
    "verb" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "personId" INTEGER,
    "seatId" INTEGER,
    "outcome" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Journal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "File" (
    "id" SERIAL NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "File_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" BIGSERIAL NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "personId" INTEGER,
    "chatId" BIGINT,
    "channel" TEXT NOT NULL DEFAULT 'telegram',
    "lane" TEXT NOT NULL DEFAULT 'personal',
    "kind" TEXT NOT NULL,
    "args" JSONB NOT NULL DEFAULT '{}',
    "subject" TEXT,
    "againIfUnknown" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "failure" TEXT,
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "notAfter" TIMESTAMPTZ(3),
    "retryAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "messageId" INTEGER,
    "sentAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Branch" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "short" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Branch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Form" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "questions" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Form_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Campaign" (
    "id" SERIAL NOT NULL,
    "branchId" INTEGER NOT NULL,
    "formId" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "dueOn" DATE NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "lastNumber" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Assignment" (
    "id" SERIAL NOT NULL,
    "campaignId" INTEGER NOT NULL,
    "cityId" INTEGER NOT NULL,
    "respondentSeatId" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'not_opened',
    "dueOn" DATE,
    "number" TEXT,
    "edition" INTEGER NOT NULL DEFAULT 0,
    "submittedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Submission" (
    "id" SERIAL NOT NULL,
    "assignmentId" INTEGER NOT NULL,
    "edition" INTEGER NOT NULL,
    "personId" INTEGER,
    "seatId" INTEGER,
    "content" JSONB NOT NULL,
    "mark" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "Submission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Answer" (
    "id" SERIAL NOT NULL,
    "assignmentId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "chars" INTEGER NOT NULL DEFAULT 0,
    "pieceCount" INTEGER NOT NULL DEFAULT 0,
    "value" JSONB,
    "doneAt" TIMESTAMPTZ(3),
    "skippedAt" TIMESTAMPTZ(3),
    "changedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Piece" (
    "id" SERIAL NOT NULL,
    "answerId" INTEGER NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "entities" JSONB,
    "sentLength" INTEGER,
    "seam" TEXT,
    "fileId" INTEGER,
    "fileName" TEXT,
    "authorId" INTEGER,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "addedBy" BIGINT,
    "removedBy" BIGINT,

    CONSTRAINT "Piece_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "lane_wake" ON "Lane"("wakeAt") WHERE ("wakeAt" is not null);

-- CreateIndex
CREATE UNIQUE INDEX "Update_seq_key" ON "Update"("seq");

-- CreateIndex
CREATE INDEX "update_open" ON "Update"("chatId", "seq") WHERE ("doneAt" is null);

-- CreateIndex
CREATE INDEX "Update_doneAt_idx" ON "Update"("doneAt");

-- CreateIndex
CREATE UNIQUE INDEX "City_name_key" ON "City"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Department_cityId_name_key" ON "Department"("cityId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Person_telegramId_key" ON "Person"("telegramId");

-- CreateIndex
CREATE INDEX "Seat_cityId_kind_idx" ON "Seat"("cityId", "kind");

-- CreateIndex
CREATE INDEX "Holding_personId_idx" ON "Holding"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "holding_one_holder" ON "Holding"("seatId") WHERE ("until" is null);

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_codeHash_key" ON "Invitation"("codeHash");

-- CreateIndex
CREATE INDEX "Invitation_seatId_idx" ON "Invitation"("seatId");

-- CreateIndex
CREATE UNIQUE INDEX "AccessRequest_personId_key" ON "AccessRequest"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Stray_sourceKey_key" ON "Stray"("sourceKey");

-- CreateIndex
CREATE INDEX "Stray_chatId_at_idx" ON "Stray"("chatId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Journal_requestKey_key" ON "Journal"("requestKey");

-- CreateIndex
CREATE INDEX "Journal_subject_at_idx" ON "Journal"("subject", "at");

-- CreateIndex
CREATE INDEX "Journal_personId_idx" ON "Journal"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "File_sha256_key" ON "File"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_dedupeKey_key" ON "Notice"("dedupeKey");

-- CreateIndex
CREATE INDEX "notice_due" ON "Notice"("lane", "notBefore", "id") WHERE (state = 'queued');

-- CreateIndex
CREATE INDEX "notice_sending" ON "Notice"("retryAt") WHERE (state = 'sending');

-- CreateIndex
CREATE INDEX "Notice_personId_idx" ON "Notice"("personId");

-- CreateIndex
CREATE INDEX "Notice_subject_idx" ON "Notice"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "Branch_code_key" ON "Branch"("code");

-- CreateIndex
CREATE UNIQUE INDEX "Form_code_version_key" ON "Form"("code", "version");

-- CreateIndex
CREATE UNIQUE INDEX "Campaign_branchId_year_key" ON "Campaign"("branchId", "year");

-- CreateIndex
CREATE INDEX "Assignment_respondentSeatId_idx" ON "Assignment"("respondentSeatId");

-- CreateIndex
CREATE UNIQUE INDEX "Assignment_campaignId_cityId_key" ON "Assignment"("campaignId", "cityId");

-- CreateIndex
CREATE UNIQUE INDEX "Submission_assignmentId_edition_key" ON "Submission"("assignmentId", "edition");

-- CreateIndex
CREATE UNIQUE INDEX "Answer_assignmentId_code_key" ON "Answer"("assignmentId", "code");

-- CreateIndex
CREATE INDEX "Piece_answerId_position_idx" ON "Piece"("answerId", "position");

-- CreateIndex
CREATE INDEX "Piece_removedBy_idx" ON "Piece"("removedBy");

-- CreateIndex
CREATE UNIQUE INDEX "piece_of_message" ON "Piece"("sourceKey") WHERE ("removedBy" is null);

-- AddForeignKey
ALTER TABLE "Department" ADD CONSTRAINT "Department_cityId_fkey" FOREIGN KEY ("cityId") REFERENCES "City"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Seat" ADD CONSTRAINT "Seat_cityId_fkey" FOREIGN KEY ("cityId") REFERENCES "City"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Seat" ADD CONSTRAINT "Seat_departmentId_fkey" FOREIGN KEY ("departmentId") REFERENCES "Department"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Holding" ADD CONSTRAINT "Holding_seatId_fkey" FOREIGN KEY ("seatId") REFERENCES "Seat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Holding" ADD CONSTRAINT "Holding_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_seatId_fkey" FOREIGN KEY ("seatId") REFERENCES "Seat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Campaign" ADD CONSTRAINT "Campaign_branchId_fkey" FOREIGN KEY ("branchId") REFERENCES "Branch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Campaign" ADD CONSTRAINT "Campaign_formId_fkey" FOREIGN KEY ("formId") REFERENCES "Form"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_cityId_fkey" FOREIGN KEY ("cityId") REFERENCES "City"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_respondentSeatId_fkey" FOREIGN KEY ("respondentSeatId") REFERENCES "Seat"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Answer" ADD CONSTRAINT "Answer_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Piece" ADD CONSTRAINT "Piece_answerId_fkey" FOREIGN KEY ("answerId") REFERENCES "Answer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
