import { buildSpreadsheet, fileName } from '../../../services/documents/index.ts';
import type { OutCell, OutSheet } from '../../../services/documents/index.ts';
import { dayIn, formatInstant, lateness } from '../../../services/calendar/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { figures } from '../campaign/messages.ts';
import type { CampaignView } from '../campaign/store.ts';
import type { BoardEntry } from './store.ts';
import { fullContact } from './calls.ts';
import { branchOf, executorOf, partOf, plainState } from './words.ts';
import { INTRO } from '../form.ts';
import type { Association, Paper } from '../paper.ts';
import { beginning, shownNumber } from '../wording.ts';

/** *Кто сдал* as tables, to be sorted and printed. */

export interface SheetView {
  campaign: CampaignView;
  entries: readonly BoardEntry[];
  now: Date;
  /** Whose clocks are shown beside the city's: the association's. */
  association: Association;
  /** Who looks: the association, or one city. */
  author: string;
}

interface Column {
  title: string;
  width: number;
  cell: (entry: BoardEntry) => OutCell;
}

/** Cities, then city by question, then what is with executors. */
export function boardWorkbook(texts: Texts, view: SheetView): Paper {
  const sheets = [boardSheet(texts, view), questionSheet(texts, view), executorSheet(texts, view)];
  return paper(texts, view, 'board:sheet.file_board', sheets);
}

/** Only those whom to call; `entries` in the order of `callOrder`. */
export function callsWorkbook(texts: Texts, view: SheetView): Paper {
  return paper(texts, view, 'board:sheet.file_calls', [callSheet(texts, view)]);
}

function paper(
  texts: Texts,
  { campaign, now, association, author }: SheetView,
  file: 'board:sheet.file_board' | 'board:sheet.file_calls',
  sheets: readonly OutSheet[],
): Paper {
  const day = dayIn(now, association.timeZone);
  const name = fileName([texts.t(file), String(campaign.year), day], 'xlsx');
  const title = name.slice(0, -'.xlsx'.length);
  return { name, content: buildSpreadsheet(sheets, { title, author, createdAt: now }) };
}

/** «По состоянию на 08.02.2027, 10:14 (Новосибирск)» */
export function asOfLine(texts: Texts, now: Date, association: Association): string {
  const when = formatInstant(now, association.timeZone, texts.language, 'table');
  return texts.t('board:sheet.as_of', { when, city: association.name });
}

function above(
  texts: Texts,
  view: SheetView,
  title: 'board:sheet.title' | 'board:sheet.calls_title',
): string[] {
  const { campaign, now, association } = view;
  const values = { year: campaign.year, branch: branchOf(campaign) };
  return [asOfLine(texts, now, association), texts.t(title, values)];
}

function sheetOf(
  name: string,
  lines: readonly string[],
  columns: readonly Column[],
  entries: readonly BoardEntry[],
): OutSheet {
  const rows = entries.map((entry) => columns.map(({ cell }) => cell(entry)));
  return { name, above: lines, columns: columns.map(({ title, width }) => ({ title, width })), rows };
}

function boardSheet(texts: Texts, view: SheetView): OutSheet {
  const { entries, association } = view;
  const { t } = texts;
  const at = (instant: Date | null, timeZone: string): OutCell =>
    instant ? { at: instant, timeZone } : undefined;
  const there = association.timeZone;
  const place = { city: association.name };
  const columns: Column[] = [
    { title: t('board:sheet.city'), width: 18, cell: ({ row }) => row.city.name },
    {
      title: t('board:sheet.department'),
      width: 24,
      cell: ({ row }) => row.respondent?.departmentName ?? undefined,
    },
    ...people(texts),
    { title: t('board:sheet.state'), width: 16, cell: ({ row }) => plainState(texts, row) },
    { title: t('board:sheet.number'), width: 14, cell: ({ row }) => row.number ?? undefined },
    { title: t('board:sheet.done'), width: 10, cell: ({ row }) => row.done },
    { title: t('board:sheet.total'), width: 10, cell: ({ row }) => row.total },
    {
      title: t('board:sheet.chars'),
      width: 10,
      cell: ({ answers }) => answers.reduce((sum, { chars }) => sum + chars, 0),
    },
    {
      title: t('board:sheet.submitted_at'),
      width: 17,
      cell: ({ row }) => at(row.submittedAt, row.city.timeZone),
    },
    {
      title: t('board:sheet.submitted_there', place),
      width: 17,
      cell: ({ row }) => at(row.submittedAt, there),
    },
    { title: t('board:sheet.late'), width: 16, cell: ({ row }) => latenessOf(texts, row) },
    { title: t('board:sheet.accepted_at', place), width: 17, cell: ({ row }) => at(row.acceptedAt, there) },
    { title: t('board:sheet.given'), width: 26, cell: (entry) => givenTo(texts, entry) },
    { title: t('board:sheet.term'), width: 12, cell: ({ row }) => ({ on: row.dueOn }) },
  ];
  const lines = [
    ...above(texts, view, 'board:sheet.title'),
    ...figures(
      texts,
      entries.map(({ row }) => row),
    ),
  ];
  return sheetOf(t('board:sheet.board'), lines, columns, entries);
}

function people(texts: Texts): Column[] {
  const { t } = texts;
  // The board names who answers; the city's coordinator, who stands in where nobody is named, is for telephone calls.
  const own = (entry: BoardEntry) =>
    entry.contact?.as === 'coordinator' ? { ...entry, contact: null } : entry;
  return [
    { title: t('board:sheet.name'), width: 24, cell: (entry) => fullContact(texts, own(entry)) },
    { title: t('board:sheet.post'), width: 24, cell: ({ row }) => row.respondent?.post },
    { title: t('board:sheet.phone'), width: 18, cell: (entry) => own(entry).contact?.phone ?? undefined },
  ];
}

function latenessOf(texts: Texts, { late, submittedAt, dueOn, city }: BoardEntry['row']): OutCell {
  const by = late && submittedAt ? lateness(dueOn, city.timeZone, submittedAt) : null;
  return by ? texts.t(`calendar:late.${by.unit}`, { count: by.count }) : undefined;
}

function givenTo(texts: Texts, { given, row }: BoardEntry): string {
  return given
    .map((each) =>
      texts.t('board:sheet.given_line', {
        who: executorOf(each),
        what: partOf(texts, row.campaign, each.code),
        state: texts.t(`board:given.${each.state}`),
      }),
    )
    .join('\n');
}

/** City by question: so many characters, the number that was given, or how it stands. */
function questionSheet(texts: Texts, view: SheetView): OutSheet {
  const { campaign, entries } = view;
  const { t } = texts;
  const numbered = campaign.questions.filter(({ code }) => code !== INTRO);
  const columns: Column[] = [
    { title: t('board:sheet.city'), width: 18, cell: ({ row }) => row.city.name },
    { title: t('board:sheet.state'), width: 16, cell: ({ row }) => plainState(texts, row) },
    ...campaign.questions.map(({ code, text }): Column => {
      const values = {
        number: numbered.findIndex((question) => question.code === code) + 1,
        words: beginning(text, 60),
      };
      return {
        title: code === INTRO ? t('board:sheet.intro') : t('board:sheet.question', values),
        width: 18,
        cell: (entry) => answerCell(texts, entry, code),
      };
    }),
  ];
  const lines = [...above(texts, view, 'board:sheet.title'), t('board:sheet.questions_note')];
  return sheetOf(t('board:sheet.questions'), lines, columns, entries);
}

function answerCell(texts: Texts, { answers }: BoardEntry, code: string): OutCell {
  const answer = answers.find((each) => each.code === code);
  if (answer?.value) return shownNumber(answer.value);
  if (answer && answer.chars > 0) return answer.chars;
  if (answer && answer.pieceCount > 0) return texts.t('board:sheet.files');
  return texts.t(answer?.skipped ? 'board:sheet.skipped' : 'board:sheet.empty');
}

function executorSheet(texts: Texts, view: SheetView): OutSheet {
  const { t } = texts;
  const titles = ['city', 'executor', 'department', 'what', 'state', 'term'] as const;
  const widths = [18, 28, 30, 20, 24, 12];
  const rows = view.entries.flatMap(({ row, given }) =>
    given.map((each): OutCell[] => [
      row.city.name,
      each.who ? executorOf({ ...each, departmentName: null }) : each.post,
      each.departmentName ?? undefined,
      partOf(texts, row.campaign, each.code),
      t(`board:given.${each.state}`),
      each.dueOn ? { on: each.dueOn } : undefined,
    ]),
  );
  return {
    name: t('board:sheet.executors'),
    above: above(texts, view, 'board:sheet.title'),
    columns: titles.map((title, index) => ({ title: t(`board:sheet.${title}`), width: widths[index] ?? 12 })),
    rows,
  };
}

function callSheet(texts: Texts, view: SheetView): OutSheet {
  const { t } = texts;
  const columns: Column[] = [
    { title: t('board:sheet.city'), width: 18, cell: ({ row }) => row.city.name },
    { title: t('board:sheet.name'), width: 30, cell: (entry) => fullContact(texts, entry) },
    { title: t('board:sheet.post'), width: 40, cell: (entry) => postOfContact(texts, entry) },
    { title: t('board:sheet.phone'), width: 22, cell: ({ phone }) => phone ?? undefined },
    { title: t('board:sheet.state'), width: 22, cell: ({ row }) => plainState(texts, row) },
    {
      title: t('board:sheet.last'),
      width: 20,
      cell: ({ row, lastActivityAt }) =>
        lastActivityAt ? { at: lastActivityAt, timeZone: row.city.timeZone } : undefined,
    },
    { title: t('board:sheet.reminders'), width: 13, cell: ({ reminders }) => reminders },
    { title: t('board:sheet.term'), width: 12, cell: ({ row }) => ({ on: row.dueOn }) },
  ];
  return sheetOf(
    t('board:sheet.calls'),
    above(texts, view, 'board:sheet.calls_title'),
    columns,
    view.entries,
  );
}

/** His post, and in what quality he is called where he is not the one who answers. */
function postOfContact(texts: Texts, { contact, row }: BoardEntry): string {
  const { t } = texts;
  if (!contact) return row.respondent ? t('board:calls.vacant', { post: row.respondent.post }) : '';
  return contact.as === 'invited' ? t('board:sheet.invited', { post: contact.post }) : contact.post;
}
