import type { Answer } from '../../core/answer.js';
import type { Receipt } from '../../core/reception.js';
import type { Exchange, Parts } from './parts.js';

/** Slack has to have shown "working" before it is replaced over another connection, ms. */
const HEAD_START = 250;

/**
 * The answer when it is ready in time to be given in the acknowledgement itself; `late` otherwise. What comes late is
 * said through `finish`, but not before the acknowledgement has left and arrived.
 *
 * @param patience how long the acknowledgement may wait, ms after the arrival of the request
 */
export function answerInline({ detach }: Parts, exchange: Exchange, receipt: Receipt, patience: number) {
  return new Promise<Answer | 'late'>((resolve, reject) => {
    const late = async () => {
      resolve('late');
      await exchange.answered;
      await new Promise((done) => setTimeout(done, HEAD_START));
      return undefined;
    };
    // Asking Slack who it is may have used up some of the three seconds already.
    const within = Math.max(0, patience - (performance.now() - exchange.arrived));
    const work = receipt.answer({ within, late }).then((answer) => resolve(answer ?? 'late'));
    work.catch(reject);
    detach(work);
  });
}
