import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/platform/package-root.ts';

/**
 * A label is read on a phone: 30 characters where the button stands alone, 14 where two stand in a row. What is filled in
 * is left out, for nobody knows its length; pairs are those that the source puts in one row.
 */

const ALONE = 30;
const IN_A_ROW = 14;

const labels = new Map<string, string>();
for (const file of readdirSync(path.join(packageRoot(), 'locales/ru'))) {
  const walk = (node: unknown, key: string): void => {
    if (typeof node === 'string') labels.set(key, node.replace(/\{\{\w+\}\}/g, ''));
    else
      for (const [name, inner] of Object.entries(node as object))
        walk(inner, key.endsWith(':') ? key + name : `${key}.${name}`);
  };
  walk(
    JSON.parse(readFileSync(path.join(packageRoot(), 'locales/ru', file), 'utf8')),
    file.replace('.json', ':'),
  );
}

/** All that a key, or a template of one, can say; of forms by number each. */
function said(node: ts.Node): string[] {
  const found: string[] = [];
  const look = (each: ts.Node): void => {
    if (ts.isStringLiteralLike(each)) {
      for (const form of ['', '_one', '_few', '_many', '_other'])
        found.push(labels.get(each.text + form) ?? '');
    } else if (ts.isTemplateExpression(each)) {
      const rest = each.templateSpans.map(({ literal }) => `[\\w-]+${escaped(literal.text)}`);
      const pattern = new RegExp(`^${escaped(each.head.text)}${rest.join('')}$`);
      for (const [key, text] of labels) if (pattern.test(key)) found.push(text);
    } else ts.forEachChild(each, look);
  };
  look(node);
  // A sentence is no label: it stands beside labels under a key with a part left open.
  return found.filter((text) => !text.endsWith('.'));
}
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const isCallOf = (node: ts.Node, name: string): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;

/** The labels of the buttons that an expression makes; those of one branch or the other alike. */
function buttonsIn(node: ts.Node): string[] {
  if (isCallOf(node, 'button')) return node.arguments[0] ? said(node.arguments[0]) : [];
  const found: string[] = [];
  ts.forEachChild(node, (each) => void found.push(...buttonsIn(each)));
  return found;
}

function overIn(file: string): string[] {
  const code = readFileSync(file, 'utf8');
  if (!code.includes('button(')) return [];
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest);
  const over = new Set<string>();
  const check = (texts: readonly string[], limit: number): void => {
    for (const text of texts) if ([...text].length > limit) over.add(`${limit}: ${text}`);
  };
  const visit = (node: ts.Node): void => {
    if (isCallOf(node, 'button')) check(buttonsIn(node), ALONE);
    if (isCallOf(node, 'keyboard'))
      for (const row of node.arguments.filter(ts.isArrayLiteralExpression)) {
        const cells = row.elements.map(buttonsIn).filter((texts) => texts.length > 0);
        if (cells.length > 1) check(cells.flat(), IN_A_ROW);
      }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...over];
}

test('labels fit the buttons of a phone', () => {
  const files = readdirSync(path.join(packageRoot(), 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('generated'),
  );
  const over = files.flatMap((file) => overIn(path.join(packageRoot(), 'src', file)));
  expect([...new Set(over)]).toEqual([]);
});
