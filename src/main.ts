import path from 'node:path';
import { parseConfig } from './config.ts';
import { explainStartFault } from './platform/errors.ts';
import { createLog, logWarnings } from './platform/log.ts';
import { packageRoot } from './platform/package-root.ts';
import { createShutdown } from './platform/shutdown.ts';
import { createI18n } from './services/i18n/i18n.ts';
import { readEnvFile } from './env-file.ts';

const parsed = parseConfig(readEnvFile());
if (parsed.kind === 'faulty') {
  process.stderr.write(`${parsed.message}\n`);
  process.exit(1);
}
const { config, warnings } = parsed;
warnings.forEach((warning) => process.stderr.write(`${warning}\n`));

// Each way loads only what it needs: together they take twice as long to start.
if (config.mode === 'demo') {
  const { runDemo } = await import('./demo.ts');
  process.exitCode = await runDemo(config);
} else {
  const { startApp } = await import('./app.ts');
  const secrets = [config.botToken, ...(config.mode === 'webhook' ? [config.webhook.secret] : [])];
  const log = createLog({ level: config.logLevel, secrets });
  logWarnings(log);
  const shutdown = createShutdown(log);
  shutdown.listen();
  const fatal = async (error: unknown): Promise<void> => {
    if (shutdown.isStopping()) return;
    const texts = createI18n(path.join(packageRoot(), 'locales'))(config.defaultLanguage);
    const explained = explainStartFault(error, (key, values) => texts.t(key, values));
    if (explained === undefined) log.fatal({ err: error }, 'the app cannot go on');
    else process.stderr.write(`${explained}\n`);
    await shutdown.stop('fault');
    process.exit(1);
  };
  await startApp(config, { log, shutdown, fatal: (error) => void fatal(error) }).then(
    // Whoever started this program with a channel (the demo) is told where it listens.
    ({ url }) => process.send?.({ url }),
    fatal,
  );
}
