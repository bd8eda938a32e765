/** What Telegram adds to some refusals, in its own spelling. */
export interface RefusalParameters {
  retry_after?: number;
  migrate_to_chat_id?: number;
}

/** A call that Telegram refuses; becomes `{ ok: false, error_code, description, parameters? }`. */
export class Refusal extends Error {
  readonly code: number;
  readonly parameters: RefusalParameters | undefined;

  constructor(code: number, description: string, parameters?: RefusalParameters) {
    super(description);
    this.name = 'Refusal';
    this.code = code;
    this.parameters = parameters;
  }
}

export const badRequest = (reason: string, parameters?: RefusalParameters): Refusal =>
  new Refusal(400, `Bad Request: ${reason}`, parameters);

export const forbidden = (reason: string): Refusal => new Refusal(403, `Forbidden: ${reason}`);

export const conflict = (reason: string): Refusal => new Refusal(409, `Conflict: ${reason}`);

/** @param seconds whole seconds to wait, at least 1 */
export const tooManyRequests = (seconds: number): Refusal =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
