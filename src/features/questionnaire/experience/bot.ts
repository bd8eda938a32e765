import type { Feature } from '../../../services/chat/feature.ts';
import { createCityTalk } from './ask-bot.ts';
import { createExperienceDesk } from './desk.ts';
import type { ExperienceDependencies } from './desk.ts';
import { createHidingScreens } from './hiding-bot.ts';
import { createExperienceRenderers, passExperienceNotices } from './notices.ts';
import { passagesJob } from './passages-store.ts';
import { createSearch } from './search-bot.ts';
import { createThemes } from './themes-bot.ts';

/**
 * *Опыт городов*: what other cities wrote, to be searched, read and asked about. One feature, so that a press on one of its
 * buttons leaves none of its dialogues.
 */
export function createExperience(deps: ExperienceDependencies): Feature {
  const desk = createExperienceDesk(deps);
  const parts = [createSearch(desk), createCityTalk(desk), createHidingScreens(desk), createThemes(desk)];
  return {
    commands: parts.flatMap((part) => part.commands ?? []),
    menu: parts.flatMap((part) => part.menu ?? []),
    buttons: Object.assign({}, ...parts.map((part) => part.buttons ?? {})) as NonNullable<Feature['buttons']>,
    dialogues: parts.flatMap((part) => part.dialogues ?? []),
    renderers: createExperienceRenderers(deps),
    passOn: passExperienceNotices(deps.prisma),
    jobs: [passagesJob(deps.prisma)],
  };
}
