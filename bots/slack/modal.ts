import { toSlackModal } from '../../cards/render.js';
import type { Context } from '../../cards/context.js';
import { opensForm } from '../../core/action.js';
import type { Receipt } from '../../core/reception.js';
import type { Act } from '../../core/turn.js';
import { failedWith } from './call-error.js';
import type { SlackCalls } from './calls.js';
import type { Parts } from './parts.js';
import type { ReplyTo } from './reply-to.js';

/** Whether the answer to this belongs in a modal: those need a trigger id at once, long before the answer is known. */
export function opensModal(act: Act): boolean {
  if (act.type === 'command') return act.command === 'update';
  return act.type === 'action' && opensForm(act.action.verb);
}

/**
 * Opens a modal that says "working" while its trigger id lives, and has the answer put into it. Where Slack refuses to open
 * one (three seconds are over), the answer goes where the turn said first: to a message with a button.
 */
export async function answerInModal(
  parts: Parts,
  calls: SlackCalls,
  receipt: Receipt,
  opening: { key: string; user: string; trigger: string; context: Context; atHome?: boolean },
): Promise<void> {
  const { key, user, trigger, context, atHome } = opening;
  try {
    const view = await calls.openView(trigger, toSlackModal({ type: 'working' }, context));
    if (atHome) parts.homeModals.opened(view);
    await receipt.redirect({ kind: 'view', key, user, view } satisfies ReplyTo);
  } catch (error) {
    const expected = failedWith(error, ['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired']);
    parts.log[expected ? 'info' : 'warn']({ err: error }, 'a modal could not be opened');
  }
  await receipt.answer({ within: 0 });
}
