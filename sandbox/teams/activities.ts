import { randomUUID } from 'node:crypto';
import type { Character } from '../stand-in.js';
import { type Conversation, FOREIGN_TENANT, mriOf } from './world.js';

/** What Teams sends to a bot. Loose on purpose: tests bend it. */
export type WireActivity = Record<string, unknown> & { type: string };

/** The name that is mentioned: `@partnerdesk`. */
const BOT_NAME = 'partnerdesk';

/**
 * Makes the activities that Teams would send.
 *
 * @param serviceUrl where the bot is to answer
 * @param botId the bot's id in conversations (`28:` and the app id)
 */
export function createActivities(options: { serviceUrl: string; botId: string; now: () => number }) {
  const { serviceUrl, botId, now } = options;
  const bot = { id: botId, name: BOT_NAME };

  /** Everything that activities of one character in one conversation have in common. */
  function envelope(character: Character, conversation: Conversation): Record<string, unknown> {
    const channel = conversation.kind === 'channel';
    return {
      channelId: 'msteams',
      serviceUrl,
      timestamp: new Date(now()).toISOString(),
      localTimestamp: new Date(now()).toISOString(),
      localTimezone: character.timeZone,
      locale: character.locale,
      from: {
        id: mriOf(character),
        name: character.name,
        aadObjectId: character.id,
        // Given for people of other organisations only.
        ...(character.standing === 'stranger' ? { tenantId: FOREIGN_TENANT } : {}),
      },
      recipient: bot,
      conversation: {
        id: conversation.id,
        conversationType: conversation.kind === 'group' ? 'groupChat' : conversation.kind,
        tenantId: conversation.tenant,
        ...(conversation.kind === 'personal' ? {} : { isGroup: true }),
      },
      channelData: {
        tenant: { id: conversation.tenant },
        ...(channel ? { channel: { id: conversation.id }, team: { id: conversation.team } } : {}),
      },
      entities: [
        {
          type: 'clientInfo',
          locale: character.locale,
          country: 'US',
          platform: 'Web',
          timezone: character.timeZone,
        },
      ],
    };
  }

  return {
    /**
     * A text, with a mention where it begins with `@partnerdesk`. `id` is that of the message in the conversation, `thread`
     * that of the one under which it was said.
     */
    message(character: Character, conversation: Conversation, id: string, text: string, thread = id): WireActivity {
      const common = envelope(character, conversation);
      const at = `<at>${BOT_NAME}</at>`;
      const mentioned = conversation.kind !== 'personal' && text.trimStart().startsWith(`@${BOT_NAME}`);
      const entities = common['entities'] as unknown[];
      const said = mentioned ? text.replace(`@${BOT_NAME}`, at) : text;
      return {
        ...common,
        type: 'message',
        id,
        text: said,
        textFormat: 'plain',
        conversation: inThread(common['conversation'], conversation, thread),
        entities: mentioned ? [...entities, { type: 'mention', text: at, mentioned: bot }] : entities,
      };
    },

    /** Action.Execute pressed on a card, or (`automatic`) asked for by the card itself. */
    execute(
      character: Character,
      conversation: Conversation,
      card: string,
      verb: string,
      data: Record<string, unknown>,
      trigger: 'manual' | 'automatic' = 'manual',
    ): WireActivity {
      const common = envelope(character, conversation);
      return {
        ...common,
        type: 'invoke',
        name: 'adaptiveCard/action',
        id: `f:${randomUUID()}`,
        replyToId: card,
        conversation: inThread(common['conversation'], conversation, card),
        value: { action: { type: 'Action.Execute', id: verb, verb, data }, trigger },
      };
    },

    /** Any other invoke, `replyTo` being the card from which it comes. */
    invoke(
      character: Character,
      conversation: Conversation,
      name: string,
      value: unknown,
      replyTo?: string,
    ): WireActivity {
      const common = envelope(character, conversation);
      return {
        ...common,
        type: 'invoke',
        name,
        id: `f:${randomUUID()}`,
        value,
        ...(replyTo === undefined
          ? {}
          : { replyToId: replyTo, conversation: inThread(common['conversation'], conversation, replyTo) }),
      };
    },

    /** Action.Submit of an older client: a message with a value and no text. */
    submit(character: Character, conversation: Conversation, card: string, data: unknown): WireActivity {
      const common = envelope(character, conversation);
      return {
        ...common,
        type: 'message',
        id: `f:${randomUUID()}`,
        replyToId: card,
        conversation: inThread(common['conversation'], conversation, card),
        value: data,
      };
    },

    /** The app was added: Teams sends both, in no particular order. */
    installed(character: Character, conversation: Conversation): WireActivity[] {
      const common = envelope(character, conversation);
      return [
        { ...common, type: 'installationUpdate', action: 'add', id: `f:${randomUUID()}` },
        { ...common, type: 'conversationUpdate', id: `f:${randomUUID()}`, membersAdded: [bot] },
      ];
    },

    /** The app was removed. */
    removed(character: Character, conversation: Conversation): WireActivity[] {
      const common = envelope(character, conversation);
      return [
        { ...common, type: 'installationUpdate', action: 'remove', id: `f:${randomUUID()}` },
        { ...common, type: 'conversationUpdate', id: `f:${randomUUID()}`, membersRemoved: [bot] },
      ];
    },

    /** Somebody came into a room. */
    joined(character: Character, conversation: Conversation): WireActivity {
      const membersAdded = [{ id: mriOf(character) }];
      return {
        ...envelope(character, conversation),
        type: 'conversationUpdate',
        id: `f:${randomUUID()}`,
        membersAdded,
      };
    },
  };
}

/** A channel's messages live in threads, which Teams writes into the conversation id. */
function inThread(reference: unknown, conversation: Conversation, message: string): unknown {
  if (conversation.kind !== 'channel') return reference;
  const root = conversation.messages.find(({ id }) => id === message)?.thread ?? message;
  return { ...(reference as object), id: `${conversation.id};messageid=${root}` };
}
