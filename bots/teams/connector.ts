import type { Activity } from 'botbuilder';
import {
  AuthenticationConstants,
  ClaimsIdentity,
  type ConnectorClient,
  TeamsConnectorClient,
} from 'botframework-connector';
import { z } from 'zod';
import type { Metrics } from '../../core/metrics.js';
import { noteCall } from '../../core/outward.js';
import type { TokenSource } from '../../core/partner/tokens.js';
import { type TeamsAuthentication, withoutRetries } from './authentication.js';
import type { TeamsEndpoints } from './clouds.js';
import { ConnectorError, failureOf, outcomeOf } from './connector-error.js';
import { type Member, readMember } from './member.js';
import { type Reference, roomOf } from './reply-to.js';

/** What the bot asks of the Bot Connector. Every method throws a ConnectorError. */
export interface Connector {
  /** Gives the id of the new message. */
  send(to: Reference, activity: Partial<Activity>): Promise<string>;
  update(to: Reference, id: string, activity: Partial<Activity>): Promise<void>;
  /** Begins a thread in a channel. Gives the thread and the id of its first message. */
  startThread(channel: Reference, activity: Partial<Activity>): Promise<{ thread: Reference; message: string }>;
  /**
   * Opens (or finds) the 1:1 conversation with a user, by Teams user id or Entra object id.
   *
   * @param tenant their own, which need not be that of the conversation in which they spoke
   */
  openPersonal(from: Reference, user: string, tenant: string): Promise<Reference>;
  /** One member of a conversation, by Teams user id or Entra object id. */
  member(of: Reference, user: string): Promise<Member>;
  /** The roster of a conversation, page by page. */
  members(of: Reference): AsyncGenerator<Member[]>;
  /** The channels of a team, by their conversation ids. The general channel has no name there: clients translate it. */
  channels(of: Reference, team: string): Promise<{ id: string; name?: string | undefined }[]>;
}

const TIMEOUT_MS = 10_000;
/**
 * botbuilder's client waits and repeats by itself when it is throttled. A call must be over before the core takes it for
 * lost and makes it again (45 s), or a message is posted twice.
 */
const LONGEST_CALL_MS = 30_000;
/** Members in a page of a roster: as many as Teams gives (learn.microsoft.com, "get conversation paged members"). */
const PAGE_SIZE = 500;
/** A team has 25,000 members at most. */
const MOST_PAGES = 50;

/**
 * @param once every call is tried once, and what Teams says of it reaches the caller: for messages that nobody waits for.
 *   Without it botbuilder's client repeats what was throttled or failed.
 */
export function createConnector(parts: {
  authentication: TeamsAuthentication;
  endpoints: TeamsEndpoints;
  tokens: TokenSource;
  appId: string;
  metrics: Metrics;
  once?: boolean;
}): Connector {
  const { authentication, endpoints, tokens, appId, metrics, once = false } = parts;
  const identity = new ClaimsIdentity([{ type: AuthenticationConstants.AudienceClaim, value: appId }]);
  const factory = once
    ? authentication.createTryOnceFactory(identity)
    : authentication.createConnectorFactory(identity);

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
      noteCall(metrics, { service: 'teams', operation, outcome: 'ok' });
      return result;
    } catch (error) {
      const failure = failureOf(operation, error);
      noteCall(metrics, { service: 'teams', operation, outcome: outcomeOf(failure) });
      throw failure;
    }
  }

  return {
    send: (to, activity) =>
      call('send', to, async ({ conversations }) => {
        const sent = await conversations.sendToConversation(to.conversation, outgoing(to, activity), options());
        return sent.id ?? '';
      }),
    update: (to, id, activity) =>
      call('update', to, async ({ conversations }) => {
        await conversations.updateActivity(to.conversation, id, { ...outgoing(to, activity), id }, options());
      }),
    startThread: (channel, activity) =>
      call('create', channel, async ({ conversations }) => {
        const id = roomOf(channel.conversation);
        const wanted = {
          isGroup: true,
          bot: { id: channel.bot, name: '' },
          tenantId: channel.tenant,
          channelData: { channel: { id }, tenant: { id: channel.tenant } },
          // botbuilder's type wants every member of an activity; the service wants what there is to say.
          activity: { type: 'message', ...activity } as Activity,
        };
        const made = await conversations.createConversation(wanted, options());
        if (!made.activityId) throw new ConnectorError('create', 0, 'NoActivityId');
        return { thread: { ...channel, conversation: made.id }, message: made.activityId };
      }),
    openPersonal: (from, user, tenant) =>
      call('create', from, async ({ conversations }) => {
        const wanted = {
          isGroup: false,
          bot: { id: from.bot, name: '' },
          members: [{ id: user, name: '' }],
          tenantId: tenant,
          channelData: { tenant: { id: tenant } },
        };
        const made = await conversations.createConversation(wanted, options());
        return { ...from, tenant, conversation: made.id, kind: 'personal' };
      }),
    member: (of, user) =>
      call('members', of, async ({ conversations }) => {
        const found: unknown = await conversations.getConversationMember(roomOf(of.conversation), user, options());
        return readMember(found);
      }),
    async *members(of) {
      let next: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const from = next === undefined ? {} : { continuationToken: next };
        // botbuilder's type wants a continuation even for the first page.
        const wanted = { ...options(), pageSize: PAGE_SIZE, ...from } as PageOptions;
        const found = await call('members', of, ({ conversations }) =>
          conversations.getConversationPagedMembers(roomOf(of.conversation), wanted),
        );
        yield found.members.map((each: unknown) => readMember(each));
        next = found.continuationToken || undefined;
        if (next === undefined) return;
      }
      throw new ConnectorError('members', 413, 'RosterTooLarge');
    },
    channels: (of, team) =>
      call('channels', of, async ({ credentials }) => {
        const client = withoutRetries(new TeamsConnectorClient(credentials, { baseUri: of.serviceUrl }));
        const found: unknown = await client.teams.fetchChannelList(team, options());
        return channelsSchema.parse(found).conversations;
      }),
  };
}

const channelsSchema = z.object({
  conversations: z.array(z.object({ id: z.string(), name: z.string().min(1).optional().catch(undefined) })),
});

type PageOptions = Parameters<ConnectorClient['conversations']['getConversationPagedMembers']>[1];

const options = () => ({ timeout: TIMEOUT_MS, abortSignal: AbortSignal.timeout(LONGEST_CALL_MS) });

/** The address of a message is in its URL; the service wants it in the body too. */
const outgoing = (to: Reference, activity: Partial<Activity>): Partial<Activity> => ({
  type: 'message',
  ...activity,
  from: { id: to.bot, name: '' },
  conversation: { id: to.conversation } as Activity['conversation'],
  channelId: 'msteams',
});
