import { action } from '../../core/action.js';
import type { Act, Place, Turn } from '../../core/turn.js';
import { addressOfEvent } from './address.js';
import { contextOf } from './context.js';
import { put } from './delivery.js';
import { turnOf } from './inbound.js';
import { saidTooMany } from './limited.js';
import { accept, type Exchange, type Parts, refuseBot, refuseForeign } from './parts.js';
import type { HomePayload } from './payloads.js';
import type { ReplyTo } from './reply-to.js';
import type { Workspace } from './workspace.js';

/** What the Home tab shows. */
const home: Act = { type: 'action', action: action('home'), values: {} };

/**
 * Somebody opened the Home tab: it is published anew. What others do later reaches it when it is opened again.
 * @throws when the store is down or Slack cannot say who opened it: Slack then repeats
 */
export async function handleHome(parts: Parts, exchange: Exchange, payload: HomePayload): Promise<void> {
  const workspace = await parts.workspaces.whose(addressOfEvent(payload));
  if (!workspace) return refuseForeign(parts);
  const { identity, calls, people } = workspace;
  const { event } = payload;
  // The other tab is the conversation itself.
  if (event.tab !== 'home') return;
  const who = await people.meet(event.user, identity);
  if (who.user.standing === 'bot') return refuseBot(parts);
  const { channel } = event;
  const place: Place = { platform: 'slack', team: identity.team, channel, kind: 'personal', external: false };
  const turn = turnOf(payload.event_id, who, place, home);
  const replyTo: ReplyTo = { kind: 'home', key: turn.delivery, user: event.user };
  const accepted = await accept(parts, exchange, turn, replyTo);
  const context = contextOf(who, parts.cloud);
  if (saidTooMany(parts, calls, accepted, replyTo, context) || !accepted.fresh) return;
  parts.notes.plan(turn.delivery, accepted.receipt, () => put(calls, replyTo, { type: 'working' }, context));
  parts.detach(accepted.receipt.answer({ within: 0 }));
}

/** Publishes the Home tab anew after what its reader did in a modal that they had opened from there: perhaps in another language. */
export function republishHome(parts: Parts, { people, identity }: Workspace, done: Turn): void {
  const delivery = `${done.delivery}:home`;
  const { user } = done.user;
  const replyTo: ReplyTo = { kind: 'home', key: delivery, user };
  const publish = async () => {
    const { locale } = await people.meet(user, identity);
    const accepted = await parts.reception.accept({ ...done, locale, delivery, act: home }, replyTo);
    if (accepted.fresh) await accepted.receipt.answer({ within: 0 });
  };
  parts.detach(publish());
}
