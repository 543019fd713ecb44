import { addressOfEvent } from './address.js';
import type { EventPayload } from './payloads.js';
import { contextOf } from './context.js';
import { put } from './delivery.js';
import { saidTooMany } from './limited.js';
import { actOf, placeOfEvent, turnOf, withoutMention } from './inbound.js';
import { accept, type Exchange, type Parts, refuseBot, refuseForeign } from './parts.js';
import type { ReplyTo } from './reply-to.js';

/**
 * A direct message, or a mention in a channel. The answer comes as a message: in the direct conversation for good, in a
 * channel for the asker's eyes only. @throws when the store is down or Slack cannot say who wrote: Slack then repeats
 */
export async function handleEvent(parts: Parts, exchange: Exchange, payload: EventPayload): Promise<void> {
  const workspace = await parts.workspaces.whose(addressOfEvent(payload));
  if (!workspace) return refuseForeign(parts);
  const { identity, calls, people } = workspace;
  const { event } = payload;
  if (!isSaid(event, identity.botUser)) return;
  const user = event.user;
  const who = await people.meet(user, identity);
  // Other bots are not answered: two of them could go on for ever.
  if (who.user.standing === 'bot') return refuseBot(parts);
  const place = placeOfEvent(payload, identity);
  const act = actOf(withoutMention(event.text ?? '', identity.botUser), who);
  const turn = turnOf(payload.event_id, who, place, act);
  const replyTo: ReplyTo = {
    kind: 'post',
    key: turn.delivery,
    user,
    channel: event.channel,
    thread: event.thread_ts ?? null,
    personal: place.kind === 'personal',
  };
  const accepted = await accept(parts, exchange, turn, replyTo);
  const context = contextOf(who, parts.cloud);
  if (saidTooMany(parts, calls, accepted, replyTo, context) || !accepted.fresh) return;
  parts.notes.plan(turn.delivery, accepted.receipt, () => put(calls, replyTo, { type: 'working' }, context));
  parts.detach(accepted.receipt.answer({ within: 0 }));
}

/** Said now, by a person, to us: no edit, no join, no bot, and a mention only where it is the only event of its message. */
function isSaid(event: EventPayload['event'], botUser: string): event is EventPayload['event'] & { user: string } {
  if (event.subtype !== undefined || event.edited !== undefined || event.bot_id) return false;
  if (event.user === undefined || event.user === botUser) return false;
  return event.type === 'message' ? event.channel_type === 'im' : !event.channel.startsWith('D');
}
