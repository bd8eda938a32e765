import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { NO_RIGHT } from '../../../services/people/verb.ts';
import type { By, NoRight } from '../../../services/people/verb.ts';
import { themeCampaigns, themesIn } from './themes-store.ts';
import type { Themes } from './themes-store.ts';
import { titled } from './themes.ts';
import type { Line, ThemeView } from './themes.ts';

/** Characters of a theme's name. */
export const TITLE_LIMIT = 120;

/** A line, by its place in the answer of a questionnaire: a theme is the one that holds it. */
export interface LineRef {
  assignmentId: number;
  index: number;
}

export interface AboutThemes {
  campaignId: number;
  code: string;
  /** Words that stand in lines about anything. */
  common: readonly string[];
}

export type ThemesChanged =
  | { kind: 'done' }
  | NoRight
  /** The answers are others by now. */
  | { kind: 'changed' };

type Tx = Prisma.TransactionClient;

export function findTheme({ themes }: Themes, ref: LineRef): { theme: ThemeView; line: Line } | null {
  for (const theme of themes) {
    const line = theme.lines.find(
      ({ assignmentId, index }) => assignmentId === ref.assignmentId && index === ref.index,
    );
    if (line) return { theme, line };
  }
  return null;
}

/** What the association's coordinator corrects by hand; the rest is computed around it each time. */
export function createThemeActions(prisma: PrismaClient) {
  async function change(
    by: By,
    about: AboutThemes,
    name: string,
    work: (tx: Tx, themes: Themes) => Promise<'done' | 'changed'>,
  ): Promise<ThemesChanged> {
    const { actor, requestKey, now } = by;
    const { campaignId, code, common } = about;
    const seat = seatFor(actor, 'edit_themes');
    const entry = {
      requestKey,
      verb: name,
      subject: `themes:${campaignId}:${code}`,
      personId: actor.personId,
      seatId: seat?.seatId ?? null,
      at: now,
    };
    return once<ThemesChanged>(prisma, entry, async (tx) => {
      if (!seat) return NO_RIGHT;
      await tx.$queryRaw`select id from "Campaign" where id = ${campaignId} for update`;
      const campaign = (await themeCampaigns(tx)).find(({ id }) => id === campaignId);
      const themes = campaign && (await themesIn(tx, campaign, code, common));
      return themes ? { kind: await work(tx, themes) } : { kind: 'changed' };
    });
  }

  /** Keeps a theme as it is: these lines, under this name, whatever others come. */
  async function keep(
    tx: Tx,
    { campaign, question }: Themes,
    theme: Pick<ThemeView, 'id' | 'title' | 'lines'>,
  ): Promise<void> {
    if (theme.id !== null) {
      await tx.themeLine.deleteMany({ where: { themeId: theme.id } });
      await tx.theme.delete({ where: { id: theme.id } });
    }
    if (theme.lines.length === 0) return;
    const place = { campaignId: campaign.id, code: question.code };
    const taken = new Set((await tx.theme.findMany({ where: place })).map(({ title }) => title));
    let title = theme.title;
    for (let copy = 2; taken.has(title); copy += 1) title = `${theme.title} (${copy})`;
    const { id: themeId } = await tx.theme.create({ data: { ...place, title } });
    await tx.themeLine.createMany({
      data: theme.lines.map(({ assignmentId, text }) => ({ themeId, assignmentId, line: text })),
      skipDuplicates: true,
    });
  }

  return {
    /** Two themes are one, under the name of the first. */
    join: (by: By, about: AboutThemes, into: LineRef, from: LineRef): Promise<ThemesChanged> =>
      change(by, about, 'join_themes', async (tx, themes) => {
        const [one, other] = [findTheme(themes, into)?.theme, findTheme(themes, from)?.theme];
        if (!one || !other || one === other) return 'changed';
        await keep(tx, themes, { ...other, lines: [] });
        await keep(tx, themes, { ...one, lines: [...one.lines, ...other.lines] });
        return 'done';
      }),

    /** The line is a theme of its own; the others stay together, lest they follow it. */
    takeOut: (by: By, about: AboutThemes, ref: LineRef): Promise<ThemesChanged> =>
      change(by, about, 'take_line_out', async (tx, themes) => {
        const found = findTheme(themes, ref);
        if (!found || found.theme.lines.length < 2) return 'changed';
        const { theme, line } = found;
        await keep(tx, themes, { ...theme, lines: theme.lines.filter((each) => each !== line) });
        await keep(tx, themes, { id: null, title: titled(line.text), lines: [line] });
        return 'done';
      }),

    /** @param title not longer than `TITLE_LIMIT` */
    rename: (by: By, about: AboutThemes, ref: LineRef, title: string): Promise<ThemesChanged> =>
      change(by, about, 'rename_theme', async (tx, themes) => {
        const theme = findTheme(themes, ref)?.theme;
        const name = titled(title.replace(/\s+/gu, ' ').slice(0, TITLE_LIMIT));
        if (!theme || name === '') return 'changed';
        await keep(tx, themes, { ...theme, title: name });
        return 'done';
      }),
  };
}
