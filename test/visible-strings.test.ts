import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parseMarks } from '../src/services/i18n/marks.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Files whose Russian words nobody is shown by the bot. */
const EXCUSED: Readonly<Record<string, string>> = {
  'src/features/questionnaire/answering/incoming.ts':
    'words by which a question to the bot is told from an answer',
  'src/features/questionnaire/answering/numbers.ts':
    'words that people write before a number, kept with it as its own',
  'src/features/questionnaire/review/checks.ts': 'patterns of years in an answer',
  'src/features/questionnaire/word-in/key-phrases.ts':
    'words by which the headings of a filled form are told',
  'src/features/questionnaire/word-in/nothing.ts':
    'words with which people leave a question without an answer',
  'src/features/questionnaire/word-in/words.ts': 'letters that look alike, and words that change a meaning',
  'src/services/calendar/parse-day.ts': 'words of days and months that people write, to be recognised',
  'src/simulator/transcript.ts':
    'transcripts of stories for those who build the bot, in the notation of a dialogue',
  'src/services/documents/read/signs.ts': 'the letters by which Word numbers a list',
};

function sources(): string[] {
  return readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll(path.sep, '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('/generated/'));
}

/** Names of what carries a text to a person: arguments of these calls, values of these properties. */
const SHOWN = /^(reply|send\w*|edit\w*|answer|t|rich|text|caption|label|placeholder|description|title)$/;

function visible(file: string, source: string): string[] {
  const found: string[] = [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ESNext, true);
  const speaks = /^src\/(features|services|bot|app)/.test(file);
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    ) {
      const isName = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
      const russian = /\p{Script=Cyrillic}/u.test(node.text) && [...node.text].length > 1 && !isName;
      const sentence =
        /\p{L} \p{L}/u.test(node.text) && !/^\s*(with|select|insert|update|delete) /.test(node.text);
      if (russian || (speaks && sentence && isShown(node))) {
        const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${file}:${line + 1}: ${node.text}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isShown({ parent }: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent)) return ts.isIdentifier(parent.name) && SHOWN.test(parent.name.text);
  if (!ts.isCallExpression(parent)) return false;
  const { expression } = parent;
  return SHOWN.test(ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText());
}

describe('no visible string stands in the code', () => {
  test('in any file', () => {
    const files = sources().filter((file) => !(file in EXCUSED));
    expect(files.length).toBeGreaterThan(30);
    expect(files.flatMap((file) => visible(file, readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
  });

  test.each(Object.entries(EXCUSED))('%s is excused for a reason that still holds: %s', (file) => {
    expect(visible(file, readFileSync(path.join(root, file), 'utf8'))).not.toEqual([]);
  });

  test('what is looked for is found, and words to be recognised are not', () => {
    const source = `
      // Слова в примечании никто не видит.
      const word = 'Привет';
      const more = \`\${word} г.\`;
      const rule = /^(привет|hello)$/;
      const table = { привет: 1 };
      const plain = word.replaceAll('ё', 'е');
      await ctx.reply('Good morning');
      const button = { text: 'Good morning', id: 'no text' };
      log.info('an update was stored');
    `;
    expect(visible('src/features/x.ts', source)).toEqual([
      'src/features/x.ts:3: Привет',
      'src/features/x.ts:4:  г.',
      'src/features/x.ts:8: Good morning',
      'src/features/x.ts:9: Good morning',
    ]);
  });
});

/** Every text of a language by `file:path.to.text`. */
function readTexts(language: string): Map<string, string> {
  const texts = new Map<string, string>();
  const collect = (key: string, node: unknown): void => {
    if (typeof node === 'string') texts.set(key, node);
    else
      for (const [name, inner] of Object.entries(node as object))
        collect(key === '' ? name : `${key}.${name}`, inner);
  };
  const folder = path.join(root, 'locales', language);
  for (const file of readdirSync(folder)) {
    const tree = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as object;
    for (const [name, node] of Object.entries(tree)) collect(`${file.replace('.json', '')}:${name}`, node);
  }
  return texts;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Keys without their plural endings; for each the endings and the names of the values filled in. */
function stems(texts: Map<string, string>): Map<string, { endings: Set<string>; values: Set<string> }> {
  const result = new Map<string, { endings: Set<string>; values: Set<string> }>();
  for (const [key, text] of texts) {
    const ending = PLURAL.exec(key)?.[1];
    const stem = key.replace(PLURAL, '');
    const entry = result.get(stem) ?? { endings: new Set(), values: new Set() };
    if (ending !== undefined) entry.endings.add(ending);
    for (const [, name = ''] of text.matchAll(/\{\{\s*(\w+)/g)) entry.values.add(name);
    result.set(stem, entry);
  }
  return result;
}

describe('the languages say the same', () => {
  const ru = stems(readTexts('ru'));
  const en = stems(readTexts('en'));

  test('every key is in both', () => {
    expect(ru.size).toBeGreaterThan(100);
    expect([...en.keys()].filter((key) => !ru.has(key))).toEqual([]);
    expect([...ru.keys()].filter((key) => !en.has(key))).toEqual([]);
  });

  test('with the same values', () => {
    const differing = [...ru].filter(([key, { values }]) => {
      const other = en.get(key)?.values ?? values;
      return [...values].sort().join() !== [...other].sort().join();
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test.each([
    ['ru', ru],
    ['en', en],
  ])('with all plural forms of its own: %s', (language, keys) => {
    // Fractions take `other` in Russian; we count whole things.
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const whole = language === 'ru' ? wanted.filter((category) => category !== 'other') : wanted;
    const lacking = [...keys].filter(
      ([key, { endings }]) =>
        (endings.size > 0 || (language === 'en' ? ru : en).get(key)?.endings.size) &&
        !whole.every((category) => endings.has(category)),
    );
    expect(lacking.map(([key]) => key)).toEqual([]);
  });

  test.each(['ru', 'en'])('in marks that can be read, and without raising the voice: %s', (language) => {
    const texts = readTexts(language);
    for (const [key, text] of texts) expect(() => parseMarks(text), key).not.toThrow();
    expect(
      [...texts].filter(([, text]) => text.trim() === '' || text.includes('!')).map(([key]) => key),
    ).toEqual([]);
  });
});
