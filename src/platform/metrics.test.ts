import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

function value(text: string, line: string): string | undefined {
  return text
    .split('\n')
    .find((each) => each.startsWith(`${line} `))
    ?.slice(line.length + 1);
}

test('counts by label, and each process has its own counts', async () => {
  const metrics = createMetrics();
  const other = createMetrics();
  metrics.updatesHandled.inc({ kind: 'message', outcome: 'done' });
  metrics.updatesHandled.inc({ kind: 'message', outcome: 'done' });
  metrics.handlingSeconds.observe({ kind: 'message' }, 0.02);
  const text = await metrics.text();
  const series = 'vestovoy_updates_handled_total{kind="message",outcome="done"}';
  expect(value(text, series)).toBe('2');
  expect(value(text, 'vestovoy_handling_seconds_count{kind="message"}')).toBe('1');
  expect(value(text, 'process_resident_memory_bytes')).toMatch(/^\d+$/);
  expect(value(await other.text(), series)).toBeUndefined();
});

test('the queues are asked at each reading', async () => {
  const metrics = createMetrics();
  let depth = 3;
  metrics.watchQueues(() =>
    Promise.resolve({ inbox: { depth, oldestSeconds: 1.5 }, outbox: { depth: 0, oldestSeconds: 0 } }),
  );
  expect(value(await metrics.text(), 'vestovoy_inbox_depth')).toBe('3');
  depth = 4;
  const text = await metrics.text();
  expect(value(text, 'vestovoy_inbox_depth')).toBe('4');
  expect(value(text, 'vestovoy_inbox_oldest_seconds')).toBe('1.5');
  expect(value(text, 'vestovoy_outbox_depth')).toBe('0');
});

test('with the database away the rest is told and the queues are unknown, not empty', async () => {
  const metrics = createMetrics();
  metrics.watchQueues(() => Promise.reject(new Error('away')));
  metrics.jobs.inc({ name: 'sweep', outcome: 'failed' });
  const text = await metrics.text();
  expect(value(text, 'vestovoy_inbox_depth')).toBe('Nan');
  expect(value(text, 'vestovoy_jobs_total{name="sweep",outcome="failed"}')).toBe('1');
});
