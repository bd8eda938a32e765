import { expect } from 'vitest';
import { ensureBuiltIns } from '../src/features/questionnaire/campaign/built-in.ts';
import { officeStory, texts as written } from './support/office-stage.ts';
import { ownAnswers } from './support/own-answers.ts';
import { readWord } from './support/paper.ts';
import { texts } from './support/town.ts';

officeStory(
  'a secretary opens the link first; the head goes from the link to the receipt without a typed command, six minutes late',
  { timeout: 90_000 },
  async ({ stage }) => {
    const { story } = stage;
    const { prisma } = story.database;
    const { link, cityId, seatId } = await stage.settled();
    await ensureBuiltIns(prisma, { texts, now: story.simulator.now() });
    const campaign = await prisma.campaign.create({
      data: {
        branchId: (await prisma.branch.findFirstOrThrow()).id,
        formId: (await prisma.form.findFirstOrThrow()).id,
        year: 2026,
        dueOn: new Date('2027-02-12'),
        openedAt: story.simulator.now(),
      },
    });
    await prisma.assignment.create({ data: { campaignId: campaign.id, cityId, respondentSeatId: seatId } });

    const secretary = stage.person('Рябинин');
    await stage.open(secretary, link);
    await stage.press(secretary, 'Нет, другой человек');
    expect(await prisma.person.count({ where: { telegramId: secretary.id } })).toBe(0);

    const head = stage.person('Берёзкина');
    await stage.open(head, link);
    await stage.press(head, 'Да, это я');
    expect(written(head)).toContain('Вас ждёт анкета «Организационная работа: итоги 2026 года»');
    expect(written(head)).toContain('Откройте вопрос кнопкой «Начать» и пишите по частям');
    await stage.press(head, 'Начать');
    const pieces = head.paste(ownAnswers.ACHIEVED, { cut: 'desktop' });
    await head.waitFor(/Сохранено: 3 части/);

    // The day ends in Приреченск at 14:00 UTC; the confirmation is pressed six and a half minutes later.
    const late = new Date('2027-02-12T14:06:30Z').getTime() - story.simulator.now().getTime();
    await story.advance(late);
    await stage.press(head, 'Готово', 'К списку', 'Просмотр и сдача');
    while (head.screen().includes('[Дальше →]')) await stage.press(head, 'Дальше →');
    await stage.press(head, 'Сдать', 'Сдать');
    expect(written(head)).toContain('Сдано с опозданием на 6 минут.');
    const paper = head.chat.findLast((message) => message.attachment !== null);
    if (!paper) throw new Error(head.transcript());
    const receipt = await readWord(head.downloadDocument(paper).buffer);
    expect(receipt).toContain('с опозданием на 6 минут');
    expect(receipt).toContain('В карточке города не заполнено: «Администрация»');

    expect(head.messagesSent).toBe(pieces.length);
    console.log(`from the link to the receipt: ${head.taps} taps, ${head.messagesSent} messages (one paste)`);
  },
);
