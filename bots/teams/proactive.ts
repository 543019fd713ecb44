import type { Answer } from '../../core/answer.js';
import type { Delivery, Reader } from '../../core/delivery.js';
import type { Log } from '../../core/log.js';
import type { Connector } from './connector.js';
import { ConnectorError } from './connector-error.js';
import type { Gates } from './gates.js';
import type { Outbound } from './outbound.js';
import { replaceOrSend } from './saying.js';
import { fail } from './unreachable.js';
import { readReplyTo, type Reference, referenceOf, type ReplyTo } from './reply-to.js';

/** Says answers that were not given inline: late ones, those of before a restart, and messages of their own. */
export function createDelivery(parts: {
  connector: Connector;
  /** Tries once: what it is told is for the core to act upon. */
  once: Connector;
  outbound: Outbound;
  gates: Gates;
  log: Log;
}): Pick<Delivery, 'platform' | 'finish' | 'tell'> {
  const { connector, once, outbound, gates, log } = parts;

  /** In place of a message; below it when that cannot be changed any more. */
  async function replace(reference: Reference, message: string, answer: Answer, reader: Reader): Promise<void> {
    const activity = outbound.message(answer, reader);
    await gates.passed(reference, message);
    await replaceOrSend(connector, reference, message, activity);
  }

  async function sayPrivately(replyTo: ReplyTo & { to: 'asker' }, answer: Answer, reader: Reader): Promise<void> {
    const { reference, user } = replyTo;
    try {
      const personal = await connector.openPersonal(reference, user, reader.user.tenant);
      await connector.send(personal, outbound.message(answer, reader));
    } catch (error) {
      if (!(error instanceof ConnectorError) || !error.final) throw error;
      await connector.send(reference, outbound.line('cannotReachYou', reader));
      return;
    }
    await connector.send(reference, outbound.line('answeredPrivately', reader));
  }

  return {
    platform: 'teams',

    /** Throws while another try may help. What can never be said (bot removed, chat deleted) is logged and done with. */
    async finish(stored, answer, reader) {
      const replyTo = readReplyTo(stored);
      if (replyTo.to === 'nobody') return;
      try {
        if (replyTo.to === 'message') await replace(replyTo.reference, replyTo.message, answer, reader);
        else if (replyTo.to === 'asker') await sayPrivately(replyTo, answer, reader);
        else await connector.send(replyTo.reference, outbound.message(answer, reader));
      } catch (error) {
        if (!(error instanceof ConnectorError) || !error.final) throw error;
        log.warn({ status: error.status, code: error.code }, 'an answer cannot be said in Teams any more');
      }
    },

    /** A mark would be of no use: the Bot Connector does not read messages. */
    async tell(answer, reader) {
      const reference = referenceOf(reader.place);
      if (!reference) throw new Error('Not a place in Teams');
      const personal =
        reference.kind === 'personal'
          ? reference
          : await once.openPersonal(reference, reader.user.user, reader.user.tenant).catch(fail);
      await once.send(personal, outbound.message(answer, reader)).catch(fail);
    },
  };
}
