import { builtInCodes } from '../../src/features/questionnaire/form.ts';
import type { VolumeAnswer, VolumeCity, VolumeInput } from '../../src/features/questionnaire/volume/input.ts';

const WORDS = (
  'администрация города управление организационной работы проведено мероприятий с участием населения в рамках ' +
  'муниципальной программы благоустройство дворовых территорий общественное обсуждение и по итогам совещания ' +
  'поставлено на контроль поручений исполнено долгосрочного исполнения межведомственное взаимодействие не ' +
  'социально-экономическое развитие территориальное общественное самоуправление «Комфортная среда» 2026 году ' +
  'подготовлено 1 240 предложений для депутатов городской Думы о ходе реализации национальных проектов ' +
  'онлайн-трансляция заседаний видеоконференции Санкт-Петербурга 15.07.2026 г. № 32 к юбилею — впервые, за год'
).split(' ');
const NAMES =
  'Абакан Ангарск Барнаул Бердск Владивосток Дудинка Енисейск Жигалово Иркутск Кемерово Лесосибирск Магадан Норильск Омск Партизанск Рубцовск Томск Улан-Удэ Хабаровск Чита Южно-Сахалинск Якутск Ёлкино'.split(
    ' ',
  );

/** A volume of cities that do not exist, with paragraphs, lists, tables, headings and bold words; always the same. */
export function generatedVolume(cities: number, characters: number): VolumeInput {
  let state = 20_270_211;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const phrase = (least: number, more: number): string => {
    const words = Array.from({ length: least + random(more) }, () => WORDS[random(WORDS.length)] ?? '');
    const text = words.join(' ');
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  const block = (): string => {
    const kind = random(12);
    if (kind < 6) return `${phrase(12, 70)}.`;
    if (kind < 9)
      return [
        `${phrase(4, 12)}:`,
        ...Array.from({ length: 2 + random(7) }, () => `- ${phrase(4, 30)};`),
      ].join('\n');
    if (kind === 9)
      return Array.from({ length: 2 + random(4) }, (_, index) => `${index + 1}. ${phrase(5, 25)}.`).join(
        '\n',
      );
    if (kind === 10) return `${phrase(2, 3).toLocaleUpperCase('ru')}\n${phrase(20, 40)}.`;
    const rows = Array.from(
      { length: 2 + random(6) },
      (_, index) => `${index + 1}\t${phrase(3, 12)}\t${random(900)}`,
    );
    return ['№\tМероприятие\tЧисло участников', ...rows].join('\n');
  };
  const answer = (code: string, length: number): VolumeAnswer => {
    const blocks: string[] = [];
    while (blocks.join('\n').length < length) blocks.push(block());
    const text = blocks.join('\n');
    const bold = Array.from({ length: 3 }, () => ({
      type: 'bold',
      offset: random(text.length),
      length: 5 + random(60),
    }));
    return { code, text, entities: bold, files: random(5) === 0 ? [`Фото ${random(90)}.jpg`] : [] };
  };
  const city = (index: number): VolumeCity => ({
    name: `${NAMES[random(NAMES.length)] ?? ''}-${index + 1}`,
    department: 'Управление организационной работы и общественных связей администрации города',
    answers: builtInCodes
      .filter((code) => code === 'ACHIEVED' || random(4) > 0)
      .map((code) => answer(code, (characters / 7.6) * (0.5 + random(1000) / 1000))),
  });
  return {
    association: {
      name: 'Ассоциация «Города примера»',
      city: 'Новосибирск',
      timeZone: 'Asia/Novosibirsk',
    },
    branch: 'Организационная работа',
    year: 2026,
    closedOn: '2027-02-12',
    asOf: '2027-02-12T07:42:00Z',
    questions: builtInCodes.map((code) => ({ code, text: QUESTIONS[code] })),
    cities: Array.from({ length: cities }, (_, index) => city(index)),
    missing: ['Город Ё', 'Город Е', 'Город-Ж'],
    options: { listMissing: true, listFiles: true },
  };
}

const QUESTIONS: Record<(typeof builtInCodes)[number], string> = {
  INTRO: 'Общие сведения об организационной работе администрации',
  ACHIEVED: 'Что наиболее значительное удалось сделать в 2026 году?',
  COLLEAGUES: 'Какие успехи и достижения коллег из других городов Вы бы особо отметили?',
  PROBLEMS: 'Какие наиболее трудные проблемы не удалось решить в 2026 году?',
  TASKS_NEXT: 'Какие задачи стоят в 2027 году?',
  HELP: 'Какую помощь и содействие в решении этих проблем, на Ваш взгляд, может оказать Ассоциация?',
  TOPICS_EXCHANGE: 'Какие вопросы наиболее важно обсудить на мероприятиях Ассоциации по обмену опытом?',
  TOPICS_TRAINING: 'Какие темы следует включить в программу курсов повышения квалификации?',
};
