import { SLACK_TEAM } from '../stand-in.js';
import { BOT_ID, BOT_USER, type Json, type Message } from './workspace.js';

/** A message as the Web API and interaction payloads show it; its metadata only to whoever asks for them. */
export function messageObject(message: Message, withMetadata = false): Json {
  return {
    type: 'message',
    ts: message.ts,
    user: message.user,
    text: message.text,
    ...(message.user === BOT_USER ? { bot_id: BOT_ID } : {}),
    team: SLACK_TEAM,
    ...(message.thread === undefined ? {} : { thread_ts: message.thread, parent_user_id: BOT_USER }),
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}
