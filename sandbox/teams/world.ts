import { createHash } from 'node:crypto';
import type { Character } from '../stand-in.js';

/** A tenant that is not the partner's: where characters from outside come from. */
export const FOREIGN_TENANT = '9b7de0c4-51f2-4a0e-8c35-6f1d2e3a4b05';

export interface Message {
  id: string;
  from: { name: string; bot: boolean };
  text?: string;
  card?: unknown;
  /** The first message of the thread in which it stands; channels only. */
  thread?: string;
  /** Rises when the bot changes the message. */
  version: number;
  /** Cards answered to one member's own press or refresh, by character id. */
  views: Map<string, unknown>;
}

export interface Conversation {
  id: string;
  name: string;
  kind: 'personal' | 'group' | 'channel';
  tenant: string;
  /** Character ids. */
  members: string[];
  /** Of a channel: the team that it belongs to. */
  team?: string;
  /** Whether the app is installed here; without it the bot may not write. */
  installed: boolean;
  messages: Message[];
}

export interface World {
  conversations: Conversation[];
  /** Finds a conversation by its id, with or without the `;messageid=` of a channel's thread. */
  find(id: string): Conversation | undefined;
  /** Somebody deletes a channel, or a chat ends. */
  remove(id: string): void;
  personalOf(character: Character): Conversation;
  /** Adds a message and gives its id: the time in ms, as Teams has it, never the same twice. */
  add(conversation: Conversation, message: Omit<Message, 'id' | 'version' | 'views'>): Message;
}

/** Ids that tell nothing of whom they name, as those of Teams. */
const opaque = (of: string) => createHash('sha256').update(of).digest('base64url');

/** The Teams user id of a character, as this bot sees it. It is not the object id, nor made from it in a way one could undo. */
export const mriOf = (character: Character): string => `29:1${opaque(`user ${character.id}`)}`;

/** The tenant a character belongs to. */
export const tenantOf = (character: Character, partnerTenant: string): string =>
  character.standing === 'stranger' ? FOREIGN_TENANT : partnerTenant;

/** The team of the channels. Its id is that of its general channel, which plays no part here. */
export const TEAM = '19:team@thread.tacv2';

/** The thread that a conversation's id leads to. */
export const threadIn = (conversation: string): string | undefined => /;messageid=(.+)$/.exec(conversation)?.[1];

/**
 * What the Teams stand-in remembers: a chat of each character with the bot, a group chat in which somebody from outside
 * takes part (guests, where there are any, too), one of colleagues, and two channels of colleagues only.
 */
export function createWorld(tenantId: string, characters: Character[], now: () => number): World {
  const colleagues = characters.filter((character) => character.standing === 'member');
  const conversations: Conversation[] = [
    ...characters.map(
      (character): Conversation => ({
        id: `a:1${opaque(`chat ${character.id}`)}`,
        name: 'partnerdesk',
        kind: 'personal',
        tenant: tenantOf(character, tenantId),
        members: [character.id],
        installed: true,
        messages: [],
      }),
    ),
    {
      id: '19:5f0c2d9e7a6b4c3d8e1f@thread.v2',
      name: 'Renewals with Oscar',
      kind: 'group',
      tenant: tenantId,
      members: characters.map((character) => character.id),
      installed: true,
      messages: [],
    },
    {
      id: '19:8a1b2c3d4e5f60718293@thread.tacv2',
      name: 'Customer desk',
      kind: 'channel',
      team: TEAM,
      tenant: tenantId,
      members: colleagues.map((character) => character.id),
      installed: true,
      messages: [],
    },
    {
      id: '19:3c4d5e6f708192a3b4c5@thread.tacv2',
      name: 'Renewals',
      kind: 'channel',
      team: TEAM,
      tenant: tenantId,
      members: colleagues.map((character) => character.id),
      installed: true,
      messages: [],
    },
    {
      id: '19:91a0b7c6d5e4f3021a2b@thread.v2',
      name: 'Account managers',
      kind: 'group',
      tenant: tenantId,
      members: colleagues.map((character) => character.id),
      installed: true,
      messages: [],
    },
  ];
  let lastId = 0;

  return {
    conversations,
    find: (id) => conversations.find((each) => each.id === id.split(';', 1)[0]),
    remove(id) {
      const at = conversations.findIndex((each) => each.id === id);
      if (at >= 0) conversations.splice(at, 1);
    },
    personalOf(character) {
      const found = conversations.find((each) => each.kind === 'personal' && each.members[0] === character.id);
      if (!found) throw new Error(`No such character: ${character.id}`);
      return found;
    },
    add(conversation, message) {
      lastId = Math.max(lastId + 1, now());
      const added: Message = { ...message, id: String(lastId), version: 1, views: new Map() };
      conversation.messages.push(added);
      return added;
    },
  };
}
