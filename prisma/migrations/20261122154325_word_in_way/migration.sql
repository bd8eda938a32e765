-- AlterTable
ALTER TABLE "WordIn" DROP COLUMN "way";
