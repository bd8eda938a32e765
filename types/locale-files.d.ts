import type calendar from '../locales/ru/calendar.json';
import type campaign from '../locales/ru/campaign.json';
import type chat from '../locales/ru/chat.json';
import type database from '../locales/ru/database.json';
import type form from '../locales/ru/form.json';
import type office from '../locales/ru/office.json';
import type questionnaire from '../locales/ru/questionnaire.json';
import type start from '../locales/ru/start.json';

declare module '../src/services/i18n/keys.ts' {
  interface LocaleFiles {
    calendar: typeof calendar;
    campaign: typeof campaign;
    chat: typeof chat;
    database: typeof database;
    form: typeof form;
    office: typeof office;
    questionnaire: typeof questionnaire;
    start: typeof start;
  }
}
