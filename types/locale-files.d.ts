import type acting from '../locales/ru/acting.json';
import type behalf from '../locales/ru/behalf.json';
import type board from '../locales/ru/board.json';
import type calendar from '../locales/ru/calendar.json';
import type campaign from '../locales/ru/campaign.json';
import type chat from '../locales/ru/chat.json';
import type clarification from '../locales/ru/clarification.json';
import type database from '../locales/ru/database.json';
import type demo from '../locales/ru/demo.json';
import type executor from '../locales/ru/executor.json';
import type experience from '../locales/ru/experience.json';
import type form from '../locales/ru/form.json';
import type importing from '../locales/ru/import.json';
import type office from '../locales/ru/office.json';
import type questionnaire from '../locales/ru/questionnaire.json';
import type reminder from '../locales/ru/reminder.json';
import type start from '../locales/ru/start.json';
import type volume from '../locales/ru/volume.json';
import type wordIn from '../locales/ru/word_in.json';

declare module '../src/services/i18n/keys.ts' {
  interface LocaleFiles {
    acting: typeof acting;
    behalf: typeof behalf;
    board: typeof board;
    calendar: typeof calendar;
    campaign: typeof campaign;
    chat: typeof chat;
    clarification: typeof clarification;
    database: typeof database;
    demo: typeof demo;
    executor: typeof executor;
    experience: typeof experience;
    form: typeof form;
    import: typeof importing;
    office: typeof office;
    questionnaire: typeof questionnaire;
    reminder: typeof reminder;
    start: typeof start;
    volume: typeof volume;
    word_in: typeof wordIn;
  }
}
