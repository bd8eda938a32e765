import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { createAcceptanceScreens } from './acceptance-screens.ts';
import { createBehalf } from './behalf.ts';
import { createCitySide } from './city.ts';
import { createCoordinatorSide } from './coordinator.ts';
import { createClarificationDesk } from './desk.ts';
import type { ClarificationDependencies } from './desk.ts';
import { clarificationJobs } from './jobs.ts';
import { createClarificationRenderers } from './notices.ts';
import { passClarificationNotices } from './passing.ts';
import { createOneScreen } from './one.ts';
import { createOwedList } from './several.ts';
import type { Association } from '../paper.ts';
import type { AssignmentView } from '../store.ts';

/** *Принять* and *Нужно уточнение*, on both sides. Parts of one face. */
export function createClarification(
  deps: ClarificationDependencies & {
    i18n: (language: Language) => Texts;
    association: Association;
    sendReceipt: (ctx: Ctx, view: AssignmentView) => Promise<void>;
  },
): Feature[] {
  const { prisma, association, sendReceipt } = deps;
  const desk = createClarificationDesk(deps);
  const { read, ...acceptance } = createAcceptanceScreens(desk);
  const one = createOneScreen(desk, read);
  const parts: Feature[] = [
    acceptance,
    createCoordinatorSide(desk, read, one),
    createBehalf(desk, one),
    createCitySide(desk, sendReceipt),
    createOwedList(desk),
  ];
  const face: Feature = {
    renderers: createClarificationRenderers(deps),
    passOn: passClarificationNotices(prisma),
    jobs: clarificationJobs(prisma, association),
  };
  return [face, ...parts];
}
