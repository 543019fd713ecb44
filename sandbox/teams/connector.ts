import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Character } from '../stand-in.js';
import { readActivity } from './content.js';
import type { Operation } from './faults.js';
import { connectorError, isRecord, parseJson, sendJson } from './http.js';
import { createRoster } from './roster.js';
import { type Conversation, mriOf, tenantOf, type World } from './world.js';

/** Bytes of UTF-16 that a message may have (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages). */
const MAX_MESSAGE_BYTES = 100 * 1024;

export interface Route {
  operation: Operation;
  conversation?: string;
  item?: string;
  /** A roster page by page. */
  paged?: true;
}

/** Which operation of the Bot Connector's REST interface (version 3) a path names. */
export function routeOf(method: string, path: string): Route {
  const [version, noun, conversation, part, item] = path.split('/').map(decodeURIComponent);
  if (version !== 'v3' || noun !== 'conversations') return { operation: 'unknown' };
  if (conversation === undefined) return { operation: method === 'POST' ? 'create' : 'unknown' };
  if (part === 'members' && method === 'GET') return { operation: 'members', conversation, ...(item ? { item } : {}) };
  if (part?.toLowerCase() === 'pagedmembers' && method === 'GET')
    return { operation: 'members', conversation, paged: true };
  if (part !== 'activities') return { operation: 'unknown' };
  if (item === undefined) return { operation: method === 'POST' ? 'send' : 'unknown', conversation };
  const operation = ({ POST: 'reply', PUT: 'update', DELETE: 'delete' } as const)[method];
  return operation ? { operation, conversation, item } : { operation: 'unknown' };
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
  maySend: (conversation: string, tenant: string) => boolean;
  changed: () => void;
}) {
  const { world, characters, tenantId, maySend, changed } = options;
  const bot = { name: 'partnerdesk', bot: true };

  const roster = createRoster(characters, tenantId);
  const notInRoster = (response: ServerResponse) =>
    fail(response, 403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');

  function write(response: ServerResponse, operation: Operation, found: Conversation, item: string, body: unknown) {
    const content = readActivity(body);
    if ('wrong' in content) return fail(response, 400, 'BadArgument', content.wrong);
    if (operation === 'update') {
      const message = found.messages.find((each) => each.id === item && each.from.bot);
      if (!message) return fail(response, 404, 'ActivityNotFoundInConversation', 'Activity not found in conversation.');
      delete message.text;
      delete message.card;
      Object.assign(message, content);
      message.version += 1;
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

  /** The 1:1 chat with one user. */
  function openChat(response: ServerResponse, body: Record<string, unknown>): number {
    const members = Array.isArray(body['members']) ? (body['members'] as unknown[]) : [];
    const [member] = members;
    if (members.length !== 1 || !isRecord(member))
      return fail(response, 400, 'BadSyntax', 'Incorrect conversation creation parameters');
    const character = characters.find((each) => mriOf(each) === member['id'] || each.id === member['id']);
    if (!character || body['tenantId'] !== tenantOf(character, tenantId)) return notInRoster(response);
    const personal = world.personalOf(character);
    if (!personal.installed) return notInRoster(response);
    sendJson(response, 201, { id: personal.id });
    return 201;
  }

  /** A new thread in a channel, whose first message is the given activity. */
  function startThread(response: ServerResponse, channel: unknown, activity: unknown): number {
    const found = world.conversations.find((each) => each.kind === 'channel' && each.id === channel);
    if (!found) return fail(response, 404, 'ConversationNotFound', 'Conversation not found.');
    if (!found.installed) return notInRoster(response);
    if (!maySend(found.id, found.tenant)) return fail(response, 429, 'TooManyRequests', 'Too many requests.', 1);
    const content = readActivity(activity);
    if ('wrong' in content) return fail(response, 400, 'BadArgument', content.wrong);
    const added = world.add(found, { from: bot, ...content });
    changed();
    sendJson(response, 201, { id: `${found.id};messageid=${added.id}`, activityId: added.id });
    return 201;
  }

  function create(response: ServerResponse, body: unknown): number {
    if (!isRecord(body)) return fail(response, 400, 'BadSyntax', 'Incorrect conversation creation parameters');
    const data = body['channelData'];
    const channel = isRecord(data) && isRecord(data['channel']) ? data['channel']['id'] : undefined;
    return channel === undefined ? openChat(response, body) : startThread(response, channel, body['activity']);
  }

  function lookUp(request: IncomingMessage, response: ServerResponse, found: Conversation, route: Route): number {
    const query = new URL(request.url ?? '/', 'http://connector').searchParams;
    const { item, paged } = route;
    const answer = paged
      ? roster.page(found, Number(query.get('pageSize')), query.get('continuationToken'))
      : item === undefined
        ? roster.all(found)
        : roster.one(found, item);
    if (!answer) return fail(response, 404, 'MemberNotFoundInConversation', 'The member was not found.');
    sendJson(response, 200, answer);
    return 200;
  }

  /** Carries out one authorised call. Gives the HTTP status that was sent. */
  return function call(request: IncomingMessage, response: ServerResponse, route: Route, text: string): number {
    const body = parseJson(text);
    // Strings of both services are UTF-16, so a character counts for two bytes.
    if (text.length * 2 > MAX_MESSAGE_BYTES) return fail(response, 413, 'MessageSizeTooBig', 'Message size too large.');
    if (route.operation === 'create') return create(response, body);
    if (route.operation === 'unknown' || route.conversation === undefined) {
      sendJson(response, 404, { message: `No HTTP resource was found that matches ${request.url ?? ''}` });
      return 404;
    }
    const found = world.find(route.conversation);
    if (!found) return fail(response, 404, 'ConversationNotFound', 'Conversation not found.');
    if (!found.installed) return notInRoster(response);
    if (route.operation === 'members') return lookUp(request, response, found, route);
    if (route.operation === 'delete') {
      found.messages = found.messages.filter((each) => each.id !== route.item);
      changed();
      sendJson(response, 200);
      return 200;
    }
    if (!maySend(found.id, found.tenant)) return fail(response, 429, 'TooManyRequests', 'Too many requests.', 1);
    return write(response, route.operation, found, route.item ?? '', body);
  };
}

function fail(response: ServerResponse, status: number, code: string, message: string, retryAfter?: number): number {
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  sendJson(response, status, connectorError(code, message), headers);
  return status;
}
