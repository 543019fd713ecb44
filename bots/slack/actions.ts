import { readSlackAction } from '../../cards/read.js';
import { toSlackModal } from '../../cards/render.js';
import type { Verb } from '../../core/action.js';
import type { Answer } from '../../core/answer.js';
import { addressOfAction } from './address.js';
import type { ActionPayload } from './payloads.js';
import { contextOf } from './context.js';
import { isOnCopy } from './copies.js';
import { put } from './delivery.js';
import { republishHome } from './home.js';
import { placeOfAction, turnOf } from './inbound.js';
import { aside, saidTooMany } from './limited.js';
import { answerInModal, opensModal } from './modal.js';
import { accept, type Exchange, leadsToSlack, type Parts, refuseForeign } from './parts.js';
import type { ReplyTo } from './reply-to.js';

/** Buttons of a modal after which the Home tab shows something else. */
const republishing: readonly Verb[] = ['withdraw', 'language', 'unlink'];

/** A card of which nothing can be made any more. */
export const outOfDate: Answer = { type: 'stale', reason: 'gone' };

/**
 * A button of a message, a modal or the Home tab. It is acknowledged once the turn is committed; the answer replaces the
 * message that only this person sees, fills the modal, or opens one. @throws when the store is down or Slack cannot say who pressed
 */
export async function handleAction(parts: Parts, exchange: Exchange, payload: ActionPayload): Promise<void> {
  const workspace = await parts.workspaces.whose(addressOfAction(payload));
  if (!workspace) return refuseForeign(parts);
  if (!leadsToSlack(parts, payload.response_url)) return;
  const { identity, calls, people } = workspace;
  const [pressed] = payload.actions;
  // A button without a value only opens a page, and an input without one was only touched.
  if (!pressed || typeof pressed.value !== 'string') return;
  const who = await people.meet(payload.user.id, identity);
  const context = contextOf(who, parts.cloud);
  const read = readSlackAction({ action_id: pressed.action_id, value: pressed.value }, payload.view?.state?.values);
  const replyTo = replyToOf(payload, `slack:${payload.trigger_id}`, identity.botUser);
  const atHome = payload.view?.type === 'home';
  if (!read) {
    const open = () => calls.openView(payload.trigger_id, toSlackModal(outOfDate, context));
    parts.detach(atHome ? open() : put(calls, aside(replyTo), outOfDate, context));
    return;
  }
  const act = { type: 'action', ...read } as const;
  const turn = turnOf(payload.trigger_id, who, placeOfAction(payload, identity), act);
  const opens = opensModal(act);
  // The Home tab has no place for an answer to a press. Whoever is no member is refused, and that needs no form.
  const toModal = atHome || (opens && replyTo.kind !== 'view' && who.user.standing === 'member');
  const answerTo = opens ? aside(replyTo) : replyTo;
  const accepted = await accept(parts, exchange, turn, answerTo);
  if (saidTooMany(parts, calls, accepted, answerTo, context) || !accepted.fresh) return;
  const { receipt } = accepted;
  if (toModal) {
    const opening = { key: turn.delivery, user: payload.user.id, trigger: payload.trigger_id, context, atHome };
    parts.detach(answerInModal(parts, calls, receipt, opening));
    return;
  }
  if (payload.view && republishing.includes(act.action.verb))
    parts.homeModals.plan(payload.view.id, turn.delivery, () => republishHome(parts, workspace, turn));
  parts.notes.plan(turn.delivery, receipt, () => put(calls, answerTo, { type: 'working' }, context));
  parts.detach(receipt.answer({ within: 0 }));
}

function replyToOf(payload: ActionPayload, key: string, botUser: string): ReplyTo {
  const { container, view, message, response_url: url } = payload;
  const user = payload.user.id;
  if (view && view.type !== 'home') return { kind: 'view', key, user, view: view.id };
  const channel = container.channel_id ?? user;
  // A copy shows how its change stands, and is kept so by the core: what one person asked for stands beside it.
  const copy = isOnCopy(payload.actions[0]?.block_id);
  const own = channel.startsWith('D') && message?.user === botUser && !copy;
  if (own && container.message_ts) return { kind: 'message', key, user, channel, ts: container.message_ts };
  // What everybody in a channel sees is never replaced by what one of them asked for.
  if (url) return { kind: 'url', key, user, url, replace: container.is_ephemeral === true };
  return { kind: 'post', key, user, channel: user, thread: null, personal: true };
}
