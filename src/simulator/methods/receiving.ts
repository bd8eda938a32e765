import { type Params, flag, integer, structure, text } from '../params.ts';
import type { Polling } from '../polling.ts';
import { badRequest, conflict } from '../refusal.ts';
import type { UpdatesQueue } from '../updates-queue.ts';
import type { WebhookDelivery } from '../webhook-delivery.ts';
import type { Methods } from './context.ts';

/** Methods by which the bot gets its updates. */
export function receivingMethods(deps: {
  queue: UpdatesQueue;
  polling: Polling;
  webhook: WebhookDelivery;
}): Methods {
  const { queue, polling, webhook } = deps;

  function remove(params: Params): true {
    webhook.stop();
    if (flag(params, 'drop_pending_updates')) queue.clear();
    return true;
  }

  return {
    getUpdates(call) {
      if (webhook.current) {
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      queue.allow(allowedTypes(call.params));
      return polling.getUpdates(call);
    },
    setWebhook({ params }) {
      const url = text(params, 'url') ?? '';
      if (url === '') return remove(params);
      if (!/^https?:\/\//.test(url) || !URL.canParse(url))
        throw badRequest('bad webhook: invalid webhook URL specified');
      const secretToken = text(params, 'secret_token');
      if (secretToken !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secretToken)) {
        throw badRequest('secret token contains unallowed characters');
      }
      const maxConnections = Math.min(Math.max(integer(params, 'max_connections') ?? 40, 1), 100);
      queue.allow(allowedTypes(params));
      const drop = flag(params, 'drop_pending_updates');
      if (drop) queue.clear();
      const { current } = webhook;
      const same =
        current?.url === url &&
        current.secretToken === secretToken &&
        current.maxConnections === maxConnections;
      // Set again as it was (each copy of an app does so at its start), it goes on undisturbed.
      if (same && !drop) return true;
      polling.terminate('setWebhook request');
      webhook.start({ url, secretToken, maxConnections });
      return true;
    },
    deleteWebhook: ({ params }) => remove(params),
    getWebhookInfo() {
      const { current, lastError } = webhook;
      return {
        url: current?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: queue.size,
        ...(current && { max_connections: current.maxConnections, ip_address: '127.0.0.1' }),
        ...(lastError && {
          last_error_date: Math.floor(lastError.at.getTime() / 1000),
          last_error_message: lastError.message,
        }),
        ...(queue.allowed && { allowed_updates: queue.allowed }),
      };
    },
  };
}

function allowedTypes(params: Params): readonly string[] | undefined {
  const given = structure(params, 'allowed_updates', "can't parse allowed updates JSON object");
  return Array.isArray(given) ? given.map(String) : undefined;
}
