import { ForbiddenAddress } from './credentials.js';

/** A call to the Bot Connector that failed. Carries no request: that would hold the bot's token. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The service's own code: `BotNotInConversationRoster`, `ConversationNotFound`, … */
  readonly code: string;
  /** How long the service asked us to wait. */
  readonly retryAfterSeconds: number | undefined;

  constructor(operation: string, status: number, code: string, retryAfterSeconds?: number) {
    super(`${operation}: ${status} ${code}`);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether the same call can never succeed: gone, blocked, too large, malformed. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && ![401, 408, 412, 429].includes(this.status);
  }

  /** Whether the message or its conversation is out of the bot's reach for good. */
  get gone(): boolean {
    return this.status === 404 || this.status === 410 || (this.status === 403 && goneCodes.has(this.code));
  }
}

/** learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability, "status codes from bot conversational APIs". */
const goneCodes = new Set([
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'ForbiddenOperationException',
  'MessageWritesBlocked',
]);

/** What botbuilder's client threw, without what it carries. */
export function failureOf(operation: string, error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (error instanceof ForbiddenAddress) return new ConnectorError(operation, 403, 'ForbiddenAddress');
  if (!(error instanceof Error)) return new ConnectorError(operation, 0, 'Unknown');
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return new ConnectorError(operation, status, /^\w{1,60}$/.test(code) ? code : 'Unknown', retryAfterOf(error));
}

/** A label of the metric. */
export function outcomeOf({ status }: ConnectorError): string {
  if (status === 0) return 'unreachable';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : 'refused';
}

/** The seconds of a `Retry-After` header. Teams gives no dates there. */
function retryAfterOf(error: Error): number | undefined {
  if (!('response' in error) || !hasHeaders(error.response)) return undefined;
  const said = error.response.headers.get('retry-after');
  const seconds = typeof said === 'string' && said.trim() !== '' ? Number(said) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function hasHeaders(response: unknown): response is { headers: { get: (name: string) => unknown } } {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return false;
  const { headers } = response;
  return typeof headers === 'object' && headers !== null && 'get' in headers && typeof headers.get === 'function';
}
