import type { Context } from 'hono';

/** One address that the HTTP server answers. Features and the webhook bring theirs; `app.ts` mounts them. */
export interface Route {
  method: 'GET' | 'POST';
  path: string;
  handler: (context: Context) => Response | Promise<Response>;
}
