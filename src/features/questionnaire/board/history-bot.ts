import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { dayIn, formatDay, formatInstant, isDay } from '../../../services/calendar/index.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import type { Actor } from '../../../services/people/actor.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { subjectOf } from '../admission.ts';
import { readReceived, wayWords } from '../behalf/record.ts';
import { historyLines } from './history.ts';
import type { Act, ActLine } from './history.ts';
import { historyOf } from './history-store.ts';
import type { History } from './history-store.ts';
import { back, dayOf, pageOf, turning, whenWritten } from '../campaign/desk.ts';
import { lines } from '../campaign/messages.ts';
import { questionNumber } from '../form.ts';
import { loadAssignment } from '../store.ts';
import type { AssignmentView } from '../store.ts';
import { titleOf } from '../wording.ts';

/** Lines of a page: with a heading for each day they fit a phone. */
const PAGE = 10;

/** Acts that are told by their name alone. */
const PLAIN = [
  ...(['add_text', 'edit_piece', 'remove_piece', 'remove_file', 'replace_answer'] as const),
  ...(['take_back', 'decide_seam'] as const),
  ...(['finish_answer', 'skip_answer', 'set_number'] as const),
  ...(['open_campaign', 'close_campaign', 'reopen_campaign'] as const),
  ...(['delegate', 'change_executor_term', 'recall', 'take_delegated', 'return_delegated'] as const),
  ...(['decline_delegation', 'mark_ready'] as const),
  ...(['clarify', 'set_answer_day', 'send_questions', 'take_clarification', 'drop_question'] as const),
  ...(['explain', 'put_into_text', 'object', 'keep_text', 'correct_answer', 'remind_of_question'] as const),
  ...(['accept', 'reconsider'] as const),
  ...(['enter_on_behalf', 'object_behalf', 'take_back_objection'] as const),
];

/** Whoever sees all of a questionnaire sees its history; an executor sees his part only, and no history. */
function seesHistory(actor: Actor, view: AssignmentView): boolean {
  const { givenTo: _, ...whole } = subjectOf(view);
  return seatFor(actor, 'see_questionnaire', whole) !== null;
}

/** *История* of a questionnaire. */
export function createHistory(prisma: PrismaClient): Feature {
  return {
    buttons: {
      async 'b.hist'(ctx: Ctx, [id, page, from]) {
        const number = integer(id);
        const view = number === null ? null : await loadAssignment(prisma, number);
        if (!view || !seesHistory(ctx.actor, view)) {
          const key = view ? 'chat:no_right' : 'questionnaire:gone';
          return void (await ctx.screen.say({ text: ctx.texts.t(key) }));
        }
        const history = await historyOf(prisma, view, ctx.now);
        await ctx.screen.show(
          historyMessage(ctx.texts, {
            view,
            history,
            now: ctx.now,
            page: integer(page) ?? 0,
            ofCity: from === 'city',
          }),
        );
      },
    },
  };
}

function historyMessage(
  texts: Texts,
  wish: {
    view: AssignmentView;
    history: History;
    now: Date;
    page: number;
    /** It was asked for on the city's screen, not in the questionnaire. */
    ofCity: boolean;
  },
): Message {
  const { view, history, now, page, ofCity } = wish;
  const { t } = texts;
  const { timeZone } = view.city;
  const shown = pageOf(historyLines(history.acts), page, PAGE);
  let day = '';
  const body = shown.items.flatMap((line) => {
    const on = dayIn(line.act.at, timeZone);
    const heading = on === day ? [] : [`\n${dayOf(texts, line.act.at, now, timeZone)}`];
    day = on;
    return [...heading, lineOf(texts, view, history, line)];
  });
  return {
    ...lines(
      texts.rich('board:history.head', { city: view.city.name, title: titleOf(texts, view) }),
      shown.items.length === 0 && t('board:history.none'),
      ...body,
      shown.pages > 1 && `\n${t('campaign:page', { page: shown.page + 1, pages: shown.pages })}`,
    ),
    keyboard: keyboard(
      turning(texts, shown, (to) => button('', 'b.hist', view.id, to, ...(ofCity ? ['city'] : []))),
      ofCity ? back(texts, 'k.city', view.id) : button(t('questionnaire:buttons.list'), 'q.open', view.id),
    ),
  };
}

/** «16:42 Берёзкина А.В.: вопрос 1, добавлено 30 частей текста» */
function lineOf(texts: Texts, view: AssignmentView, history: History, line: ActLine): string {
  const { act } = line;
  const what = whatOf(texts, view, history, line);
  return texts.t('board:history.line', {
    time: formatInstant(act.at, view.city.timeZone, texts.language, 'time'),
    who: whoOf(texts, view, history, act),
    what:
      act.code === null
        ? what
        : texts.t('board:history.about', { place: placeOf(texts, view, act.code), what }),
  });
}

function placeOf(texts: Texts, view: AssignmentView, code: string): string {
  const number = questionNumber(view.wholeForm ?? view.questions, code)?.number;
  return number === undefined
    ? texts.t('board:history.intro')
    : texts.t('board:history.question', { number });
}

/** Whoever acts in another post than the one that answers is told with his post; of the erased the post is left. */
function whoOf(texts: Texts, view: AssignmentView, { names, posts }: History, act: Act): string {
  const { t } = texts;
  const person = act.personId === null ? undefined : names.get(act.personId);
  const name = person && listed(person);
  const post = act.seatId === null ? undefined : posts.get(act.seatId);
  if (!name) return post ?? t(BY_ITSELF.has(act.verb) ? 'board:history.bot' : 'board:history.somebody');
  if (post === undefined || act.seatId === view.respondent?.seatId) return name;
  return t('board:history.who_post', { name, post });
}

/** What the bot does of its own accord. */
const BY_ITSELF: ReadonlySet<string> = new Set(['reminder', 'remind_of_question']);

function whatOf(texts: Texts, view: AssignmentView, history: History, { act, count }: ActLine): string {
  const { t } = texts;
  if (act.verb === 'add_piece') return t('board:verb.add_piece', { count });
  const what = actOf(texts, view, history, act);
  if (count === 1) return what;
  return t('board:history.times', { what, times: t('board:history.times_count', { count }) });
}

function actOf(texts: Texts, view: AssignmentView, history: History, { at, verb, outcome }: Act): string {
  const { posts, until } = history;
  const { t, language } = texts;
  const { edition, number, dueOn, seatId, step } = outcome;
  const way = wayWords(texts, readReceived(outcome));
  const came = verb === 'withdraw' ? 'behalf:came_asking' : 'behalf:came';
  const how = way && t(came, { how: way });
  if (verb === 'submit') {
    const what = t('board:verb.submit', {
      edition: Number(edition ?? 1),
      number: typeof number === 'string' ? number : (view.number ?? ''),
    });
    return [what, how].filter(Boolean).join(', ');
  }
  if (verb === 'withdraw') return [t('board:verb.withdraw'), how].filter(Boolean).join(', ');
  if (verb === 'name_respondent') {
    const who = posts.get(Number(seatId));
    return who === undefined
      ? t('board:verb.name_respondent_plain')
      : t('board:verb.name_respondent', { who });
  }
  if (verb === 'extend_campaign') {
    const known = typeof dueOn === 'string' && isDay(dueOn);
    return known
      ? t('board:verb.extend_campaign', { day: formatDay(dueOn, language, 'table') })
      : t('board:verb.extend_campaign_plain');
  }
  if (verb === 'reminder' && outcome['goesOutAt'] instanceof Date)
    return roundOf(texts, at, outcome['goesOutAt'], until, view.city.timeZone);
  if (verb === 'reminder') return reminderOf(texts, Number(step));
  const plain = PLAIN.find((each) => each === verb);
  return t(plain ? `board:verb.${plain}` : 'board:verb.other');
}

/** Milliseconds from which on what waits was planned, and not sent. */
const SOON = 5 * 60_000;

/** A coordinator's reminder, told when he decided it: and when it goes out, or went, if not at once. */
function roundOf(texts: Texts, at: Date, goesOutAt: Date, now: Date, timeZone: string): string {
  const when = whenWritten(texts, goesOutAt, now, timeZone);
  if (now < goesOutAt) return texts.t('board:reminder.round_waits', { when });
  const isPlanned = goesOutAt.getTime() - at.getTime() > SOON;
  return isPlanned ? texts.t('board:reminder.round_went', { when }) : texts.t('board:reminder.round');
}

/** @param step working days from the term */
function reminderOf({ t }: Texts, step: number): string {
  if (step < 0) return t('board:reminder.before', { count: -step });
  return t(step === 0 ? 'board:reminder.today' : 'board:reminder.after');
}
