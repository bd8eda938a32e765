import { z } from 'zod';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Renderer } from '../../../services/delivery/index.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { addressed } from '../../../services/people/actor.ts';
import { findCampaign } from '../campaign/store.ts';
import { recipientsOf } from './recipients.ts';
import { materialOf, volumeOf } from './store.ts';

const argsSchema = z.object({ campaignId: z.number().int(), assignmentId: z.number().int() });

/** To everybody who answered: the volume is out. The file comes by the button, not with each message. */
export function createVolumeRenderers(deps: {
  prisma: PrismaClient;
  i18n: (language: Language) => Texts;
}): Record<'volume.sent', Renderer> {
  const { prisma, i18n } = deps;
  return {
    async 'volume.sent'(stored, { personId, language }, now) {
      const { campaignId, assignmentId } = argsSchema.parse(stored);
      const { t } = i18n(language);
      const campaign = await findCampaign(prisma, campaignId);
      const { closedAt, sendAt } = await volumeOf(prisma, campaignId);
      if (!campaign || !closedAt || !sendAt || now < sendAt) return null;
      const { people } = await recipientsOf(prisma, campaignId, closedAt, now);
      if (!people.some((each) => each.personId === personId)) return null;
      const person = await prisma.person.findUnique({ where: { id: personId ?? 0 } });
      const { accepted, unaccepted } = await materialOf(prisma, campaignId, closedAt);
      const { year, branchName: branch } = campaign;
      const name = person && addressed(person);
      const values = {
        title: t('volume:file.title', { branch, year }),
        cities: accepted.length + unaccepted.length,
      };
      const first = name ? t('volume:sent.named', { ...values, name }) : t('volume:sent.plain', values);
      return {
        text: `${first}\n${t('volume:sent.thanks', { year })}`,
        replyMarkup: keyboard(
          button(t('volume:buttons.open'), 'vol.file', campaignId, 'cities'),
          button(t('questionnaire:menu'), 'q.open', assignmentId),
        ),
      };
    },
  };
}
