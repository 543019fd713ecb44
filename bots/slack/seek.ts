import { z } from 'zod';
import type { Delivery } from '../../core/delivery.js';
import { failedWith, SlackCallError } from './call-error.js';
import { MARK_TYPE, type SlackCalls } from './calls.js';
import { fail } from './unreachable.js';

const markSchema = z.object({ event_type: z.literal(MARK_TYPE), event_payload: z.object({ id: z.string() }) });
const messageSchema = z.object({
  ts: z.string().min(1),
  bot_id: z.string().optional().catch(undefined),
  metadata: markSchema.optional().catch(undefined),
});

/** Slack's clock may be behind ours by as much, ms: a message may be older than the moment before it was sent. */
const CLOCKS_DIFFER = 60_000;
/** Pages of 200 messages that are looked through; a channel as busy as that is given up. */
const MOST_PAGES = 5;
const PAGE = 200;

/**
 * No answer will come however often one asks. Besides a missing scope: Slack lets bots read threads in conversations of two,
 * and says that they may not in channels (docs.slack.dev/reference/methods/conversations.replies).
 */
const SILENT = [
  'missing_scope',
  'no_permission',
  'access_denied',
  'not_allowed_token_type',
  'method_not_supported_for_channel_type',
  'not_in_channel',
  'channel_not_found',
  'thread_not_found',
  'user_not_found',
  'user_not_visible',
  'user_disabled',
  'cannot_dm_bot',
  'is_archived',
];

/**
 * Finds a message by the mark in its metadata: among those of the channel or the 1:1 conversation, or in a thread. Anybody
 * can give a message of theirs the same metadata, so only the bot's own ones count.
 *
 * @param bot our own bot id, once Slack has told it
 */
export function createSeek(parts: { calls: SlackCalls; bot: () => string | undefined }): Pick<Delivery, 'find'> {
  const { calls, bot } = parts;

  /** Where it would stand. The conversation with somebody who never wrote is opened (`im:write`). */
  function conversationOf({ user, place }: Parameters<Delivery['find']>[1]): Promise<string> | string {
    if (place.platform !== 'slack') throw new SlackCallError('conversations.history', 'not_a_slack_place');
    if (!user) return place.channel;
    const known = place.kind === 'personal' && place.channel.startsWith('D');
    return known ? place.channel : calls.openDirect(user.user);
  }

  /** @param thread the message under which it would stand; absent: in the conversation itself */
  async function search(mark: string, channel: string, oldest: string, thread: string | undefined) {
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const range = { oldest, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const { messages, next } = await (thread === undefined
        ? calls.history(channel, range)
        : calls.replies(channel, thread, range));
      for (const each of messages) {
        const message = messageSchema.safeParse(each);
        if (!message.success || message.data.metadata?.event_payload.id !== mark) continue;
        if (message.data.bot_id !== undefined && message.data.bot_id === bot()) return { channel, ts: message.data.ts };
      }
      if (next === undefined) return 'absent' as const;
      cursor = next;
    }
    return 'unknown' as const;
  }

  return {
    /** Rejects with SlackCallError while Slack cannot be asked: it is away, or asks to wait (`retryAfterSeconds`). */
    async find(mark, to, since, under) {
      // Without it none of the messages could be told to be ours.
      if (bot() === undefined) throw new SlackCallError('conversations.history', 'not_ready');
      const oldest = (Math.max(0, since - CLOCKS_DIFFER) / 1_000).toFixed(6);
      const { place } = to;
      const own = place.platform === 'slack' && !to.user ? place.thread : undefined;
      const above = typeof under?.['ts'] === 'string' ? under['ts'] : undefined;
      try {
        return await search(mark, await conversationOf(to), oldest, own ?? above);
      } catch (error) {
        if (failedWith(error, SILENT)) return 'unknown';
        return fail(error);
      }
    },
  };
}
