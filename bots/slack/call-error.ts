import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';

/** A call to Slack that failed. It holds neither the request nor the answer, only what went wrong. */
export class SlackCallError extends Error {
  override readonly name = 'SlackCallError';
  /** Slack's error string (`channel_not_found`), or `ratelimited`, `http`, `unreachable`. */
  readonly code: string;
  /** Present for `ratelimited`: not before so many seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(method: string, code: string, retryAfterSeconds?: number) {
    super(`Slack ${method}: ${code}`);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Whatever a Slack library threw, as our own error. */
export function asCallError(method: string, error: unknown): SlackCallError {
  if (error instanceof SlackCallError) return error;
  if (error instanceof WebAPIRateLimitedError) return new SlackCallError(method, 'ratelimited', error.retryAfter);
  if (error instanceof WebAPIPlatformError) return new SlackCallError(method, error.data.error.slice(0, 100));
  if (error instanceof WebAPIHTTPError) return new SlackCallError(method, 'http');
  return new SlackCallError(method, 'unreachable');
}

/** Whether a call failed in one of these ways. */
export const failedWith = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof SlackCallError && codes.includes(error.code);
