-- The stems are kept beside the text, within the row: to search and to rank by them otherwise reads every text anew.
DROP INDEX "Passage_stems";
ALTER TABLE "Passage" ADD COLUMN "stems" tsvector GENERATED ALWAYS AS (to_tsvector('russian', "text")) STORED;
ALTER TABLE "Passage" ALTER COLUMN "stems" SET STORAGE MAIN;
CREATE INDEX "Passage_stems" ON "Passage" USING gin ("stems");

-- In a database of locale C, which ours is, pg_trgm takes no Cyrillic letter for a letter: each goes under a sign of its own.
CREATE FUNCTION plain_letters(word text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(word, 'абвгдежзийклмнопрстуфхцчшщъыьэюяё', 'abcdefghijklmnopqrstuvwxyz012345f');
DROP INDEX "PassageWord_trigrams";
CREATE INDEX "PassageWord_trigrams" ON "PassageWord" USING gin (plain_letters("word") gin_trgm_ops);
