import { z } from 'zod';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { NewNotice, PassOn, Renderer } from '../../../services/delivery/index.ts';
import { enqueue } from '../../../services/delivery/outbox.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { addressed } from '../../../services/people/actor.ts';
import { findCampaign } from '../campaign/store.ts';
import { recipientsOf } from './recipients.ts';
import type { VolumeRecipients } from './recipients.ts';
import { materialOf, volumeOf } from './store.ts';

const argsSchema = z.object({
  campaignId: z.number().int(),
  assignmentId: z.number().int(),
  volumeId: z.number().int(),
  /** The journal's row of the sending: each is told once of it. */
  cause: z.string(),
});
type Args = z.infer<typeof argsSchema>;

/** To one of the recipients, in the working hours of his city. */
export function sentNotice(
  { personId, assignmentId, at }: VolumeRecipients['people'][number],
  sending: Pick<Args, 'campaignId' | 'volumeId' | 'cause'>,
): NewNotice {
  return {
    dedupeKey: `volume:${sending.cause}:${personId}`,
    personId,
    kind: 'volume.sent',
    args: { ...sending, assignmentId },
    subject: `volume:${sending.volumeId}`,
    notBefore: at,
    againIfUnknown: true,
  };
}

/** To whoever answers for the city by the time it is sent. */
export function passVolume(prisma: PrismaClient): Record<'volume.sent', PassOn> {
  return {
    async 'volume.sent'({ args }, now) {
      const { assignmentId, ...sending } = argsSchema.parse(args);
      const { closedAt, sendAt } = await volumeOf(prisma, sending.campaignId);
      if (!closedAt || !sendAt) return 0;
      const { people } = await recipientsOf(prisma, sending.campaignId, closedAt, now);
      const there = people.filter((each) => each.assignmentId === assignmentId);
      await enqueue(
        prisma,
        there.map((each) => sentNotice(each, sending)),
        now,
      );
      return there.length;
    },
  };
}

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
        title: t('volume:running_head', { branch, year }),
        cities: t('volume:sent.cities', { count: accepted.length + unaccepted.length }),
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
