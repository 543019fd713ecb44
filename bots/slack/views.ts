import type { ModalView } from '@slack/types';
import { readSlackView } from '../../cards/read.js';
import { slackFieldErrors, toNotification, toSlackModal } from '../../cards/render.js';
import type { Context } from '../../cards/context.js';
import type { Answer } from '../../core/answer.js';
import { outOfDate } from './actions.js';
import { addressOfView } from './address.js';
import { contextOf } from './context.js';
import { republishHome } from './home.js';
import { placeOfModal, turnOf } from './inbound.js';
import { answerInline } from './inline-answer.js';
import { accept, type Exchange, type Parts, refuseForeign } from './parts.js';
import type { SubmissionPayload } from './payloads.js';
import type { ReplyTo } from './reply-to.js';

/** What a submission is answered with: errors at their inputs, or another view. Undefined closes the modal. */
export type ViewAck =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView }
  | undefined;

/** A modal that was submitted. @throws when the store is down or Slack cannot say who submitted: the form stays open */
export async function handleSubmission(parts: Parts, exchange: Exchange, payload: SubmissionPayload): Promise<ViewAck> {
  const workspace = await parts.workspaces.whose(addressOfView(payload));
  if (!workspace) {
    refuseForeign(parts);
    return undefined;
  }
  const { identity, people } = workspace;
  const who = await people.meet(payload.user.id, identity);
  const context = contextOf(who, parts.cloud);
  const read = readSlackView(payload.view);
  if (!read) return show(outOfDate, context);
  const act = { type: 'action', ...read } as const;
  const turn = turnOf(payload.trigger_id, who, placeOfModal(payload.user.id, identity.team), act);
  const replyTo: ReplyTo = { kind: 'view', key: turn.delivery, user: payload.user.id, view: payload.view.id };
  const accepted = await accept(parts, exchange, turn, replyTo);
  if (!accepted.fresh) {
    if (accepted.replayed) return undefined;
    return accepted.answer ? showSubmitted(accepted.answer, payload, context) : show({ type: 'working' }, context);
  }
  parts.homeModals.plan(payload.view.id, turn.delivery, () => republishHome(parts, workspace, turn));
  const answer = await answerInline(parts, exchange, accepted.receipt, parts.patience);
  if (answer !== 'late') parts.homeModals.settle(turn.delivery);
  return answer === 'late' ? show({ type: 'working' }, context) : showSubmitted(answer, payload, context);
}

const show = (answer: Answer, context: Context): ViewAck => ({
  response_action: 'update',
  view: toSlackModal(answer, context),
});

/**
 * Errors stand at the inputs that were submitted when all of them are there; Slack then keeps what was typed by itself.
 * A newer version of the form has other block ids: it is shown anew, with the typed values.
 */
function showSubmitted(answer: Answer, { view }: SubmissionPayload, context: Context): ViewAck {
  const errors = slackFieldErrors(answer, context);
  const shown = new Set(Object.keys(asObject(view.state?.values)));
  const [first] = shown;
  // Whoever was too quick keeps what they typed.
  if (answer.type === 'tooMany' && first !== undefined)
    return { response_action: 'errors', errors: { [first]: toNotification(answer, context) } };
  if (errors && Object.keys(errors).length > 0 && Object.keys(errors).every((id) => shown.has(id)))
    return { response_action: 'errors', errors };
  return show(answer, context);
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
