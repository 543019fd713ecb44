import type { Team } from './team.js';
import type { Json, Message } from './workspace.js';

/** A message as the Web API and interaction payloads show it; its metadata only to whoever asks for them. */
export function messageObject(message: Message, { id, bot, botUser }: Team, withMetadata = false): Json {
  return {
    type: 'message',
    ts: message.ts,
    user: message.user,
    text: message.text,
    ...(message.user === botUser ? { bot_id: bot } : {}),
    team: id,
    ...(message.thread === undefined ? {} : { thread_ts: message.thread, parent_user_id: botUser }),
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}
