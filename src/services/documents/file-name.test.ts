import { expect, it } from 'vitest';
import { fileName } from './file-name.ts';

it('is readable', () => {
  expect(fileName(['Анкета', '2026', 'Благовещенск'], 'docx')).toBe('Анкета-2026-Благовещенск.docx');
  expect(fileName(['Анкета', '2026', 'Ростов-на-Дону', 'ПРОЕКТ'], 'docx')).toBe(
    'Анкета-2026-Ростов-на-Дону-ПРОЕКТ.docx',
  );
  expect(fileName(['План встреч', '2027-04'], 'xlsx')).toBe('План-встреч-2027-04.xlsx');
});

it('has nothing that a request or a file system could stumble over', () => {
  expect(fileName(['..', 'a;b%c"d/e\\f:g*h?i<j>k|l', '\r\nг. Омск', ''], 'docx')).toBe(
    'a-b-c-d-e-f-g-h-i-j-k-l-г-Омск.docx',
  );
  expect(fileName(['Й'.normalize('NFD')], 'docx')).toBe('Й.docx');
});

it('stays short', () => {
  expect(Buffer.byteLength(fileName(['Щ'.repeat(500)], 'docx'))).toBeLessThan(255);
});
