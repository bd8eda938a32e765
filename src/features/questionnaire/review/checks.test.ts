import { describe, expect, test } from 'vitest';
import { ownAnswers, ownYear } from '../../../../test/support/own-answers.ts';
import { noSample, readSample } from '../../../../test/support/sample.ts';
import { reviewFindings } from './checks.ts';
import { sentencesOf } from './sentences.ts';

const findings = (code: string, text: string, lastYear?: string) =>
  reviewFindings({
    year: 2026,
    answers: [{ code, text }],
    ...(lastYear === undefined ? {} : { lastYear: { [code]: lastYear } }),
  });

describe('sentencesOf', () => {
  test('cuts at ends of sentences and lines, not after initials and abbreviations', () => {
    const text =
      '- договор № 225 от 15.07.2022 г. с Ассоциацией;\n- встреча мэра О.Г. Имамеева. Было 5 г. «Новое»!\n\n Да';
    const found = sentencesOf(text);
    expect(found.map((sentence) => sentence.text)).toEqual([
      '- договор № 225 от 15.07.2022 г. с Ассоциацией;',
      '- встреча мэра О.Г. Имамеева.',
      'Было 5 г. «Новое»!',
      'Да',
    ]);
    for (const { text: part, offset } of found) expect(text.slice(offset, offset + part.length)).toBe(part);
  });
});

describe("last year's sentence", () => {
  test('with last year’s answer: only what was taken over word for word', () => {
    const text = 'Начало.\n\n- В 2025 году проведено 40 встреч;\n- в 2025 году было иначе.';
    expect(findings('PROBLEMS', text, '- в 2025 году  проведено 40 встреч.')).toEqual([
      {
        kind: 'last_year',
        code: 'PROBLEMS',
        year: 2025,
        quote: 'В 2025 году',
        offset: text.indexOf('В 2025'),
        sentence: '- В 2025 году проведено 40 встреч;',
      },
    ]);
    // New figures do not make it another sentence.
    const renewed = 'В 2025 году проведено 2 140 встреч, на них были 58 человек.';
    expect(
      findings('PROBLEMS', renewed, 'В 2025 году проведено 212 встреч, на них были 1 400 человек.'),
    ).toEqual([expect.objectContaining({ kind: 'last_year', sentence: renewed })]);
    expect(findings('PROBLEMS', renewed, 'В 2025 году проведено 212 сходов, на них были 9 человек.')).toEqual(
      [],
    );
  });

  test.each(['в 2025 году', 'В 2025 г.', 'за 2025 год', 'в июне 2025 года', 'в течение 2025 года'])(
    'without it: «%s» among the achievements',
    (words) => {
      expect(findings('ACHIEVED', `Сделано много. Также ${words} открыт парк.`)).toMatchObject([
        { kind: 'last_year', quote: words, offset: 'Сделано много. Также '.length },
      ]);
      expect(findings('PROBLEMS', `Также ${words} открыт парк.`)).toEqual([]);
    },
  );

  test.each([
    'В 2025 году проведено 10 встреч, в 2026 году — 20.',
    'Договор от 21 апреля 2025 года.',
    'По сравнению с 2025 годом больше.',
    'Соглашение № 2025 года дружбы.',
    'Победа 1941-1945 годов, с 2025 года действует правило.',
    'План на 2025-2029 годы.',
    'В 2024 году.',
  ])('«%s» is not asked about', (text) => {
    expect(findings('ACHIEVED', text)).toEqual([]);
  });
});

describe('another year among the tasks', () => {
  test.each([
    ['задачи на 2026 год', 2026, 'на 2026 год'],
    ['В 2026 году предстоит', 2026, 'В 2026 году'],
    ['открытие парка в мае 2026 г. у реки', 2026, 'в мае 2026 г.'],
    ['программа на 2028-2030 годы', 2030, 'на 2028-2030 годы'],
  ])('«%s»', (text, year, quote) => {
    expect(findings('TASKS_NEXT', `Развитие. ${text}`)).toMatchObject([
      { kind: 'other_year', year, expected: 2027, quote },
    ]);
    expect(findings('HELP', text)).toEqual([]);
  });

  test.each([
    'В 2027 году',
    'на 2027 год',
    'программа на 2025-2030 годы',
    'подготовка к 82-летию Победы в Великой Отечественной войне 1941-1945 годов',
    'празднование 144-й годовщины (10.07.2027 года), постановление от 02.06.2023 года',
    'по итогам 2026 года',
    'в 1941 году',
  ])('«%s» is not asked about', (text) => {
    expect(findings('TASKS_NEXT', text)).toEqual([]);
  });
});

describe('поставлено, исполнено, долгосрочных', () => {
  test.each([
    'Поставлено 2 717, исполнено 2 626, долгосрочных 55.',
    'Поставлено на контроль 2717 поручений. По состоянию на 31.12.2026 исполнено 2 626 (97 %), долгосрочного исполнения — 55.',
    'По итогам поставлено на контроль 2717 поручений. По состоянию на отчетный период 2626 поручений исполнено, 55 поручений долгосрочного исполнения.',
    '- поставлено на контроль 2717 поручений;\n- исполнено 2 626;\n- долгосрочных 55.',
    '2 717 поручений поставлены на контроль: исполнено 2 626 и 55 долгосрочных.',
    'На контроль поставлено 2717 поручений, из них исполнены 2626, долгосрочные — 55.',
    'Исполнено 2626 поручений из 2717 поставленных на контроль, 55 долгосрочных.',
  ])('does not add up by 36: «%s»', (text) => {
    expect(findings('ACHIEVED', `Начало.\n${text}`)).toMatchObject([
      { kind: 'control_figures', set: 2717, done: 2626, longTerm: 55, difference: 36, offset: 8 },
    ]);
  });

  test.each([
    'Поставлено на контроль 2717 поручений. Исполнено 2 662, долгосрочных — 55.',
    'Поставлено на контроль более 2700 поручений. Исполнено 2 626, долгосрочных — 55.',
    'Поставлено 100 поручений. Исполнено 80, долгосрочных 10, просрочено 10.',
    'Поставлено 100 поручений. Исполнено 80.',
    'Поставлено 2 717 поручений, исполнено в срок 2 600, с нарушением срока 62, долгосрочных 55.',
    'Поставлено 100 поручений, исполнено 80, долгосрочных 10, снято 10.',
    'Исполнено 80, долгосрочных 10. Поступило 10177, из них на контроль поставлено 8469 поручений.',
    'Поставлено 100. Раз. Два. Три. Исполнено 80, долгосрочных 10.',
    'В администрацию поступило для исполнения 100 поручений, поставлено на контроль 90. Долгосрочных нет.',
  ])('nothing to ask: «%s»', (text) => {
    expect(findings('ACHIEVED', text)).toEqual([]);
  });

  test('each group of figures by itself', () => {
    const text = 'Поставлено 10. Исполнено 8, долгосрочных 2.\n\nПоставлено 20. Исполнено 8, долгосрочных 2.';
    expect(findings('ACHIEVED', text)).toMatchObject([{ set: 20, difference: 10 }]);
  });
});

test('our own answers give no false alarm', () => {
  const answers = Object.entries(ownAnswers).map(([code, text]) => ({ code, text }));
  expect(reviewFindings({ year: ownYear, answers })).toEqual([]);
});

const sample = readSample();
describe.skipIf(!sample)(`the sample (skipped where ${noSample})`, () => {
  const answers = Object.entries(sample?.answers ?? {}).map(([code, text]) => ({ code, text }));

  test('gives no false alarm, even where last year’s answers were the same', () => {
    expect(reviewFindings({ year: 2022, answers })).toEqual([]);
    expect(reviewFindings({ year: 2022, answers, lastYear: sample?.answers ?? {} })).toEqual([]);
  });

  test('its figures turned round are found', () => {
    const turned = answers.map(({ code, text }) => ({ code, text: text.replace('2662', '2626') }));
    expect(reviewFindings({ year: 2022, answers: turned })).toMatchObject([
      { kind: 'control_figures', code: 'ACHIEVED', set: 2717, done: 2626, longTerm: 55, difference: 36 },
    ]);
  });

  test('sent in again a year later, it is asked about', () => {
    const kinds = reviewFindings({ year: 2023, answers }).map(({ kind, code }) => `${code} ${kind}`);
    expect(kinds).toContain('ACHIEVED last_year');
  });
});
