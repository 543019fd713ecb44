import { toSlackMessage } from '../../cards/render.js';
import type { Answer } from '../../core/answer.js';
import { addressOfCommand } from './address.js';
import type { CommandPayload } from './payloads.js';
import { contextOf } from './context.js';
import { put } from './delivery.js';
import { actOf, placeOfCommand, turnOf } from './inbound.js';
import { answerInline } from './inline-answer.js';
import { answerInModal, opensModal } from './modal.js';
import { accept, type Exchange, leadsToSlack, type Parts, refuseForeign } from './parts.js';
import type { MessageContent } from './calls.js';
import type { ReplyTo } from './reply-to.js';

/** What a slash command is acknowledged with: nothing, or a message that only the person sees. */
export type CommandAck = (MessageContent & { response_type: 'ephemeral' }) | undefined;

/** Somebody whose language is not known: Slack could not be asked who they are. */
const anybody = { locale: 'en-US' };
const unavailable: Answer = { type: 'failed', failure: { source: 'desk', kind: 'unavailable' } };

/**
 * What memory answers is ready by then and goes into the acknowledgement itself. Whatever has to ask Partner Center follows
 * on its own: however slow that is, commands are acknowledged at once. In ms.
 */
const ACK_WITHIN = 100;

/** `/partnerdesk …`: gives the acknowledgement. @throws when the store is down */
export async function handleCommand(parts: Parts, exchange: Exchange, payload: CommandPayload): Promise<CommandAck> {
  const workspace = await parts.workspaces.whose(addressOfCommand(payload));
  if (!workspace) {
    refuseForeign(parts);
    return undefined;
  }
  if (!leadsToSlack(parts, payload.response_url)) return undefined;
  const { identity, calls, people } = workspace;
  const say = (answer: Answer, context = contextOf(anybody, parts.cloud)): CommandAck => ({
    response_type: 'ephemeral',
    ...toSlackMessage(answer, context),
  });
  const who = await people.meet(payload.user_id, identity).catch(() => undefined);
  // Nothing was accepted: typing it again is safe.
  if (!who) return say(unavailable);
  const context = contextOf(who, parts.cloud);
  const act = actOf(payload.text, who);
  // Whoever is no member is refused, and that needs no form.
  const toModal = opensModal(act) && who.user.standing === 'member';
  const turn = turnOf(payload.trigger_id, who, placeOfCommand(payload, identity), act);
  const replyTo: ReplyTo = {
    kind: 'url',
    key: turn.delivery,
    user: payload.user_id,
    url: payload.response_url,
    // A slash command has no message of its own to replace.
    replace: false,
  };
  const accepted = await accept(parts, exchange, turn, replyTo);
  if (!accepted.fresh && accepted.limited)
    return accepted.limited.tell && accepted.answer ? say(accepted.answer, context) : undefined;
  if (!accepted.fresh)
    return accepted.replayed || !accepted.answer || toModal ? undefined : say(accepted.answer, context);
  if (toModal) {
    const opening = { key: turn.delivery, user: payload.user_id, trigger: payload.trigger_id, context };
    parts.detach(answerInModal(parts, calls, accepted.receipt, opening));
    return undefined;
  }
  const patience = Math.min(parts.patience, ACK_WITHIN);
  const answer = await answerInline(parts, exchange, accepted.receipt, patience);
  if (answer !== 'late') return say(answer, context);
  parts.notes.plan(turn.delivery, accepted.receipt, () => put(calls, replyTo, { type: 'working' }, context));
  return undefined;
}
