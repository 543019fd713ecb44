import { randomBytes } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { toSlackMessage } from '../../cards/render.js';
import type { Answer } from '../../core/answer.js';
import type { Cloud } from '../../core/config.js';
import type { Delivery, Recipient } from '../../core/delivery.js';
import { failedWith, SlackCallError } from './call-error.js';
import type { MessageContent, SlackCalls } from './calls.js';
import { contextOf } from './context.js';
import type { Rooms } from './rooms.js';
import { fail } from './unreachable.js';

/** Where a copy stands. */
const addressSchema = z.object({ channel: z.string().min(1), ts: z.string().min(1) });

/** Nothing can be shown there any more: it was deleted, or the bot, or everybody, has left. */
const GONE_FOR_GOOD = [
  'message_not_found',
  'channel_not_found',
  'cant_update_message',
  'edit_window_closed',
  'is_archived',
  'is_inactive',
  'not_in_channel',
];

/** Nothing can be said under it: it was deleted, it is of a kind without threads, or its thread is closed. */
const THREADLESS = [
  'message_not_found',
  'thread_not_found',
  'cannot_reply_to_message',
  'restricted_action_thread_locked',
  'restricted_action_non_threadable_channel',
];

/**
 * Cards that are kept up to date: posted once, then revised in place. `Recipient.actors` plays no part: in Slack everybody
 * sees the buttons, and whoever may not press them is told so privately.
 */
export function createCopies(parts: {
  calls: SlackCalls;
  rooms: Rooms;
  cloud: Cloud;
}): Pick<Delivery, 'post' | 'revise' | 'reply' | 'survey'> {
  const { calls, rooms, cloud } = parts;
  const contentFor = (answer: Answer, to: Recipient) => asCopy(toSlackMessage(answer, contextOf(to, cloud)));

  return {
    survey: async (place) => rooms.survey(slackPlace({ place })),

    /** Rejects with SlackCallError for what may pass, with `retryAfterSeconds` when Slack asks to wait. */
    async post(answer, to, mark) {
      const content = contentFor(answer, to);
      // A message to a user's id lands in their conversation with the bot; Slack opens it.
      if (to.user) return addressOf(await calls.post(to.user.user, content, null, mark).catch(fail));
      const place = slackPlace(to);
      await rooms.keepInside(place).catch(fail);
      return addressOf(await calls.post(place.channel, content, place.thread ?? null, mark).catch(fail));
    },

    /** In its thread, for those who follow it; nobody else's channel moves (`reply_broadcast` is left out). */
    async reply(address, answer, to, mark) {
      const { channel, ts } = addressSchema.parse(address);
      const content = contentFor(answer, to);
      const place = to.user ? undefined : { ...slackPlace(to), channel };
      try {
        if (place) await rooms.keepInside(place);
        // What stands in a thread has none of its own.
        await calls.post(channel, content, place?.thread ?? ts, mark);
        return true;
      } catch (error) {
        if (failedWith(error, THREADLESS)) return false;
        return fail(error);
      }
    },

    async revise(address, answer, to) {
      const { channel, ts } = addressSchema.parse(address);
      try {
        if (!to.user) await rooms.keepInside({ ...slackPlace(to), channel });
        await calls.updateOnce(channel, ts, contentFor(answer, to));
        return true;
      } catch (error) {
        if (failedWith(error, GONE_FOR_GOOD)) return false;
        return fail(error);
      }
    },
  };
}

function slackPlace({ place }: Pick<Recipient, 'place'>) {
  if (place.platform !== 'slack') throw new SlackCallError('chat.postMessage', 'not_a_slack_place');
  return place;
}

function addressOf({ channel, ts }: { channel: string; ts: string }) {
  if (ts === '') throw new SlackCallError('chat.postMessage', 'no_ts');
  return { channel, ts };
}

const MARK = 'copy:';

/** Whether a button with this block id stands on a copy. Only decides where the presser's own answer is shown. */
export const isOnCopy = (blockId: string | undefined): boolean => blockId?.startsWith(MARK) === true;

/** Block ids come back with a press; Slack wants new ones whenever a message changes. */
function asCopy({ text, blocks }: MessageContent): MessageContent {
  const showing = randomBytes(4).toString('hex');
  const marked = blocks.map((block, index): KnownBlock => ({ ...block, block_id: `${MARK}${showing}:${index}` }));
  return { text, blocks: marked };
}
