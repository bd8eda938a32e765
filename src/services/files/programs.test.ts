import { expect, test } from 'vitest';
import { isProgram, isProgramName } from './programs.ts';

test.each([
  ...[
    'a.exe',
    'A.EXE',
    'план.pdf.exe',
    'a.exe.',
    'a.exe ',
    'x.com',
    'setup.msi',
    'run.bat',
    'a.cmd',
    'a.scr',
  ],
  ...['a.js', 'a.vbs', 'a.ps1', 'a.jar', 'a.apk', 'Отчёт.lnk', 'a.hta', 'a.ex\u200be', 'cod\u202excod.exe'],
])('%s is a program', (name) => expect(isProgramName(name)).toBe(true));

test.each([
  ...[
    'План.docx',
    'план.exe.pdf',
    'смета 2027.xlsx',
    'Фото-12.jpg',
    'a.zip',
    'a.7z',
    'a.rar',
    'a.pptx',
    'a.odt',
  ],
  ...['document', 'exe', 'письмо от 12.02.2027', 'a.txt', 'a.csv', 'a.rtf', 'a.heic', 'a.docm'],
])('%s is none', (name) => expect(isProgramName(name)).toBe(false));

test('a program under another name is known by its first bytes, a text that looks like one is not', () => {
  const windows = Buffer.alloc(200);
  windows.write('MZ', 0);
  windows.writeUInt32LE(128, 60);
  expect(isProgram(windows)).toBe(false);
  windows.write('PE\0\0', 128, 'latin1');
  expect(isProgram(windows)).toBe(true);
  expect(isProgram(Buffer.from('#!/bin/sh\n'))).toBe(true);
  expect(isProgram(Buffer.from('7f454c46020101', 'hex'))).toBe(true);
  expect(isProgram(Buffer.from('4c0000000114020000', 'hex'))).toBe(true);
  expect(
    isProgram(Buffer.from('MZ — так начинается этот текст, и он длиннее шестидесяти четырёх байт.')),
  ).toBe(false);
  expect(isProgram(Buffer.from('%PDF-1.7'))).toBe(false);
  expect(isProgram(Buffer.from('PK\u0003\u0004'))).toBe(false);
  expect(isProgram(Buffer.alloc(0))).toBe(false);
});
