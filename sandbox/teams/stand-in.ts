import type { TeamsConfig } from '../../core/config.js';
import type { Character, ChatStandIn, TeamsGesture, TeamsScene, TeamsTyping } from '../stand-in.js';
import { createActivities, type WireActivity } from './activities.js';
import { createConnector } from './connector.js';
import { createDeliveries, type Delivered } from './deliveries.js';
import { type Call, createFaults, type Fault } from './faults.js';
import { authorities, createIdentity } from './identity.js';
import { readInvokeAnswer } from './invoke-answers.js';
import { type ConnectorKeys, createConnectorKeys, type Forgery } from './keys.js';
import { createSendBudget } from './rate-limits.js';
import { createRefreshes } from './refreshes.js';
import { createRouter } from './router.js';
import { readSuggestions } from './task-answers.js';
import { createWindows } from './windows.js';
import { type Conversation, createWorld } from './world.js';

const PREFIX = '/bot-connector';

export interface TeamsStandInOptions {
  /** The server that calls `handle`, without a slash at the end and without the prefix. */
  baseUrl: string;
  /** The bot's PUBLIC_URL, without a slash at the end; deliveries go to its `/api/messages`. */
  botUrl: string;
  appId: string;
  appPassword: string;
  /** A certificate that is registered with the bot, PEM. */
  appCertificate?: string;
  /** Whether a token of a managed identity was given for this resource: bots may be one. */
  identityGave?: (token: string, resource: string) => boolean;
  /** The partner tenant. */
  tenantId: string;
  characters: Character[];
  /** Where the bot is to answer; default: below `baseUrl`. With a slash at the end. */
  serviceUrl?: string;
  /** Default: the public one. */
  cloud?: TeamsConfig['cloud'];
  /** ms since the epoch */
  now?: () => number;
  /** Pause before an unacknowledged message is sent again. */
  repeatDelayMs?: number;
  /** Whether Teams' limits of messages per conversation and tenant hold; default yes. */
  limits?: boolean;
}

export interface TeamsStandIn extends ChatStandIn<TeamsScene, TeamsGesture> {
  /** What TEAMS_OPENID_METADATA_URL, TEAMS_LOGIN_URL must be for a bot to live here. */
  readonly settings: { openIdMetadataUrl: string; loginUrl: string };
  readonly serviceUrl: string;
  /** Adds the app to every chat of the partner's own people, or to one conversation, and tells the bot. */
  install(conversation?: string): Promise<void>;
  /** Takes the app away from a conversation without telling the bot. */
  uninstall(conversation: string): void;
  /** Somebody takes the app out of a conversation, and Teams tells the bot. */
  remove(conversation: string): Promise<void>;
  /** Somebody comes into a room, and Teams tells the bot. */
  join(conversation: string, character: Character): Promise<void>;
  /** Somebody deletes a channel, or ends a chat. */
  removeConversation(conversation: string): void;
  /** What a field of a card suggests to somebody who types in it. */
  suggest(character: Character, typing: TeamsTyping): Promise<{ title: string; value: string }[]>;
  /** Resolves when every card that refreshes itself has done so. */
  settled(): Promise<void>;
  /** For tests. */
  readonly calls: Call[];
  readonly deliveries: Delivered[];
  readonly activities: ReturnType<typeof createActivities>;
  readonly conversations: Conversation[];
  personalOf(character: Character): Conversation;
  fault(fault: Fault): void;
  revokeTokens(): void;
  /** The last delivery once more, byte for byte. */
  deliverAgain(): Promise<Delivered>;
  /** Any activity, signed as given: genuine by default, a forgery, or nothing at all. */
  deliver(activity: WireActivity | string, signature?: Forgery | 'none'): Promise<Delivered>;
}

/** Teams and the Bot Connector on loopback: the real protocol with real signatures, for the sandbox and for tests. */
export function createTeamsStandIn(options: TeamsStandInOptions): TeamsStandIn {
  const { appId, appPassword, appCertificate, identityGave, tenantId, characters } = options;
  const now = options.now ?? Date.now;
  const root = `${options.baseUrl}${PREFIX}`;
  const serviceUrl = options.serviceUrl ?? `${root}/`;
  const world = createWorld(tenantId, characters, now);
  const authority = authorities[options.cloud ?? 'public'];
  const keys: ConnectorKeys = createConnectorKeys(authority.audience, appId, now);
  const identity = createIdentity({
    url: root,
    authority,
    keys,
    appId,
    appPassword,
    appCertificate,
    identityGave,
    tenantId,
    now,
  });
  const faults = createFaults();
  const listeners: (() => void)[] = [];
  const errors = new Map<string, string>();
  const changed = () => listeners.forEach((listener) => listener());
  const maySend = options.limits === false ? () => true : createSendBudget(now);
  const connector = createConnector({ world, characters, tenantId, maySend, changed });
  const router = createRouter({ prefix: PREFIX, identity, connector, faults, now });
  const endpoint = `${options.botUrl}/api/messages`;
  const deliveries = createDeliveries({ endpoint, repeatDelayMs: options.repeatDelayMs ?? 400 });
  const activities = createActivities({ serviceUrl, botId: `28:${appId}`, now });

  const genuine = () => keys.authorization(serviceUrl);
  const conversationOf = (id: string): Conversation => {
    const found = world.find(id);
    if (!found) throw new Error(`No such conversation: ${id}`);
    return found;
  };

  async function invoke(character: Character, gesture: TeamsGesture & { type: 'execute' }): Promise<void> {
    const conversation = conversationOf(gesture.conversation);
    const activity = activities.execute(character, conversation, gesture.message, gesture.verb, gesture.data);
    const { status, answer: body } = await deliveries.invoke(JSON.stringify(activity), await genuine());
    const shown = readInvokeAnswer(status, body);
    if ('card' in shown) {
      conversation.messages.find((each) => each.id === gesture.message)?.views.set(character.id, shown.card);
    } else if (!('nothing' in shown)) {
      errors.set(character.id, 'text' in shown ? shown.text : shown.error);
    }
    changed();
  }

  const refreshes = createRefreshes({
    changed,
    async ask(character, conversation, message, { verb, data }) {
      const activity = activities.execute(character, conversation, message.id, verb, data, 'automatic');
      const { status, answer: body } = await deliveries.invoke(JSON.stringify(activity), await genuine());
      const shown = readInvokeAnswer(status, body);
      return 'card' in shown ? shown.card : undefined;
    },
  });

  const deliverInvoke = async (activity: WireActivity) => deliveries.invoke(JSON.stringify(activity), await genuine());
  const windows = createWindows({
    make: (...made) => activities.invoke(...made),
    invoke: deliverInvoke,
    post: (character, conversation, card) =>
      void world.add(conversation, { from: { name: character.name, bot: false }, card }),
    fail: (character, text) => void errors.set(character.id, text),
    changed,
  });

  async function send(activity: WireActivity): Promise<Delivered> {
    return deliveries.message(JSON.stringify(activity), await genuine());
  }

  return {
    prefix: PREFIX,
    settings: { openIdMetadataUrl: `${root}/v1/.well-known/openidconfiguration`, loginUrl: `${root}/login` },
    serviceUrl,
    calls: router.calls,
    deliveries: deliveries.log,
    activities,
    conversations: world.conversations,
    personalOf: (character) => world.personalOf(character),
    onChange: (listener) => void listeners.push(listener),
    fault: (fault) => faults.add(fault),
    revokeTokens: () => identity.revokeTokens(),

    settled: () => refreshes.settled(),

    handle: (request, response) => router.handle(request, response),

    scene(character) {
      const clientError = errors.get(character.id);
      const mine = world.conversations.filter((each) => each.members.includes(character.id));
      for (const conversation of mine) refreshes.shown(character, conversation);
      return {
        conversations: mine.map(({ id, name, kind, messages }) => ({
          id,
          name,
          kind,
          messages: messages.map(({ id: messageId, from, thread, text, card, views }) => {
            const shown = views.get(character.id) ?? card;
            const content = {
              ...(thread === undefined ? {} : { thread }),
              ...(text === undefined ? {} : { text }),
              ...(shown === undefined ? {} : { card: shown }),
            };
            return { id: messageId, from, ...content };
          }),
        })),
        ...windows.scene(character),
        ...(clientError === undefined ? {} : { clientError }),
      };
    },

    async suggest(character, { conversation, dataset, text }) {
      const value = { kind: 'search', queryText: text, queryOptions: { skip: 0, top: 15 }, dataset };
      const activity = activities.invoke(character, conversationOf(conversation), 'application/search', value);
      const { status, answer } = await deliverInvoke(activity);
      return readSuggestions(status, answer);
    },

    async act(character, gesture) {
      const conversation = conversationOf(gesture.conversation);
      errors.delete(character.id);
      if (gesture.type === 'execute') return invoke(character, gesture);
      if (gesture.type === 'say') {
        const { text, thread } = gesture;
        const under = conversation.kind === 'channel' && thread !== undefined ? { thread } : {};
        const said = world.add(conversation, { from: { name: character.name, bot: false }, text, ...under });
        changed();
        // In a chat of several people a bot hears only what mentions it.
        if (conversation.kind !== 'personal' && !text.trimStart().startsWith('@partnerdesk')) return;
        await send(activities.message(character, conversation, said.id, text, said.thread));
        return;
      }
      if (gesture.type !== 'submit') return windows.act(character, conversation, gesture);
      const { status } = await send(activities.submit(character, conversation, gesture.message, gesture.data));
      if (status < 200 || status > 299) errors.set(character.id, 'Something went wrong. Please try again.');
      changed();
    },

    async install(id) {
      const chosen =
        id === undefined ? world.conversations.filter((each) => each.tenant === tenantId) : [conversationOf(id)];
      for (const conversation of chosen) {
        conversation.installed = true;
        const by = characters.find((each) => conversation.members.includes(each.id));
        if (by) await Promise.all(activities.installed(by, conversation).map(send));
      }
    },

    async remove(id) {
      const conversation = conversationOf(id);
      conversation.installed = false;
      const by = characters.find((each) => conversation.members.includes(each.id));
      if (by) await Promise.all(activities.removed(by, conversation).map(send));
      changed();
    },

    async join(id, character) {
      const conversation = conversationOf(id);
      conversation.members.push(character.id);
      changed();
      await send(activities.joined(character, conversation));
    },

    removeConversation(id) {
      world.remove(id);
      changed();
    },

    uninstall(id) {
      conversationOf(id).installed = false;
    },

    async deliverAgain() {
      const last = deliveries.log.at(-1);
      if (!last) throw new Error('Nothing was delivered yet');
      return deliveries.post(last.body, last.authorization);
    },

    async deliver(activity, signature) {
      const body = typeof activity === 'string' ? activity : JSON.stringify(activity);
      if (signature === 'none') return deliveries.post(body, undefined);
      // The service signs for the address that it names in the activity.
      const named = typeof activity === 'object' ? activity['serviceUrl'] : undefined;
      const url = typeof named === 'string' ? named : serviceUrl;
      return deliveries.post(body, await (signature ? keys.forged(signature, url) : keys.authorization(url)));
    },
  };
}
