import type { Reception } from '../../core/reception.js';
import type { HttpAnswer, Outbound } from './outbound.js';
import type { ReplyTo } from './reply-to.js';
import type { Asked } from './turns.js';

/**
 * Answers what is asked by or in a dialog. A dialog cannot be changed once it is answered, and Teams waits for five seconds
 * (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards): what takes longer is said in the private chat.
 *
 * @param dialogMs how long an answer may take
 */
export function createDialogs(parts: { reception: Reception; outbound: Outbound; dialogMs: number }) {
  const { reception, outbound, dialogMs } = parts;

  /** @throws when the store is down */
  return async function dialog({ turn, reference, mri }: Asked): Promise<HttpAnswer> {
    const replyTo: ReplyTo =
      reference.kind === 'personal' ? { to: 'conversation', reference } : { to: 'asker', reference, user: mri };
    const accepted = await reception.accept(turn, replyTo);
    const answer = accepted.fresh ? await accepted.receipt.answer({ within: dialogMs }) : accepted.answer;
    return answer ? outbound.dialog(answer, turn) : outbound.dialogLine('answerFollows', turn);
  };
}
