import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Character } from '../stand-in.js';
import type { Operation } from './faults.js';
import { connectorError, isRecord, parseJson, sendJson } from './http.js';
import { type Conversation, mriOf, tenantOf, type World } from './world.js';

/** Bytes of UTF-16 that a message may have (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages). */
const MAX_MESSAGE_BYTES = 100 * 1024;
const CARD = 'application/vnd.microsoft.card.adaptive';

export interface Route {
  operation: Operation;
  conversation?: string;
  item?: string;
}

/** Which operation of the Bot Connector's REST interface (version 3) a path names. */
export function routeOf(method: string, path: string): Route {
  const [version, noun, conversation, part, item] = path.split('/').map(decodeURIComponent);
  if (version !== 'v3' || noun !== 'conversations') return { operation: 'unknown' };
  if (conversation === undefined) return { operation: method === 'POST' ? 'create' : 'unknown' };
  if (part === 'members' && method === 'GET') return { operation: 'members', conversation, ...(item ? { item } : {}) };
  if (part !== 'activities') return { operation: 'unknown' };
  if (item === undefined) return { operation: method === 'POST' ? 'send' : 'unknown', conversation };
  const operation = ({ POST: 'reply', PUT: 'update', DELETE: 'delete' } as const)[method];
  return operation ? { operation, conversation, item } : { operation: 'unknown' };
}

/** The text and the card of an activity, or why it is none. */
export function readActivity(body: unknown): { text?: string; card?: unknown } | { wrong: string } {
  if (!isRecord(body) || typeof body['type'] !== 'string') return { wrong: 'Activity type is required.' };
  const attachments = Array.isArray(body['attachments']) ? (body['attachments'] as unknown[]) : [];
  const [first] = attachments;
  const text = typeof body['text'] === 'string' && body['text'] !== '' ? body['text'] : undefined;
  if (first === undefined) return text === undefined ? { wrong: 'Activity is empty.' } : { text };
  if (!isRecord(first) || first['contentType'] !== CARD) return { wrong: 'Unknown attachment type' };
  const card = first['content'];
  if (!isRecord(card) || card['type'] !== 'AdaptiveCard') return { wrong: 'Invalid Adaptive Card content' };
  return { ...(text === undefined ? {} : { text }), card };
}

/**
 * The Bot Connector's conversations: what the bot may send, change, create and look up, with the service's own errors.
 *
 * @param changed told after every change of a conversation
 */
export function createConnector(options: {
  world: World;
  characters: Character[];
  tenantId: string;
  maySend: (conversation: string) => boolean;
  changed: () => void;
}) {
  const { world, characters, tenantId, maySend, changed } = options;
  const bot = { name: 'partnerdesk', bot: true };

  const account = (character: Character) => ({
    id: mriOf(character),
    name: character.name,
    objectId: character.id,
    aadObjectId: character.id,
    tenantId: tenantOf(character, tenantId),
    userRole: character.standing === 'guest' ? 'guest' : 'user',
  });

  function write(response: ServerResponse, operation: Operation, found: Conversation, item: string, body: unknown) {
    const content = readActivity(body);
    if ('wrong' in content) return fail(response, 400, 'BadArgument', content.wrong);
    if (operation === 'update') {
      const message = found.messages.find((each) => each.id === item && each.from.bot);
      if (!message) return fail(response, 404, 'ActivityNotFoundInConversation', 'Activity not found in conversation.');
      delete message.text;
      delete message.card;
      Object.assign(message, content);
      // A changed message is the same for everybody again.
      message.views.clear();
      changed();
      sendJson(response, 200, { id: item });
      return 200;
    }
    if (isRecord(body) && body['type'] !== 'message') {
      sendJson(response, 202, {});
      return 202;
    }
    const added = world.add(found, { from: bot, ...content });
    changed();
    sendJson(response, 201, { id: added.id });
    return 201;
  }

  function create(response: ServerResponse, body: unknown): number {
    const members = isRecord(body) && Array.isArray(body['members']) ? (body['members'] as unknown[]) : [];
    const [member] = members;
    if (!isRecord(body) || members.length !== 1 || !isRecord(member))
      return fail(response, 400, 'BadSyntax', 'Incorrect conversation creation parameters');
    const character = characters.find((each) => mriOf(each) === member['id'] || each.id === member['id']);
    if (!character || body['tenantId'] !== tenantOf(character, tenantId))
      return fail(response, 403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    const personal = world.personalOf(character);
    if (!personal.installed)
      return fail(response, 403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    sendJson(response, 201, { id: personal.id });
    return 201;
  }

  function lookUp(response: ServerResponse, found: Conversation, item: string | undefined): number {
    const present = characters.filter((each) => found.members.includes(each.id));
    if (item === undefined) {
      sendJson(response, 200, present.map(account));
      return 200;
    }
    const one = present.find((each) => mriOf(each) === item || each.id === item);
    if (!one) return fail(response, 404, 'MemberNotFoundInConversation', 'The member was not found.');
    sendJson(response, 200, account(one));
    return 200;
  }

  /** Carries out one authorised call. Gives the HTTP status that was sent. */
  return function call(request: IncomingMessage, response: ServerResponse, route: Route, text: string): number {
    const body = parseJson(text);
    if (route.operation === 'create') return create(response, body);
    if (route.operation === 'unknown' || route.conversation === undefined) {
      sendJson(response, 404, { message: `No HTTP resource was found that matches ${request.url ?? ''}` });
      return 404;
    }
    const found = world.find(route.conversation);
    if (!found) return fail(response, 404, 'ConversationNotFound', 'Conversation not found.');
    if (!found.installed)
      return fail(response, 403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    if (route.operation === 'members') return lookUp(response, found, route.item);
    if (route.operation === 'delete') {
      found.messages = found.messages.filter((each) => each.id !== route.item);
      changed();
      sendJson(response, 200);
      return 200;
    }
    // Strings of both services are UTF-16, so a character counts for two bytes.
    if (text.length * 2 > MAX_MESSAGE_BYTES) return fail(response, 413, 'MessageSizeTooBig', 'Message size too large.');
    if (!maySend(found.id)) return fail(response, 429, 'TooManyRequests', 'Too many requests.', 1);
    return write(response, route.operation, found, route.item ?? '', body);
  };
}

function fail(response: ServerResponse, status: number, code: string, message: string, retryAfter?: number): number {
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  sendJson(response, status, connectorError(code, message), headers);
  return status;
}
