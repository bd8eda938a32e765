-- AlterTable
ALTER TABLE "Submission" ADD COLUMN     "way" TEXT;

-- AlterTable
ALTER TABLE "Answer" ADD COLUMN     "privateAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "WordIn" (
    "id" SERIAL NOT NULL,
    "chatId" BIGINT NOT NULL,
    "personId" INTEGER,
    "assignmentId" INTEGER,
    "code" TEXT,
    "fileId" INTEGER NOT NULL,
    "fileName" TEXT NOT NULL,
    "way" TEXT,
    "parts" JSONB NOT NULL,
    "choices" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "writtenAt" TIMESTAMPTZ(3),

    CONSTRAINT "WordIn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Volume" (
    "id" SERIAL NOT NULL,
    "campaignId" INTEGER NOT NULL,
    "options" JSONB NOT NULL DEFAULT '{}',
    "closedAt" TIMESTAMPTZ(3),
    "closedBySeatId" INTEGER,
    "sendAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "Volume_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VolumeBuild" (
    "id" SERIAL NOT NULL,
    "volumeId" INTEGER NOT NULL,
    "chatId" BIGINT NOT NULL,
    "messageId" INTEGER,
    "seatId" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "progress" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "VolumeBuild_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VolumeFile" (
    "id" SERIAL NOT NULL,
    "buildId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "part" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "fileId" INTEGER NOT NULL,

    CONSTRAINT "VolumeFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Passage" (
    "id" SERIAL NOT NULL,
    "assignmentId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "cityId" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "Passage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PassageWord" (
    "word" TEXT NOT NULL,

    CONSTRAINT "PassageWord_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "CityQuestion" (
    "id" SERIAL NOT NULL,
    "assignmentId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "cityId" INTEGER NOT NULL,
    "askedBySeatId" INTEGER NOT NULL,
    "askedCityId" INTEGER,
    "text" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answeredBySeatId" INTEGER,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "CityQuestion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Theme" (
    "id" SERIAL NOT NULL,
    "campaignId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "Theme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ThemeLine" (
    "id" SERIAL NOT NULL,
    "themeId" INTEGER NOT NULL,
    "assignmentId" INTEGER NOT NULL,
    "line" TEXT NOT NULL,

    CONSTRAINT "ThemeLine_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "WordIn_chatId_createdAt_idx" ON "WordIn"("chatId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Volume_campaignId_key" ON "Volume"("campaignId");

-- CreateIndex
CREATE INDEX "VolumeBuild_volumeId_idx" ON "VolumeBuild"("volumeId");

-- CreateIndex
CREATE UNIQUE INDEX "VolumeFile_buildId_kind_part_key" ON "VolumeFile"("buildId", "kind", "part");

-- CreateIndex
CREATE INDEX "Passage_cityId_code_year_idx" ON "Passage"("cityId", "code", "year");

-- CreateIndex
CREATE UNIQUE INDEX "Passage_assignmentId_code_key" ON "Passage"("assignmentId", "code");

-- CreateIndex
CREATE INDEX "CityQuestion_cityId_idx" ON "CityQuestion"("cityId");

-- CreateIndex
CREATE INDEX "CityQuestion_askedBySeatId_idx" ON "CityQuestion"("askedBySeatId");

-- CreateIndex
CREATE UNIQUE INDEX "Theme_campaignId_code_title_key" ON "Theme"("campaignId", "code", "title");

-- CreateIndex
CREATE UNIQUE INDEX "ThemeLine_themeId_assignmentId_line_key" ON "ThemeLine"("themeId", "assignmentId", "line");

-- AddForeignKey
ALTER TABLE "WordIn" ADD CONSTRAINT "WordIn_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VolumeBuild" ADD CONSTRAINT "VolumeBuild_volumeId_fkey" FOREIGN KEY ("volumeId") REFERENCES "Volume"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VolumeFile" ADD CONSTRAINT "VolumeFile_buildId_fkey" FOREIGN KEY ("buildId") REFERENCES "VolumeBuild"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Passage" ADD CONSTRAINT "Passage_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Theme" ADD CONSTRAINT "Theme_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ThemeLine" ADD CONSTRAINT "ThemeLine_themeId_fkey" FOREIGN KEY ("themeId") REFERENCES "Theme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Search in Russian, by stems; typing errors are forgiven by trigrams. pg_trgm is a trusted extension.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "Passage_stems" ON "Passage" USING gin (to_tsvector('russian', "text"));
CREATE INDEX "PassageWord_trigrams" ON "PassageWord" USING gin ("word" gin_trgm_ops);

ALTER TABLE "VolumeBuild" ADD CONSTRAINT "VolumeBuild_state" CHECK (state IN ('queued', 'building', 'done', 'failed'));
ALTER TABLE "VolumeFile" ADD CONSTRAINT "VolumeFile_kind" CHECK (kind IN ('cities', 'questions', 'table'));
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_way" CHECK (way IN ('letter', 'phone', 'paper'));
ALTER TABLE "WordIn" ADD CONSTRAINT "WordIn_way" CHECK (way IN ('letter', 'phone', 'paper'));
