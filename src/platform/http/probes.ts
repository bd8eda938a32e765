import type { Metrics } from '../metrics.ts';
import type { Route } from './route.ts';

/** `GET /health`: the process lives. Nothing is asked of the database, or a slow one would get us restarted. */
export function healthRoute(): Route {
  return { method: 'GET', path: '/health', handler: (c) => c.json({ status: 'ok' }) };
}

/** `GET /metrics`: for Prometheus. */
export function metricsRoute(metrics: Metrics): Route {
  return {
    method: 'GET',
    path: '/metrics',
    handler: async (c) => c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType }),
  };
}
