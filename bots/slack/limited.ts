import type { Context } from '../../cards/context.js';
import type { Accepted } from '../../core/reception.js';
import type { SlackCalls } from './calls.js';
import { put } from './delivery.js';
import type { Parts } from './parts.js';
import type { ReplyTo } from './reply-to.js';

/** Beside the message that was pressed, not in its place. */
export function aside(replyTo: ReplyTo): ReplyTo {
  if (replyTo.kind === 'url') return { ...replyTo, replace: false };
  return replyTo.kind === 'message' ? privately(replyTo, replyTo.channel) : replyTo;
}

/** As a message of its own in the 1:1 conversation. */
function privately({ key, user }: ReplyTo, channel: string): ReplyTo {
  return { kind: 'post', key, user, channel, thread: null, personal: true };
}

/** Tells whoever was too quick, once in a burst. @returns whether they were */
export function saidTooMany(
  parts: Parts,
  calls: SlackCalls,
  accepted: Accepted,
  replyTo: ReplyTo,
  context: Context,
): boolean {
  if (accepted.fresh || !accepted.limited) return false;
  // A form keeps what was typed into it.
  const to = replyTo.kind === 'view' || replyTo.kind === 'home' ? privately(replyTo, replyTo.user) : aside(replyTo);
  if (accepted.limited.tell && accepted.answer) parts.detach(put(calls, to, accepted.answer, context));
  return true;
}
