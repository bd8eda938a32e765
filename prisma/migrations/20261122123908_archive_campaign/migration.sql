-- AlterTable
ALTER TABLE "Campaign" ADD COLUMN     "archived" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Assignment" ADD COLUMN     "behalf" JSONB;

-- AlterTable
ALTER TABLE "Submission" ADD COLUMN     "letterOn" DATE;
