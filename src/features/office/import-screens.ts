import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { listed } from '../../services/people/actor.ts';
import { knownOf } from '../../services/people/import-known.ts';
import type { Plan } from '../../services/people/import-plan.ts';
import { countPlan } from '../../services/people/import-write.ts';
import type { Wanted } from '../../services/people/import-wanted.ts';
import type { StaffTable } from '../../services/people/import-table.ts';
import { fullName } from '../../services/people/names.ts';
import { seatFor } from '../../services/people/rights.ts';
import type { Desk } from './desk.ts';
import { createImportLinks } from './import-links-bot.ts';
import { fileOf, patience, planOf, readFile } from './import-reading.ts';
import type { TableFile } from './import-reading.ts';
import { remarksFile, templateFile } from './import-sheets.ts';
import { peopleLines, problemLines, tallyLines } from './import-wording.ts';
import { postLine } from './wording.ts';

const NAME = 'office.import';
const MOST_NAMES = 5;

/** Where an import stands: the table that was sent, and what was decided about its rows. */
type Importing = {
  /** 0: not of one city. */
  cityId: number;
  file: TableFile | null;
  step: 'wait' | 'is_it' | 'summary' | 'conflicts' | 'successions';
  chosen: number[];
  successors: number[];
  /** Rows whose post stays with its holder. */
  kept: number[];
};

const begun = (cityId: number): Importing => {
  return { cityId, file: null, step: 'wait', chosen: [], successors: [], kept: [] };
};

/** The list of employees as a table: the template, what was understood, what is decided, the sheet of links. */
export function createImportScreens(desk: Desk): Feature {
  const { prisma, people } = desk;
  const links = createImportLinks(desk);

  async function wait(ctx: Ctx, { cityId }: Importing, above?: string): Promise<void> {
    const { t } = ctx.texts;
    await ctx.screen.show({
      text: [above, t('import:wait.text')].filter(Boolean).join('\n\n'),
      keyboard: keyboard(
        button(t('import:buttons.template'), 'i.template', cityId),
        button(t('import:buttons.links'), 'i.links', 'c', cityId),
        desk.back(ctx, 'o.staff'),
      ),
    });
  }

  async function ask(ctx: Ctx, importing: Importing): Promise<void> {
    const { t } = ctx.texts;
    const { file, step } = importing;
    if (!seatFor(ctx.actor, 'import_staff')) return desk.refuse(ctx);
    if (file === null || step === 'wait') return wait(ctx, importing);
    if (step === 'is_it') {
      return ctx.screen.show({
        text: t('import:is_it', { file: file.name }),
        keyboard: keyboard(button(t('import:buttons.yes'), 'i.yes'), button(t('import:buttons.no'), 'i.no')),
      });
    }
    await patience(ctx, 'reading', file);
    const read = await readFile(desk, ctx.texts, file);
    if (read.kind === 'other') return wait(ctx, importing, read.text);
    const plan = await planOf(desk, ctx, read.table, importing);
    if (step === 'conflicts' && (await askConflict(ctx, plan))) return;
    if (step === 'successions' && (await askSuccession(ctx, plan, importing))) return;
    await summary(ctx, file, read.table, plan);
  }

  async function summary(ctx: Ctx, file: TableFile, table: StaffTable, plan: Plan): Promise<void> {
    const { texts } = ctx;
    const { t } = texts;
    const counts = countPlan(plan);
    const changes = [counts.cities, counts.departments, counts.seats].some(
      (each) => each.new + each.changed > 0,
    );
    const { length: count } = plan.seats;
    const open = plan.successions.filter(({ confirmed }) => !confirmed).length;
    const text = [
      t('import:read', { file: file.name }),
      tallyLines(texts, counts) || t('import:nothing'),
      peopleLines(texts, plan, table.severalSheets).join('\n'),
      changes || plan.cities.length === 0 ? null : t('import:same'),
      ...problemLines(texts, plan, table.severalSheets),
    ];
    const write = count > 0 ? t('import:buttons.write', { count }) : t('import:buttons.write_cards');
    await ctx.screen.show({
      text: text.filter(Boolean).join('\n\n'),
      keyboard: keyboard(
        changes && button(write, 'i.write'),
        plan.conflicts.length > 0 &&
          button(t('import:buttons.conflicts', { count: plan.conflicts.length }), 'i.conflicts'),
        open > 0 && button(t('import:buttons.successions', { count: open }), 'i.successions'),
        plan.problems.length > 0 && button(t('import:buttons.mend'), 'i.mend'),
        desk.back(ctx, 'i.wait'),
      ),
    });
  }

  function postOf(ctx: Ctx, { post, department, city }: Wanted): string {
    return postLine(ctx.texts, { post, departmentName: department, cityName: city });
  }

  /** False: nothing is left to be asked. */
  async function askConflict(ctx: Ctx, plan: Plan): Promise<boolean> {
    const { t } = ctx.texts;
    const [first] = plan.conflicts;
    const [row] = first?.rows ?? [];
    if (!first || !row) return false;
    const named = first.rows
      .slice(0, MOST_NAMES)
      .flatMap(({ index, person }): Button[] => (person ? [button(listed(person), 'i.pick', index)] : []));
    await ctx.screen.show({
      text: t('import:conflict', {
        rows: first.rows.map((each) => each.row).join(', '),
        post: postOf(ctx, row),
      }),
      keyboard: keyboard(...named, button(t('import:buttons.summary'), 'i.summary')),
    });
    return true;
  }

  async function askSuccession(ctx: Ctx, plan: Plan, { kept }: Importing): Promise<boolean> {
    const { t } = ctx.texts;
    const next = plan.successions.find(({ row, confirmed }) => !confirmed && !kept.includes(row.index));
    if (!next) return false;
    const { row, holder } = next;
    const name = (row.person && fullName(row.person)) ?? '';
    await ctx.screen.show({
      text: t('import:succession', { row: row.row, post: postOf(ctx, row), holder, name }),
      keyboard: keyboard(
        button(t('import:buttons.heir'), 'i.heir', row.index),
        button(t('import:buttons.keep'), 'i.keep', row.index),
        button(t('import:buttons.summary'), 'i.summary'),
      ),
    });
    return true;
  }

  const dialogue: Dialogue<Importing> = {
    name: NAME,
    ask,
    async answer(ctx, importing) {
      const sent = fileOf(ctx);
      if (sent) {
        const { table: _, ...file } = sent;
        return { kind: 'next', args: { ...begun(importing.cityId), file, step: 'summary' } };
      }
      if (ctx.message?.text === undefined || importing.step !== 'wait') return { kind: 'not_mine' };
      await wait(ctx, importing, ctx.texts.t('import:wait.file'));
      return { kind: 'again' };
    },
  };

  /** What a pressed button changes; one whose table is no longer at hand is old. */
  const pressed = (change: (ctx: Ctx, importing: Importing, args: string[]) => Promise<void> | Importing) => {
    return async (ctx: Ctx, args: string[]): Promise<void> => {
      const under = ctx.state.dialogue;
      if (under?.name !== NAME) {
        if (!seatFor(ctx.actor, 'import_staff')) return desk.refuse(ctx);
        return desk.oldButton(ctx, () => desk.enter(ctx, NAME, begun(0)));
      }
      const outcome = change(ctx, under.args as Importing, args);
      if (outcome instanceof Promise) await outcome;
      else await desk.enter(ctx, NAME, outcome);
    };
  };

  /** With the row that a button names, in a list of decisions. */
  const decided = (list: 'chosen' | 'successors' | 'kept') =>
    pressed((_, importing, [index]) => {
      const row = integer(index);
      return row === null ? importing : { ...importing, [list]: [...new Set([...importing[list], row])] };
    });

  async function write(ctx: Ctx, importing: Importing): Promise<void> {
    const { t } = ctx.texts;
    const { file } = importing;
    if (file === null) return desk.enter(ctx, NAME, importing);
    await patience(ctx, 'writing', file);
    const read = await readFile(desk, ctx.texts, file);
    if (read.kind === 'other') return wait(ctx, importing, read.text);
    const plan = await planOf(desk, ctx, read.table, importing);
    const kept = plan.successions.filter(({ row }) => importing.kept.includes(row.index));
    const problems = plan.problems.filter(
      ({ kind, sheet, row }) =>
        kind !== 'held' || !kept.some((each) => each.row.sheet === sheet && each.row.row === row),
    );
    const outcome = await people.importStaff(desk.by(ctx), read.table, importing);
    if (outcome.kind === 'no_right') return desk.refuse(ctx);
    if (outcome.kind === 'nothing') return desk.enter(ctx, NAME, { ...importing, step: 'summary' });
    desk.leave(ctx);
    const { counts, importId } = outcome;
    await ctx.screen.freeze();
    await ctx.screen.say({ text: [t('import:done.text'), tallyLines(ctx.texts, counts)].join('\n') });
    if (outcome.links.length > 0) await links.hand(ctx, outcome.links);
    if (problems.some(({ stops }) => stops)) {
      const left = remarksFile(
        ctx.texts,
        { table: read.table, problems, name: file.name, left: true },
        ctx.now,
      );
      await links.send(ctx, left, t('import:remark.left'));
    }
    const waiting = counts.waiting > 0;
    await ctx.screen.show({
      text: waiting ? t('import:done.waiting', { count: counts.waiting }) : t('import:done.next'),
      keyboard: keyboard(
        waiting && button(t('import:buttons.links'), 'i.links', 'j', importId),
        button(t('office:staff.list'), 'o.staff'),
        desk.back(ctx, 'menu'),
      ),
    });
  }

  async function mend(ctx: Ctx, importing: Importing): Promise<void> {
    const { file } = importing;
    const read = file && (await readFile(desk, ctx.texts, file));
    if (file && read?.kind === 'table') {
      const { problems } = await planOf(desk, ctx, read.table, importing);
      const sheet = remarksFile(
        ctx.texts,
        { table: read.table, problems, name: file.name, left: false },
        ctx.now,
      );
      await links.send(ctx, sheet, ctx.texts.t('import:remark.caption'));
    }
    await desk.enter(ctx, NAME, begun(importing.cityId));
  }

  async function template(ctx: Ctx, [place]: string[]): Promise<void> {
    const cityId = integer(place) ?? 0;
    const all = await knownOf(prisma, ctx.now);
    const reached = (id: number): boolean => seatFor(ctx.actor, 'import_staff', { cityId: id }) !== null;
    if (cityId === 0 ? !seatFor(ctx.actor, 'import_staff') : !reached(cityId)) return desk.refuse(ctx);
    const shown = (id: number): boolean => reached(id) && (cityId === 0 || id === cityId);
    const known = {
      cities: all.cities.filter(({ id }) => shown(id)),
      departments: all.departments,
      seats: all.seats.filter((seat) => shown(seat.cityId)),
    };
    await links.send(ctx, templateFile(ctx.texts, known, ctx.now), ctx.texts.t('import:template.caption'));
    await desk.enter(ctx, NAME, begun(cityId));
  }

  return {
    dialogues: [dialogue],
    /** A table that came without being asked for, outside a question: recognised by its header. */
    async message(ctx) {
      const sent = fileOf(ctx);
      if (!sent?.table || ctx.state.place || !seatFor(ctx.actor, 'import_staff')) return false;
      const { table: _, ...file } = sent;
      const read = await readFile(desk, ctx.texts, file);
      if (read.kind === 'other') return false;
      await desk.enter(ctx, NAME, { ...begun(0), file, step: 'is_it' });
      return true;
    },
    buttons: {
      ...links.buttons,
      'i.template': template,
      'i.wait': pressed((_, { cityId }) => begun(cityId)),
      'i.yes': pressed((_, importing) => ({ ...importing, step: 'summary' })),
      'i.no': pressed(async (ctx) => {
        desk.leave(ctx);
        await ctx.screen.freeze();
        await ctx.screen.say({ text: ctx.texts.t('import:is_not') });
      }),
      'i.summary': pressed((_, importing) => ({ ...importing, step: 'summary' })),
      'i.conflicts': pressed((_, importing) => ({ ...importing, step: 'conflicts' })),
      'i.successions': pressed((_, importing) => ({ ...importing, step: 'successions', kept: [] })),
      'i.pick': decided('chosen'),
      'i.heir': decided('successors'),
      'i.keep': decided('kept'),
      'i.write': pressed(write),
      'i.mend': pressed(mend),
    },
  };
}
