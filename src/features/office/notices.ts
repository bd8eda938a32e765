import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Renderer } from '../../services/delivery/index.ts';
import { missingForDocuments } from '../../services/people/city-card.ts';
import type { CardField } from '../../services/people/city-card.ts';
import { helpersFor, placesOfHelp } from '../../services/people/helper.ts';
import { fullName } from '../../services/people/names.ts';
import { cityOf, loadActor, staffSeat } from '../../services/people/store.ts';
import { requestButtons, requestText } from './access.ts';
import { cutOffText } from './cut-off.ts';
import type { Desk } from './desk.ts';
import { contactLine, postLine } from './wording.ts';

/** What is said of the bot's own accord about people; made when it is sent, so nobody's name is kept in the outbox. */
export function createNotices(desk: Desk, now: () => Date): Readonly<Record<string, Renderer>> {
  const { prisma, i18n } = desk;

  return {
    async office_connected(args, { language }) {
      const { seatId } = args as { seatId: number };
      const texts = i18n(language);
      const seat = await staffSeat(prisma, seatId, now());
      if (!seat?.holder) return null;
      return {
        text: texts.t('office:notice.connected', {
          name: fullName(seat.holder) ?? '',
          post: postLine(texts, seat),
        }),
        replyMarkup: keyboard(button(texts.t('office:issued.card'), 'o.seat', seatId)),
      };
    },

    async office_succeeded(args, { language }) {
      const { seatId } = args as { seatId: number };
      const texts = i18n(language);
      const seat = await staffSeat(prisma, seatId, now());
      return seat && { text: texts.t('office:notice.succeeded', { post: postLine(texts, seat) }) };
    },

    async office_cut_off(_args, { chatId, language }, now) {
      const text = await cutOffText(desk, i18n(language), await loadActor(prisma, chatId, now), now);
      return text === null ? null : { text };
    },

    async office_restored(_args, { chatId, language }, now) {
      const texts = i18n(language);
      const { cutOffAt, seats } = await loadActor(prisma, chatId, now);
      if (cutOffAt !== null) return null;
      const posts = seats.map((seat) => postLine(texts, seat)).join('; ');
      return {
        text: texts.t('office:notice.restored', { posts }),
        replyMarkup: keyboard(button(texts.t('chat:buttons.menu'), 'menu')),
      };
    },

    async office_seat_vacant(args, { language }) {
      const { seatId } = args as { seatId: number };
      const texts = i18n(language);
      const seat = await staffSeat(prisma, seatId, now());
      if (!seat || seat.holder) return null;
      const { open } = await desk.handover(texts, seatId, now());
      const text = [
        texts.t('office:notice.vacant', { post: postLine(texts, seat) }),
        open.length > 0 ? texts.t('acting:handover.open') : null,
        ...open.map((line) => `• ${line}`),
      ];
      return {
        text: text.filter(Boolean).join('\n'),
        replyMarkup: keyboard(button(texts.t('office:staff.invite'), 'o.inv.seat', seatId)),
      };
    },

    async office_access_asked(args, { language }) {
      const { requestId } = args as { requestId: number };
      const texts = i18n(language);
      const request = await prisma.accessRequest.findUnique({ where: { id: requestId } });
      if (!request || request.answeredAt !== null) return null;
      return {
        text: await requestText(prisma, texts, request),
        replyMarkup: keyboard(...requestButtons(texts, requestId)),
      };
    },

    async office_access_answered(args, { language }) {
      const { answer, cityId } = args as { answer: 'granted' | 'declined'; cityId: number | null };
      const texts = i18n(language);
      const places = placesOfHelp({ seats: [] }, cityId);
      const [helper] = await helpersFor(prisma, { personId: null, places }, now());
      const contact = helper ? texts.t('office:link.ask', { contact: contactLine(texts, helper) }) : null;
      return {
        text: [texts.t(`office:notice.${answer}`), contact].filter(Boolean).join('\n'),
        replyMarkup: keyboard(answer === 'granted' && button(texts.t('office:official.code'), 'o.code')),
      };
    },

    async office_card_missing(args, { language }) {
      const { cityId } = args as { cityId: number };
      const texts = i18n(language);
      const city = await cityOf(prisma, cityId);
      const missing = city ? missingForDocuments(city.card) : [];
      if (!city || missing.length === 0) return null;
      const fields = missing.map((field) => `• ${texts.t(`office:city.field.${field}`)}`).join('\n');
      return {
        text: texts.t('import:paper.notice', { city: city.name, fields }),
        replyMarkup: keyboard(button(texts.t('office:staff.card_of_city'), 'o.city', cityId)),
      };
    },

    async office_card_names(args, { language }) {
      const { cityId, fields } = args as { cityId: number; fields: CardField[] };
      const texts = i18n(language);
      const city = await cityOf(prisma, cityId);
      const lines = fields.flatMap((field) => {
        const value = city?.card[field];
        return value === undefined ? [] : [`• ${texts.t(`office:city.field.${field}`)}: ${String(value)}`];
      });
      if (!city || lines.length === 0) return null;
      return {
        text: texts.t('office:notice.card_names', { city: city.name, fields: lines.join('\n') }),
        replyMarkup: keyboard(button(texts.t('office:staff.card_of_city'), 'o.city', cityId)),
      };
    },

    async office_help_wanted(args, { language }) {
      const { personId, seatId, place } = args as { personId: number; seatId: number | null; place: string };
      const texts = i18n(language);
      const person = await prisma.person.findUnique({ where: { id: personId } });
      const name = person && fullName(person);
      if (!person || name === null) return null;
      const seat = seatId === null ? null : await staffSeat(prisma, seatId, now());
      const who = [name, seat && postLine(texts, seat)].filter(Boolean).join(', ');
      return {
        text: [
          texts.t('office:notice.help', { who, place }),
          person.phone
            ? texts.t('office:card.phone', { phone: person.phone })
            : texts.t('office:notice.no_phone'),
        ].join('\n'),
      };
    },
  };
}
