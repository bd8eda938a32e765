import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import { russianZones } from '../../services/calendar/index.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import type { Key } from '../../services/i18n/keys.ts';
import { CARD_FIELDS, DAYS_OFF, missingForDocuments } from '../../services/people/city-card.ts';
import type { CityField } from '../../services/people/cities.ts';
import { seatFor } from '../../services/people/rights.ts';
import { cityOf } from '../../services/people/store.ts';
import type { CityView } from '../../services/people/store.ts';
import type { Desk } from './desk.ts';
import { cardValue } from './import-sheets.ts';
import { zoneChoice } from './zone-choice.ts';

const FIELDS: readonly CityField[] = ['name', 'timeZone', ...CARD_FIELDS];
const ZONE_BUTTONS = { choose: 'o.city.set', turn: 'o.city.turn' };
type Editing = { cityId: number; field: CityField; page?: number; search?: string };

export interface CityCardScreens extends Feature {
  show(ctx: Ctx, cityId: number, above?: string): Promise<void>;
}

/** A city's card: all that documents and messages need to know, one number a field. */
export function createCityCard(desk: Desk): CityCardScreens {
  const { people, prisma } = desk;

  function valueOf(ctx: Ctx, city: CityView, field: CityField): string | null {
    const { t } = ctx.texts;
    if (field === 'name') return city.name;
    if (field === 'timeZone') return t(`calendar:zone.${city.timeZone}` as Key);
    return cardValue(ctx.texts, city.card, field) || null;
  }

  /** For whoever has this right; says why not, and yields null. */
  async function open(ctx: Ctx, verb: 'see_staff' | 'edit_city', cityId: number): Promise<CityView | null> {
    if (!seatFor(ctx.actor, verb, { cityId })) {
      await desk.refuse(ctx);
      return null;
    }
    const city = await cityOf(prisma, cityId);
    if (!city) await desk.refuse(ctx);
    return city;
  }

  async function show(ctx: Ctx, cityId: number, above?: string): Promise<void> {
    desk.leave(ctx);
    const city = await open(ctx, 'see_staff', cityId);
    if (!city) return;
    const { texts } = ctx;
    const lines = FIELDS.map((field, index) => {
      const value = shortened(valueOf(ctx, city, field) ?? texts.t('office:city.empty'));
      return `${index + 1}. ${texts.t(`office:city.field.${field}`)}: ${value}`;
    });
    const edits = seatFor(ctx.actor, 'edit_city', { cityId }) !== null;
    const missing = missingForDocuments(city.card).map((field) => FIELDS.indexOf(field) + 1);
    const text = [
      above,
      texts.t(edits ? 'office:city.head' : 'office:city.head_seen', { city: city.name }),
      lines.join('\n'),
      missing.length > 0
        ? texts.t('office:city.missing', { numbers: missing.join(', ') })
        : texts.t('office:city.complete'),
    ];
    const numbers = FIELDS.map((_, index) => button(String(index + 1), 'o.city.edit', cityId, index));
    const several = seatFor(ctx.actor, 'add_city') !== null;
    const template =
      seatFor(ctx.actor, 'import_staff', { cityId }) &&
      button(texts.t('import:buttons.template'), 'i.template', cityId);
    await ctx.screen.show({
      text: text.filter(Boolean).join('\n\n'),
      keyboard: keyboard(
        ...(edits ? rowsOf(numbers, 7) : []),
        template,
        several ? desk.back(ctx, 'o.cities') : desk.back(ctx, 'menu'),
      ),
    });
  }

  async function ask(ctx: Ctx, editing: Editing, above?: string): Promise<void> {
    const { cityId, field } = editing;
    const city = await open(ctx, 'edit_city', cityId);
    if (!city) return;
    const { t } = ctx.texts;
    const value = valueOf(ctx, city, field);
    const text = [
      above,
      `${t(`office:city.field.${field}`)}: ${value ?? t('office:city.empty')}`,
      t(`office:city.hint.${field}`),
    ];
    const choices =
      field === 'timeZone'
        ? zoneChoice(ctx.texts, editing, ZONE_BUTTONS).rows
        : field === 'daysOff'
          ? DAYS_OFF.map((rule, index) => button(t(`office:city.days_off.${rule}`), 'o.city.set', index))
          : [];
    const clear =
      value !== null &&
      field !== 'name' &&
      field !== 'timeZone' &&
      button(t('office:city.clear'), 'o.city.clear');
    await ctx.screen.show({
      text: text.filter(Boolean).join('\n'),
      keyboard: keyboard(...choices, clear, desk.back(ctx, 'o.city', cityId)),
    });
  }

  /** Writes the value; null: it was not understood, the text says what to do. */
  async function write(ctx: Ctx, { cityId, field }: Editing, text: string | null): Promise<string | null> {
    const { t } = ctx.texts;
    const outcome = await people.editCity(desk.by(ctx), cityId, field, text);
    switch (outcome.kind) {
      case 'bad':
        return t(`office:city.bad.${outcome.why}`);
      case 'exists':
        return t('office:cities.exists');
      case 'no_right':
      case 'not_found':
        await desk.refuse(ctx);
        return null;
      case 'done':
        await show(
          ctx,
          cityId,
          t(text === null ? 'office:city.cleared' : 'office:city.written', {
            field: t(`office:city.field.${field}`),
          }),
        );
        return null;
    }
  }

  const dialogue: Dialogue<Editing> = {
    name: 'office.city_field',
    ask: (ctx, editing) => ask(ctx, editing),
    async answer(ctx, editing) {
      const typed = ctx.message?.text;
      if (typed === undefined) return { kind: 'not_mine' };
      if (editing.field === 'timeZone') {
        const { found } = zoneChoice(ctx.texts, { search: typed.trim() }, ZONE_BUTTONS);
        if (found > 0) return { kind: 'next', args: { ...editing, search: typed.trim(), page: 0 } };
        await ask(ctx, editing, ctx.texts.t('office:cities.zone_not_found'));
        return { kind: 'again' };
      }
      const problem = await write(ctx, editing, typed);
      if (problem === null) return { kind: 'done' };
      await ask(ctx, editing, problem);
      return { kind: 'again' };
    },
  };

  const pressed = (act: (ctx: Ctx, editing: Editing, args: string[]) => Promise<unknown>) => {
    return async (ctx: Ctx, args: string[]): Promise<void> => {
      const under = ctx.state.dialogue;
      if (under?.name === dialogue.name) await act(ctx, under.args as Editing, args);
      else await ctx.screen.say({ text: ctx.texts.t('chat:old_button') });
    };
  };

  return {
    show,
    dialogues: [dialogue],
    buttons: {
      'o.city': (ctx, [id]) => show(ctx, integer(id) ?? 0),
      async 'o.city.edit'(ctx, [id, index]) {
        const cityId = integer(id) ?? 0;
        const field = FIELDS[integer(index) ?? -1];
        if (field === undefined) return void (await ctx.screen.say({ text: ctx.texts.t('chat:old_button') }));
        if (!(await open(ctx, 'edit_city', cityId))) return;
        await desk.enter(ctx, dialogue.name, { cityId, field });
      },
      'o.city.set': pressed(async (ctx, editing, [index]) => {
        const values: readonly string[] = editing.field === 'timeZone' ? russianZones : DAYS_OFF;
        const value = values[integer(index) ?? -1];
        if (value === undefined) await ctx.screen.say({ text: ctx.texts.t('chat:old_button') });
        else await write(ctx, editing, value);
      }),
      'o.city.turn': pressed((ctx, editing, [number]) =>
        desk.enter(ctx, dialogue.name, { ...editing, page: integer(number) ?? 0 }),
      ),
      'o.city.clear': pressed((ctx, editing) => write(ctx, editing, null)),
    },
  };
}

/** All fields together must fit into one message; the field's own screen shows its value in full. */
function shortened(value: string): string {
  return value.length <= 120 ? value : `${value.slice(0, 119).trimEnd()}…`;
}

function rowsOf(buttons: readonly Button[], size: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / size) }, (_, row) =>
    buttons.slice(row * size, (row + 1) * size),
  );
}
