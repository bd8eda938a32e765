import { button, flow, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import { fullName } from '../../../services/people/names.ts';
import { postIn } from '../../../services/people/post.ts';
import type { BoardEntry } from './store.ts';
import { asOf, back, label, pageOf, turning, whenWritten } from '../campaign/desk.ts';
import { lines, stateOf } from '../campaign/messages.ts';
import type { BoardView } from './messages.ts';

/** An entry takes four lines: so many fit a phone. */
const CALLS = 4;

/** *Список для обзвона* on the screen; `entries` in the order of `callOrder`. */
export function callsMessage(
  texts: Texts,
  view: BoardView & { entries: readonly BoardEntry[]; page: number },
): Message {
  const { campaign, rows, entries, now, association } = view;
  const { t } = texts;
  const shown = pageOf(entries, view.page, CALLS);
  const blocks = shown.items.map((entry, index) =>
    callLines(texts, entry, shown.page * CALLS + index + 1, now),
  );
  return {
    ...lines(
      texts.rich('board:calls.head', { n: entries.length, total: rows.length, year: campaign.year }),
      asOf(texts, now, association),
      t(entries.length > 0 ? 'board:calls.note' : 'board:calls.none'),
      ...blocks.map((block) => `\n${block}`),
      shown.pages > 1 && `\n${t('campaign:page', { page: shown.page + 1, pages: shown.pages })}`,
    ),
    keyboard: keyboard(
      ...flow(shown.items.map(({ row }) => button(label(row.city.name), 'k.city', row.assignmentId))),
      turning(texts, shown, (page) => button('', 'b.calls', campaign.id, page)),
      entries.length > 0 && button(t('board:buttons.excel'), 'b.callx', campaign.id),
      back(texts, 'b.board', campaign.id),
    ),
  };
}

function callLines(texts: Texts, entry: BoardEntry, number: number, now: Date): string {
  const { row, contact, lastActivityAt } = entry;
  const { t } = texts;
  const who = calledName(texts, entry);
  const reminders = t('board:calls.reminders', { count: entry.reminders });
  return [
    t('board:calls.who', { number, city: row.city.name, state: stateOf(texts, row) }),
    contact?.phone ? t('board:calls.phone', { who, phone: contact.phone }) : who,
    lastActivityAt
      ? t('board:calls.active', {
          when: whenWritten(texts, lastActivityAt, now, row.city.timeZone),
          reminders,
        })
      : t('board:calls.silent', { reminders }),
  ].join('\n');
}

/** Whom to ask for on the telephone, in what quality. */
function calledName({ t }: Texts, { contact, row: { respondent } }: BoardEntry): string {
  if (!contact)
    return respondent ? t('board:calls.vacant', { post: postIn(respondent) }) : t('board:calls.nobody');
  const post = contact.as === 'coordinator' || !respondent ? contact.post : postIn(respondent);
  return t(`board:calls.${contact.as}`, { name: listed(contact), post });
}

/** «Берёзкина Анна Викторовна», with «(и.о.)» for whoever acts. */
export function fullContact(texts: Texts, { contact, row }: BoardEntry): string {
  const name = contact ? (fullName(contact) ?? '') : '';
  const acting = contact?.as === 'respondent' && row.respondent?.actingUntil;
  return acting ? texts.t('board:acting', { name }) : name;
}
