/** Seven questions of about the length of the app's own; the codes are the app's. */
export const QUESTIONS = [
  'ACHIEVED',
  'COLLEAGUES',
  'PROBLEMS',
  'TASKS_NEXT',
  'HELP',
  'TOPICS_EXCHANGE',
  'TOPICS_TRAINING',
].map((code, i) => ({
  code,
  text: `Вопрос ${i + 1} из 7\nЧто наиболее значительное удалось сделать в этом году? Напишите одним или несколькими сообщениями.`,
}));

export const READY = 'Готово';
export const PIECES = 5;

const WORDS =
  'администрация города провела семинар для руководителей отделов и приняла план мероприятий'.split(' ');

/** A piece of 4 000 characters, each another one. */
export function pieceOf(number: number): string {
  let text = `Часть ${number}.`;
  for (let i = number; text.length < 4000; i++) text += ` ${WORDS[i % WORDS.length] ?? ''}`;
  return text.slice(0, 3999) + '.';
}
