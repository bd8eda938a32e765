import { startsItem } from '../joining/list-marks.ts';

/**
 * Tells an answer from words meant for the bot. In doubt a text is an answer: what is stored can be taken out with one
 * tap, what was not stored would have to be written again. Words of the menu are known elsewhere (services/chat).
 */

/** What a question to the bot is about: answering, sending, the form, its term. Beginnings of words. */
const ofTheWork =
  /^(?:анкет|бот(?:$|а$|у$|ом$)|бланк|ворд|word|docx?$|pdf|пдф|скан|файл|фото|голос(?:ом|ов)|сообщени|текст|вопрос|ответ|отвеч|отправ|отсыл|присл|посл(?:ать|али)|прикреп|прилож(?:ить|у|ен)|встав|загру[зж]|скача|скопир|копир|пропус|сда(?:ть|вать|м|ю|ва|ли|н)|исправ|поправ|править|измен|удал|лишн|стере|получа(?:ется|лось)|убра(?:ть|л)|верн|заполн|допис|допиш|продолж|заверш|законч|начать|начина|сохран|запис(?:а|ы)|писа(?:ть|л)|пиш|напи[сш]|нажа|нажим|кнопк|поруч|срок|крайн|част(?:ями|ям|и$|ь$)|знак|символ|координатор|позвон|звонить|образец|пример|робот|успе[юеёвлт]|подска[жз]|помо[гщ]|дош(?:ло|ел|ёл|ли)|получен|прочита|виде(?:н|л)|вид(?:ит|но)|answer|questionnaire|question|form|send|sent|submit|save|edit|correct|fix|change|delete|skip|paste|attach|file|deadline|button|press|bot|reply|write|later|tomorrow|continue|finish)/u;

/** Words that say nothing by themselves: a text of such words alone is no answer to a questionnaire. */
const plain = new Set(
  `а и но да нет ли же бы то в во на по к с со от до за из у о об для без под над через не ни нe
  это этот эта эти этого этим там тут здесь сюда туда я мы вы ты он она оно они мне нам вам тебе меня нас вас его ее их им
  ему мой моя мое мои наш наша наше наши ваш ваша ваше ваши свой свою свои какой какая какое какие каком какого какому
  как куда где когда что чего чем чему сколько кому кто кого зачем почему если можно нельзя могу можем можете может
  нужно надо обязательно должен должна должны стоит есть будет быть был была было были еще уже потом позже завтра
  послезавтра сегодня вчера сейчас вечером утром днем понедельник вторник среду четверг пятницу субботу воскресенье неделю
  неделе недели неделей месяц месяце день дня дней дни числа число час часа часов время времени минут раз все весь всю всего всем
  только сразу опять снова пожалуйста скажите здравствуйте добрый доброе вечер утро извините простите спасибо делать сделать
  дальше теперь другой другая другое другие другим другом другому другого или так тоже просто поздно рано осталось последний первый второй
  третий понимаю понял поняла понятно непонятно верно правильно хватит достаточно
  a an the is are am be can could may must should do does did have has i we you it me us my our your this that these what
  when where how why who which if or and not no yes to in on at by of for from with by all more much many long next please
  hello hi sorry now today here there is back`.split(/\s+/u),
);

const LONGEST_QUESTION = 120;

/** Whether a text that came while a question is open is a short question to the bot: «а можно ответить завтра?». */
export function isQuestionToBot(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_QUESTION) return false;
  const source = trimmed.toLowerCase().replaceAll('ё', 'е');
  if (source.includes('\n') || startsItem(source)) return false;
  const asks =
    /[?？][)!?.…\s]*$/u.test(source) ||
    /^(?:подскажите|помогите|не (?:понимаю|понял|поняла))(?!\p{L})/u.test(source);
  if (!asks) return false;
  const words = source.match(/[\p{L}\p{N}]+/gu) ?? [];
  const known = words.filter((word) => ofTheWork.test(word)).length;
  const strange = words.filter(
    (word) => !ofTheWork.test(word) && !plain.has(word) && !/^\d+$/u.test(word),
  ).length;
  return strange === 0 || (strange === 1 && known >= 2);
}

/** What a person asks most, with an answer of its own. */
export type Topic = 'fix' | 'left' | 'saved' | 'thanks';

const THANKS =
  /^(?:(?:большое|огромное) )?(?:спасибо|благодарю|благодарим|thanks|thank you)(?: (?:большое|огромное|вам|всем|за помощь|за ответ|very much|a lot|so much))*$/u;

/** Said without a question mark as well; of a text that asks, `ASKED`. */
const SAID: readonly [Topic, RegExp][] = [
  [
    'fix',
    /^(?:я )?(?:хочу|хотел[аи]? бы|как|how to|i want to) (?:мне |нам )?(?:исправить|поправить|изменить|correct|fix|change)(?!\p{L})/u,
  ],
  ['left', /^(?:а )?(?:сколько|что) (?:еще )?(?:вопросов )?осталось|^(?:how many|what is) .*left/u],
  [
    'saved',
    /^(?:а )?(?:где|куда) (?:это |мой |мои |наш )?(?:текст|ответ|сохран|запис|написан)|^where is my/u,
  ],
];
const ASKED: readonly [Topic, RegExp][] = [
  ['fix', /(?:исправ|поправ|измен)(?:ить|лять)|\b(?:correct|fix|change)\b/u],
  ['left', /сколько.*(?:осталось|отвечать|ответить)/u],
  ['saved', /(?:где|куда) .*(?:текст|ответ|сохран|запис)|сохран(?:или|ил[оа]с[ья]|яется|ен)|\bsaved\b/u],
];

/** Of which plain question a short text is; null: none of them. «спасибо», «где мой текст», «хочу исправить анкету» */
export function topicOf(text: string): Topic | null {
  if (text.length > LONGEST_QUESTION || text.trim().includes('\n')) return null;
  const source = (
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');
  if (THANKS.test(source)) return 'thanks';
  const found = (table: typeof SAID): Topic | null =>
    table.find(([, pattern]) => pattern.test(source))?.[0] ?? null;
  if (isQuestionToBot(text)) return found(SAID) ?? found(ASKED);
  return isQuestionToBot(`${source}?`) ? found(SAID) : null;
}

const LONG = 200;

/** Whether a text that came outside any question may be an answer: it is long, or it is a list. */
export function looksLikeAnswer(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return text.trim().length > LONG || lines.filter(startsItem).length >= 2;
}

/** How a person greets or thanks; more than so many words after it say something else as well. */
const courtesy =
  /^(?:здравствуй|добр(?:ый|ое|ого|ой)\s|привет|доброго времени|спасибо|благодар|поздравля|с уважением|hello|hi\b|dear|good\s|thank)/u;
const MOST_COURTEOUS = 6;
const FEWEST = 3;

/** What the other screens of the bot are about: posts, people, acting. Beginnings of words. */
const ofTheOffice =
  /^(?:замеща|замест(?:ит|и)|уволи|уволен|сотрудник|приглас|приглаш|доступ|должност|отпуск|больничн|исполнител|помощник|подключ|войти|вход|выйти|сменил|назначи|коллег|телефон)/u;

/** «кто меня замещает?», «как уволить сотрудника?»: a coordinator asks the bot. */
function asksOfOffice(source: string): boolean {
  if (
    source.length > LONGEST_QUESTION ||
    !/^(?:а |и )?(?:кто|как|где|когда|можно|кого|кому|почему|что)\s/u.test(source)
  )
    return false;
  const words = source.match(/[\p{L}\p{N}]+/gu) ?? [];
  const strange = words.filter(
    (word) => !ofTheOffice.test(word) && !ofTheWork.test(word) && !plain.has(word),
  );
  return strange.length <= 1 && words.some((word) => ofTheOffice.test(word));
}

/**
 * Whether a short text that came outside any question is worth asking about: at least three words that are neither a
 * greeting nor thanks, no question to the bot, and say something.
 */
export function mayBeAnswer(text: string): boolean {
  const source = text.trim().toLowerCase().replaceAll('ё', 'е');
  const words = source.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
  if (words.length < FEWEST || isQuestionToBot(text) || asksOfOffice(source)) return false;
  if (courtesy.test(source) && words.length <= MOST_COURTEOUS) return false;
  return words.some((word) => !plain.has(word));
}
