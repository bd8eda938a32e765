import type { RefusalParameters } from './refusal.ts';

/** An answer of the Bot API as it came. */
export interface RawAnswer {
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: RefusalParameters;
}

/** Calls a method as JSON over HTTP, without a bot library. @throws TypeError when the connection breaks */
export async function rawCall(
  simulator: { readonly apiRoot: string; readonly token: string },
  method: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<RawAnswer> {
  const response = await fetch(`${simulator.apiRoot}/bot${simulator.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return (await response.json()) as RawAnswer;
}
