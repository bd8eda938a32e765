import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createPacing } from '../../platform/telegram/pacing.ts';
import { createTelegram } from '../../platform/telegram/api.ts';
import { createTransport } from '../../platform/telegram/transport.ts';
import { createSimulator } from '../../simulator/index.ts';
import { createFiles } from './files.ts';

test('a file that Telegram does not give out (gone, or larger than it said) is no fault of ours; a broken line is', async () => {
  const simulator = await createSimulator();
  const { database, drop } = await createTestDatabase();
  const { token, apiRoot } = simulator;
  const [transport, pacing] = [createTransport(), createPacing()];
  const { replies: api, download } = createTelegram({ token, apiRoot, transport, pacing });
  const files = createFiles({ prisma: database.prisma, api, download });
  const file = { telegramFileId: 'gone', name: 'план.docx', mime: 'application/msword', size: 0 };
  expect(await files.keep(file, new Date(0))).toEqual({ kind: 'failed' });
  simulator.faults.add({ effect: { kind: 'reset' }, method: 'getFile' });
  await expect(files.keep(file, new Date(0))).rejects.toThrow();
  expect(await database.prisma.file.count()).toBe(0);
  pacing.close();
  await transport.close();
  await simulator.close();
  await drop();
});
