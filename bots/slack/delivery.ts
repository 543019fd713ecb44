import { toSlackMessage, toSlackModal } from '../../cards/render.js';
import type { Context } from '../../cards/context.js';
import type { Answer } from '../../core/answer.js';
import type { Cloud } from '../../core/config.js';
import type { Delivery } from '../../core/delivery.js';
import type { Log } from '../../core/log.js';
import type { SlackCalls } from './calls.js';
import { failedWith } from './call-error.js';
import { contextOf } from './context.js';
import type { HomeModals } from './home-modals.js';
import { homeView } from './home-view.js';
import { type ReplyTo, replyToSchema } from './reply-to.js';
import { fail } from './unreachable.js';
import type { WorkingNotes } from './working-notes.js';

/** Where nothing can be said any more: the person gets the answer in their own conversation with the bot. */
const GONE = [
  'channel_not_found',
  'not_in_channel',
  'user_not_in_channel',
  'is_archived',
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'used_up',
  'restricted_action',
];

/** What Slack says of a message or modal that is itself wrong: sending it again would not help. */
const UNSHOWABLE = ['invalid_blocks', 'invalid_blocks_format', 'invalid_arguments', 'msg_too_long', 'view_too_large'];

/**
 * Puts an answer where `replyTo` says. Gives where it stands now, when that is a better place to write to next time.
 * Rejects with SlackCallError, which carries `retryAfterSeconds` when Slack wants us to wait.
 */
export async function put(
  calls: SlackCalls,
  replyTo: ReplyTo,
  answer: Answer,
  context: Context,
): Promise<ReplyTo | undefined> {
  if (replyTo.kind === 'view') {
    try {
      await calls.updateView(replyTo.view, toSlackModal(answer, context));
    } catch (error) {
      // Closed meanwhile: whoever closed it does not wait for it. Outcomes come as a message of their own.
      if (!failedWith(error, ['not_found', 'view_not_found'])) throw error;
    }
    return undefined;
  }
  if (replyTo.kind === 'home') {
    await calls.publishHome(replyTo.user, homeView(answer, context));
    return undefined;
  }
  const content = toSlackMessage(answer, context);
  try {
    switch (replyTo.kind) {
      case 'url':
        await calls.respond(replyTo.url, content, replyTo.replace);
        return undefined;
      case 'message':
        await calls.update(replyTo.channel, replyTo.ts, content);
        return undefined;
      case 'post': {
        const { key, user, channel, thread, personal } = replyTo;
        if (personal) return { kind: 'message', key, user, ...(await calls.post(channel, content, thread)) };
        await calls.whisper(channel, user, content, thread);
        return undefined;
      }
    }
  } catch (error) {
    if (!failedWith(error, GONE)) throw error;
    await calls.post(replyTo.user, content);
  }
  return undefined;
}

const brokenCard: Answer = { type: 'failed', failure: { source: 'desk', kind: 'internal' } };

/** Says what was not said inline. */
export function createDelivery(parts: {
  calls: SlackCalls;
  notes: WorkingNotes;
  homeModals: HomeModals;
  cloud: Cloud;
  log: Log;
}): Pick<Delivery, 'platform' | 'finish' | 'tell'> {
  const { calls, notes, homeModals, cloud, log } = parts;
  return {
    platform: 'slack',
    async finish(given, answer, reader) {
      const replyTo = replyToSchema.parse(given);
      const better = await notes.settle(replyTo.key);
      const context = contextOf(reader, cloud);
      homeModals.settle(replyTo.key);
      try {
        await put(calls, better ?? replyTo, answer, context);
      } catch (error) {
        if (!failedWith(error, UNSHOWABLE)) throw error;
        // Nobody is left in front of "working" because of a card of ours that Slack does not take.
        log.error({ err: error, answer: answer.type }, 'Slack does not show this answer');
        await put(calls, better ?? replyTo, brokenCard, context);
      }
    },
    async tell(answer, reader, mark) {
      const content = toSlackMessage(answer, contextOf(reader, cloud));
      await calls.post(reader.user.user, content, null, mark).catch(fail);
    },
  };
}
