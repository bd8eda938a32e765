import path from 'node:path';
import type { Update } from 'grammy/types';
import type { BotConfig } from './config.ts';
import { isLoopback } from './config.ts';
import { createBot } from './bot.ts';
import { createOffice } from './features/office/index.ts';
import { createCampaigns } from './features/questionnaire/campaign/bot.ts';
import { ensureBuiltIns } from './features/questionnaire/campaign/built-in.ts';
import { createQuestionnaire } from './features/questionnaire/index.ts';
import { createDatabase } from './platform/database/client.ts';
import { createKeptClock } from './platform/database/kept-clock.ts';
import { createLease } from './platform/database/lease.ts';
import { applyMigrations, migrationsFolder, readMigrations } from './platform/database/migrate.ts';
import { openServer } from './platform/database/server.ts';
import { blamingProxy } from './platform/errors.ts';
import { createHttpServer } from './platform/http/server.ts';
import { healthRoute, metricsRoute } from './platform/http/probes.ts';
import { createReadiness } from './platform/http/readiness.ts';
import type { Route } from './platform/http/route.ts';
import type { Log } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { packageRoot } from './platform/package-root.ts';
import type { Shutdown } from './platform/shutdown.ts';
import { createTelegram } from './platform/telegram/api.ts';
import {
  ALLOWED_UPDATES,
  inboxDepth,
  kindOfUpdate,
  storeUpdates,
  sweepInbox,
} from './platform/telegram/inbox.ts';
import { createLanes } from './platform/telegram/lanes.ts';
import { createPacing } from './platform/telegram/pacing.ts';
import type { Pacing } from './platform/telegram/pacing.ts';
import { createPolling } from './platform/telegram/polling.ts';
import { createTransport } from './platform/telegram/transport.ts';
import { createWebhookRoute } from './platform/telegram/webhook.ts';
import { clockRoute } from './clock-route.ts';
import type { Ctx } from './services/chat/context.ts';
import { createDialogues } from './services/chat/dialogues.ts';
import type { Json } from './services/chat/dialogues.ts';
import type { Feature } from './services/chat/feature.ts';
import { createMenu } from './services/chat/menu.ts';
import { createDelivery } from './services/delivery/index.ts';
import type { PassOn, Renderer } from './services/delivery/index.ts';
import { createFiles } from './services/files/files.ts';
import { createI18n } from './services/i18n/i18n.ts';
import { ACTOR_SQL, ASSOCIATION_ZONE } from './services/people/actor.ts';
import { createPeople } from './services/people/index.ts';
import { codeKeyFrom } from './services/people/invitation.ts';
import { recipientOf } from './services/people/recipient.ts';
import { createDecreeWatch, decreeState } from './services/calendar/index.ts';
import { createScheduler } from './services/scheduler/index.ts';

/** Seconds: how long a chat waits at most after the copy that handled it was killed. */
const LANE_LEASE = 10;

export interface AppDependencies {
  log: Log;
  shutdown: Shutdown;
  /** Called when the app cannot go on: Telegram refuses the token, or a stranger polls. */
  fatal: (error: unknown) => void;
  pacing?: Pacing;
  silence?: number; // of `createQuestionnaire`
  connections?: number; // of `createDatabase`
}

export interface App {
  /** Where the HTTP server listens, without a slash at the end. */
  url: string;
  botUsername: string;
}

/**
 * Puts the parts together and starts them; the only file that knows every part. What it opens it registers with
 * `shutdown`, in the order in which it must be closed.
 */
export async function startApp(config: BotConfig, deps: AppDependencies): Promise<App> {
  const { log, shutdown, pacing = createPacing(), silence } = deps;
  const { defaultLanguage, botToken, telegram: where } = config;
  const metrics = createMetrics();
  const i18n = createI18n(path.join(packageRoot(), 'locales'));

  // The database
  const server = await openServer(config.database, log);
  shutdown.register('database server', () => server.stop());
  const migrations = await readMigrations(migrationsFolder());
  await applyMigrations(server.connection, migrations, log);
  const database = createDatabase(server.connection, deps);
  shutdown.register('database', () => database.close());
  const { pool, prisma } = database;
  const { clock, keep: keepClock } = await createKeptClock(
    pool,
    config.clockStart,
    isLoopback(where.apiRoot),
  );

  // Telegram
  const transport = createTransport({ proxy: where.proxy });
  shutdown.register('transport', () => transport.close());
  shutdown.register('pacing', () => pacing.close());
  const telegram = createTelegram({
    token: botToken,
    apiRoot: where.apiRoot,
    transport,
    pacing,
    metrics,
    log,
  });
  const me = await telegram.unpaced.getMe().catch((error: unknown) => {
    throw blamingProxy(error, where.proxy);
  });

  // Services
  const renderers: Record<string, Renderer> = {};
  const passOn: Record<string, PassOn> = {};
  const delivery = createDelivery({
    database,
    telegram,
    clock,
    log,
    renderers,
    passOn,
    recipientOf: (to) => recipientOf(prisma, to, defaultLanguage),
  });
  const files = createFiles({ prisma, api: telegram.replies, download: (file) => telegram.download(file) });
  const features: Feature[] = [];
  const menu = createMenu(() => features);
  const dialogues = createDialogues(
    () => features.flatMap((feature) => feature.dialogues ?? []),
    async (ctx) => {
      for (const feature of features) if (await feature.unheard?.(ctx)) return;
      if (ctx.actor.seats.length > 0) await ctx.screen.say({ text: ctx.texts.t('chat:unheard') });
    },
  );

  // Features
  const association = {
    name: i18n(defaultLanguage).t('questionnaire:association.city'),
    timeZone: ASSOCIATION_ZONE,
  };
  const enter = (ctx: Ctx, name: string, args: Json): Promise<void> => dialogues.enter(ctx, name, args);
  const questionnaire = createQuestionnaire({
    database,
    files,
    association,
    i18n,
    defaultLanguage,
    api: telegram.replies,
    runNow: (job) => scheduler.runNow(job),
    delivery,
    enter,
    silence,
    inviteExecutor: (ctx, { cityId, department, errand }) =>
      office.inviteFor(ctx, { kind: 'executor', cityId, department, errand }),
  });
  const campaigns = createCampaigns({ prisma, delivery, association, enter, i18n });
  const codeKey = codeKeyFrom(botToken);
  const people = createPeople({ prisma, codeKey, adminIds: config.adminIds });
  const office = createOffice({
    prisma,
    people,
    files,
    i18n,
    defaultLanguage,
    botName: me.username,
    codeKey,
    clock,
    menu,
    enter,
    waiting: (ctx) => questionnaire.waiting(ctx),
    dataAbout: (texts, personId) => questionnaire.dataAbout(texts, personId),
    handover: (texts, seatId, now) => questionnaire.handover(texts, seatId, now),
    placeOf: (ctx) => questionnaire.placeOf(ctx),
    invitedFor: (ctx, errand, seatId) => questionnaire.give(ctx, errand, seatId),
  });
  features.push(office, ...campaigns, ...questionnaire.features);
  await ensureBuiltIns(prisma, { texts: i18n(defaultLanguage), now: clock.now() });
  Object.assign(renderers, ...features.map((feature) => feature.renderers ?? {}));
  Object.assign(passOn, ...features.map((feature) => feature.passOn ?? {}));

  // The way of an update: received -> inbox -> lane -> bot
  const bot = createBot({
    api: telegram.replies,
    unpaced: telegram.unpaced,
    me,
    clock,
    log,
    i18n,
    defaultLanguage,
    menu,
    features,
    dialogues,
    unreachable: (telegramId, reach) => people.markReach(telegramId, reach),
  });
  const lanes = createLanes({
    pool,
    log,
    companion: ACTOR_SQL,
    ttl: LANE_LEASE,
    handle: (turn) => bot.handle(turn),
    setAside: (turn) => bot.setAside(turn),
    observe(kind, outcome, seconds) {
      metrics.updatesHandled.inc({ kind, outcome });
      metrics.handlingSeconds.observe({ kind }, seconds);
    },
  });
  const receive = async (updates: readonly Update[]): Promise<void> => {
    await storeUpdates(pool, updates);
    for (const update of updates) metrics.updatesReceived.inc({ kind: kindOfUpdate(update) });
    lanes.kick();
  };

  // Jobs
  const scheduler = createScheduler({
    database,
    cron: config.sweepCron,
    clock,
    log,
    metrics,
    jobs: [
      createDecreeWatch(log),
      ...features.flatMap((feature) => feature.jobs ?? []),
      { name: 'inbox', every: 'tick', expireInSeconds: 60, run: async () => void (await sweepInbox(pool)) },
    ],
  });

  // HTTP
  let telegramState: 'ok' | 'unreachable' = 'ok';
  const readiness = createReadiness({
    log,
    checks: {
      database: () => pool.query('select 1'),
      migrations: async () => {
        const { rows } = await pool.query<{ count: number }>(
          'select count(*) as count from _prisma_migrations where finished_at is not null',
        );
        if (Number(rows[0]?.count) < migrations.length) throw new Error('migrations are missing');
      },
    },
    reports: {
      telegram: () => telegramState,
      calendar: () => decreeState(clock.now()),
    },
  });
  metrics.watchQueues(async () => {
    const [inbox, outbox] = await Promise.all([inboxDepth(pool), delivery.depth()]);
    return { inbox: { depth: inbox.open, oldestSeconds: inbox.oldestSeconds }, outbox };
  });
  const routes: Route[] = [
    healthRoute(),
    readiness.route,
    metricsRoute(metrics),
    ...features.flatMap((feature) => feature.routes ?? []),
  ];
  if (config.mode === 'webhook') {
    const { pathname } = new URL(config.webhook.url);
    routes.push(createWebhookRoute({ path: pathname, secret: config.webhook.secret, store: receive, log }));
  }
  if (isLoopback(where.apiRoot)) {
    routes.push(
      clockRoute({ clock, keep: keepClock, sweep: () => scheduler.tick(), wake: () => delivery.wake() }),
    );
  }
  const http = await createHttpServer({ ...config.http, routes, log });
  shutdown.register('http', () => http.close());

  // Running: what is registered last stops first
  delivery.start();
  shutdown.register('delivery', () => delivery.stop(), 25_000); // a request under way may take 15 s
  await scheduler.start();
  shutdown.register('scheduler', () => scheduler.stop());
  lanes.start();
  shutdown.register('lanes', () => lanes.stop());
  if (config.mode === 'webhook') {
    await telegram.unpaced.setWebhook(config.webhook.url, {
      secret_token: config.webhook.secret,
      allowed_updates: ALLOWED_UPDATES,
      max_connections: 40,
    });
  } else {
    const lease = createLease(pool, 'poller', { ttl: 10_000 });
    const polling = createPolling({
      api: telegram.unpaced,
      store: receive,
      log,
      mayPoll: () => lease.acquire(),
      refused: deps.fatal,
      state: (ok) => (telegramState = ok ? 'ok' : 'unreachable'),
    });
    polling.start();
    shutdown.register('polling', async () => {
      await polling.stop();
      await lease.release();
    });
  }
  shutdown.register('readiness', () => readiness.stop());
  log.info({ url: http.url, mode: config.mode }, 'running');
  return { url: http.url, botUsername: me.username };
}
