import type { Activity } from 'botbuilder';
import { AuthenticationConstants, ClaimsIdentity, type ConnectorClient } from 'botframework-connector';
import type { Metrics } from '../../core/metrics.js';
import type { TokenSource } from '../../core/partner/tokens.js';
import type { TeamsAuthentication } from './authentication.js';
import type { TeamsEndpoints } from './clouds.js';
import { ForbiddenAddress } from './credentials.js';
import type { Reference } from './reply-to.js';

/** A call to the Bot Connector that failed. Carries no request: that would hold the bot's token. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The service's own code: `BotNotInConversationRoster`, `ConversationNotFound`, … */
  readonly code: string;

  constructor(operation: string, status: number, code: string) {
    super(`${operation}: ${status} ${code}`);
    this.status = status;
    this.code = code;
  }

  /** Whether the same call can never succeed: gone, blocked, too large, malformed. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && ![401, 408, 412, 429].includes(this.status);
  }
}

export interface Member {
  tenantId?: string;
  userRole?: string;
}

/** What the bot asks of the Bot Connector. Every method throws a ConnectorError. */
export interface Connector {
  /** Gives the id of the new message. */
  send(to: Reference, activity: Partial<Activity>): Promise<string>;
  update(to: Reference, id: string, activity: Partial<Activity>): Promise<void>;
  /** Opens (or finds) the 1:1 conversation with a user, by Teams user id or Entra object id. */
  openPersonal(from: Reference, user: string): Promise<Reference>;
  member(of: Reference, user: string): Promise<Member>;
}

const TIMEOUT_MS = 10_000;

export function createConnector(parts: {
  authentication: TeamsAuthentication;
  endpoints: TeamsEndpoints;
  tokens: TokenSource;
  appId: string;
  metrics: Metrics;
}): Connector {
  const { authentication, endpoints, tokens, appId, metrics } = parts;
  const identity = new ClaimsIdentity([{ type: AuthenticationConstants.AudienceClaim, value: appId }]);
  const factory = authentication.createConnectorFactory(identity);

  /** One call, repeated once with a new token when the service refuses the one it got. */
  async function call<T>(operation: string, to: Reference, work: (client: ConnectorClient) => Promise<T>): Promise<T> {
    if (!endpoints.isAllowed(to.serviceUrl)) throw new ConnectorError(operation, 403, 'ForbiddenAddress');
    const client = await factory.create(to.serviceUrl, endpoints.audience);
    const attempt = async (mayRenew: boolean): Promise<T> => {
      try {
        return await work(client);
      } catch (error) {
        const failure = failureOf(operation, error);
        if (failure.status !== 401 || !mayRenew) throw failure;
        await tokens.get({ force: true });
        return attempt(false);
      }
    };
    try {
      const result = await attempt(true);
      metrics.outwardCalls.inc({ service: 'teams', operation, outcome: 'ok' });
      return result;
    } catch (error) {
      const failure = error instanceof ConnectorError ? error : failureOf(operation, error);
      metrics.outwardCalls.inc({ service: 'teams', operation, outcome: outcomeOf(failure) });
      throw failure;
    }
  }

  return {
    send: (to, activity) =>
      call('send', to, async ({ conversations }) => {
        const sent = await conversations.sendToConversation(to.conversation, outgoing(to, activity), options);
        return sent.id ?? '';
      }),
    update: (to, id, activity) =>
      call('update', to, async ({ conversations }) => {
        await conversations.updateActivity(to.conversation, id, { ...outgoing(to, activity), id }, options);
      }),
    openPersonal: (from, user) =>
      call('create', from, async ({ conversations }) => {
        const wanted = {
          isGroup: false,
          bot: { id: from.bot, name: '' },
          members: [{ id: user, name: '' }],
          tenantId: from.tenant,
          channelData: { tenant: { id: from.tenant } },
        };
        const made = await conversations.createConversation(wanted, options);
        return { ...from, conversation: made.id, kind: 'personal' };
      }),
    member: (of, user) =>
      call('members', of, async ({ conversations }) => {
        const found: unknown = await conversations.getConversationMember(roomOf(of.conversation), user, options);
        return readMember(found);
      }),
  };
}

const options = { timeout: TIMEOUT_MS };

/** The address of a message is in its URL; the service wants it in the body too. */
const outgoing = (to: Reference, activity: Partial<Activity>): Partial<Activity> => ({
  type: 'message',
  ...activity,
  from: { id: to.bot, name: '' },
  conversation: { id: to.conversation } as Activity['conversation'],
  channelId: 'msteams',
});

/** A channel has members, its threads have none. */
const roomOf = (conversation: string): string => conversation.split(';', 1)[0] ?? conversation;

function readMember(found: unknown): Member {
  const { tenantId, userRole } = (typeof found === 'object' && found !== null ? found : {}) as Record<string, unknown>;
  return {
    ...(typeof tenantId === 'string' ? { tenantId } : {}),
    ...(typeof userRole === 'string' ? { userRole } : {}),
  };
}

function failureOf(operation: string, error: unknown): ConnectorError {
  if (error instanceof ForbiddenAddress) return new ConnectorError(operation, 403, 'ForbiddenAddress');
  if (!(error instanceof Error)) return new ConnectorError(operation, 0, 'Unknown');
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return new ConnectorError(operation, status, /^\w{1,60}$/.test(code) ? code : 'Unknown');
}

function outcomeOf({ status }: ConnectorError): string {
  if (status === 0) return 'unreachable';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : 'refused';
}
