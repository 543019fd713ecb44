import { action } from '../../core/action.js';
import type { Act } from '../../core/turn.js';
import { addressOfView } from './address.js';
import { contextOf } from './context.js';
import { placeOfModal, plainWords, turnOf } from './inbound.js';
import { saidTooMany } from './limited.js';
import { answerInModal } from './modal.js';
import {
  accept,
  type Exchange,
  leadsToSlack,
  type Parts,
  refuseBot,
  refuseForeign,
  refuseUnsupported,
} from './parts.js';
import type { ShortcutPayload } from './payloads.js';
import type { ReplyTo } from './reply-to.js';
import { shortcutIds } from './shortcut-ids.js';

/** How much of a message is looked through, in UTF-16 units: what stands behind that names nobody first. */
const LONGEST_MESSAGE = 4_000;

/**
 * A shortcut: the form that searches for a customer, or the customers that a message names. It always opens a modal, and at
 * once: its trigger lives for three seconds. @throws when the store is down or Slack cannot say who it was
 */
export async function handleShortcut(parts: Parts, exchange: Exchange, payload: ShortcutPayload): Promise<void> {
  const workspace = await parts.workspaces.whose(addressOfView(payload));
  if (!workspace) return refuseForeign(parts);
  if (!leadsToSlack(parts, payload.response_url)) return;
  const act = actOfShortcut(payload);
  if (!act) return refuseUnsupported(parts);
  const { identity, calls, people } = workspace;
  const { trigger_id: trigger } = payload;
  const user = payload.user.id;
  const who = await people.meet(user, identity);
  if (who.user.standing === 'bot') return refuseBot(parts);
  const context = contextOf(who, parts.cloud);
  const turn = turnOf(trigger, who, placeOfModal(user, identity.team), act);
  const replyTo: ReplyTo = { kind: 'post', key: turn.delivery, user, channel: user, thread: null, personal: true };
  const accepted = await accept(parts, exchange, turn, replyTo);
  if (saidTooMany(parts, calls, accepted, replyTo, context) || !accepted.fresh) return;
  parts.detach(answerInModal(parts, calls, accepted.receipt, { key: turn.delivery, user, trigger, context }));
}

/** What a shortcut asks for. The text of a message is what is looked through, and never understood as a command. */
function actOfShortcut({ type, callback_id: id, message }: ShortcutPayload): Act | undefined {
  if (type === 'message_action')
    return id === shortcutIds.findIn && message
      ? { type: 'action', action: action('findIn'), values: { text: textOf(message) } }
      : undefined;
  if (id === shortcutIds.find) return { type: 'action', action: action('finding', 'account'), values: {} };
  return id === shortcutIds.update ? { type: 'action', action: action('finding', 'update'), values: {} } : undefined;
}

/** What a message says, without the names of people and rooms in it, which are none of customers. */
function textOf({ text, attachments }: NonNullable<ShortcutPayload['message']>): string {
  const said = [text, ...(attachments ?? []).flatMap((one) => [one.title, one.text ?? one.fallback])];
  const words = said.filter((part) => part).join('\n');
  // Behind a label there may be the page of a customer.
  const whole = words.replace(/<[@#!][^<>]*>/gu, ' ').replace(/<(https?:[^<>|]*)\|([^<>]*)>/giu, '$2 $1 ');
  return plainWords(whole).slice(0, LONGEST_MESSAGE);
}
