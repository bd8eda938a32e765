import { InputFile } from 'grammy';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { asOfLine } from '../board/sheets.ts';
import type { ExperienceDesk } from './desk.ts';
import { createThemeActions, findTheme, TITLE_LIMIT } from './themes-actions.ts';
import type { AboutThemes, LineRef, ThemesChanged } from './themes-actions.ts';
import { joinMessage, outMessage, themeMessage, themesMessage, whichMessage } from './themes-messages.ts';
import { themesWorkbook } from './themes-sheet.ts';
import { themeCampaigns, themesIn } from './themes-store.ts';
import type { Themes } from './themes-store.ts';
import type { ThemeView } from './themes.ts';

/** A theme that is being renamed: where it stands. */
type Renaming = { campaignId: number; place: number; assignmentId: number; index: number };

const RENAME = 'experience.rename';

/** What cities would learn and share, counted over all of them: for the association's coordinator. */
export function createThemes(desk: ExperienceDesk): Feature {
  const { prisma, association, i18n, enter } = desk;
  const actions = createThemeActions(prisma);
  // The answers are Russian in whatever language the coordinator reads.
  const common = i18n('ru').t('experience:theme.common').split(', ');
  const by = (ctx: Ctx) => ({ actor: ctx.actor, requestKey: ctx.requestKey, now: ctx.now });

  async function which(ctx: Ctx, id: number | null): Promise<void> {
    if (!desk.may(ctx, 'edit_themes')) return desk.refuse(ctx, 'no_right');
    const campaigns = await themeCampaigns(prisma);
    const campaign = campaigns.find((each) => each.id === id) ?? campaigns[0];
    if (!campaign) return void (await ctx.screen.say({ text: ctx.texts.t('experience:theme.none_year') }));
    const others = campaigns.filter((each) => each !== campaign);
    await ctx.screen.show(whichMessage(ctx.texts, campaign, others));
  }

  /** The themes of the question named in callback data; says why not, and yields null. */
  async function themes(ctx: Ctx, [id, at]: string[]): Promise<{ themes: Themes; place: number } | null> {
    if (!desk.may(ctx, 'edit_themes')) {
      await desk.refuse(ctx, 'no_right');
      return null;
    }
    const campaign = (await themeCampaigns(prisma)).find((each) => each.id === integer(id));
    const place = integer(at) ?? -1;
    const question = campaign?.questions[place];
    const found = campaign && question && (await themesIn(prisma, campaign, question.code, common));
    if (!found) await which(ctx, null);
    return found ? { themes: found, place } : null;
  }

  /** A screen about one theme, or the list as it is by now. */
  const withTheme =
    (work: (ctx: Ctx, themes: Themes, place: number, theme: ThemeView, rest: string[]) => Promise<void>) =>
    async (ctx: Ctx, args: string[]): Promise<void> => {
      const found = await themes(ctx, args);
      if (!found) return;
      const at = findTheme(found.themes, refOf(args.slice(2)));
      if (at) return work(ctx, found.themes, found.place, at.theme, args.slice(4));
      await ctx.screen.say({ text: ctx.texts.t('experience:theme.changed') });
      await ctx.screen.show(themesMessage(ctx.texts, found.themes, found.place, 0));
    };

  /** Corrects, says so, and shows the theme that holds this line now. */
  async function corrected(
    ctx: Ctx,
    args: string[],
    key: 'joined' | 'taken_out' | 'renamed',
    change: (about: AboutThemes, ref: LineRef) => Promise<ThemesChanged>,
  ): Promise<void> {
    const found = await themes(ctx, args);
    if (!found) return;
    const { campaign, question } = found.themes;
    const outcome = await change(
      { campaignId: campaign.id, code: question.code, common },
      refOf(args.slice(2)),
    );
    if (outcome.kind === 'no_right') return desk.refuse(ctx, 'no_right');
    const said = outcome.kind === 'done' ? key : 'changed';
    await ctx.screen.say({ text: ctx.texts.t(`experience:theme.${said}`) });
    await showTheme(ctx, args.slice(0, 4));
  }

  const showTheme = withTheme(async (ctx, found, place, theme, [page]) =>
    ctx.screen.show(themeMessage(ctx.texts, found, place, theme, integer(page) ?? 0)),
  );

  const rename: Dialogue<Renaming> = {
    name: RENAME,
    async ask(ctx, { campaignId, place, assignmentId, index }) {
      const args = [campaignId, place, assignmentId, index];
      await withTheme(async (_, __, ___, { title }) => {
        await ctx.screen.show({
          text: ctx.texts.t('experience:theme.rename', { title, limit: TITLE_LIMIT }),
          keyboard: keyboard(button(ctx.texts.t('chat:buttons.cancel'), 'x.theme', ...args, 0)),
        });
      })(ctx, args.map(String));
    },
    async answer(ctx, { campaignId, place, assignmentId, index }) {
      const text = ctx.message?.text?.trim();
      if (text === undefined || text === '') return { kind: 'not_mine' };
      if (text.length > TITLE_LIMIT) {
        const values = { limit: TITLE_LIMIT, by: text.length - TITLE_LIMIT };
        await ctx.screen.say({ text: ctx.texts.t('experience:too_long', values) });
        return { kind: 'again' };
      }
      const args = [campaignId, place, assignmentId, index].map(String);
      await corrected(ctx, args, 'renamed', (about, ref) => actions.rename(by(ctx), about, ref, text));
      return { kind: 'done' };
    },
  };

  return {
    dialogues: [rename] as readonly Dialogue[],
    buttons: {
      'x.themes': (ctx) => which(ctx, null),
      'x.tyear': (ctx, [id]) => which(ctx, integer(id)),

      async 'x.tlist'(ctx, args) {
        const found = await themes(ctx, args);
        if (found)
          await ctx.screen.show(themesMessage(ctx.texts, found.themes, found.place, integer(args[2]) ?? 0));
      },

      'x.theme': showTheme,

      'x.tjoin': withTheme(async (ctx, found, place, theme, [page]) =>
        ctx.screen.show(joinMessage(ctx.texts, found, place, theme, integer(page) ?? 0)),
      ),
      'x.tinto': (ctx, args) =>
        corrected(ctx, args, 'joined', (about, ref) =>
          actions.join(by(ctx), about, ref, refOf(args.slice(4))),
        ),

      'x.tout': withTheme(async (ctx, found, place, theme, [page]) =>
        ctx.screen.show(outMessage(ctx.texts, found, place, theme, integer(page) ?? 0)),
      ),
      'x.tgone': (ctx, args) =>
        corrected(ctx, args, 'taken_out', (about, ref) => actions.takeOut(by(ctx), about, ref)),

      'x.tname': withTheme(async (ctx, found, place, theme) => {
        const { assignmentId = 0, index = 0 } = theme.lines[0] ?? {};
        await enter(ctx, RENAME, { campaignId: found.campaign.id, place, assignmentId, index });
      }),

      async 'x.txls'(ctx, args) {
        const found = await themes(ctx, args);
        if (!found) return;
        const file = themesWorkbook(ctx.texts, found.themes, { now: ctx.now, association });
        const sent = await ctx.api.sendDocument(ctx.chatId, new InputFile(file.content, file.name), {
          caption: asOfLine(ctx.texts, ctx.now, association),
          reply_markup: keyboard(
            button(
              ctx.texts.t('experience:buttons.list'),
              'x.tlist',
              found.themes.campaign.id,
              found.place,
              0,
            ),
          ),
        });
        ctx.screen.sent(sent.message_id);
      },
    },
  };
}

function refOf([assignmentId, index]: string[]): LineRef {
  return { assignmentId: integer(assignmentId) ?? 0, index: integer(index) ?? -1 };
}
