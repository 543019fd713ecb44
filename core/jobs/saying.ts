import type { Delivery, Reader, Recipient } from '../delivery.js';
import type { JsonObject } from '../partner/partner-center.js';
import type { Db } from '../store/tables.js';
import type { Copies, CopyNow } from './copies.js';
import type { ClaimedMessage, Outbox } from './outbox.js';

/** What was said, or why nothing needed to be. */
export interface Said {
  /** What a copy shows now, or what was said under it. */
  version?: number;
  /** Belongs to the transaction in which the message is finished. */
  also?: (tx: Db) => Promise<void>;
  /** A copy stands there for the first time. */
  delivered?: true;
}

interface Parts {
  outbox: Outbox;
  copies: Copies;
  /** Where a message for a person goes that was meant for this chat; undefined: nowhere. Absent: where it was meant for. */
  reach?: (to: Reader, person: string) => Promise<Reader | undefined>;
}

/**
 * A message whose end is not known is looked for so often. A platform that cannot be asked then, time and again, must not
 * keep it from ever being sent.
 */
const MOST_LOOKS = 4;

/**
 * Says one message: what it has to say now, not when it was owed. After a crash it is looked for first. Throws what the
 * platform throws.
 */
export async function say(message: ClaimedMessage, delivery: Delivery, parts: Parts): Promise<Said> {
  const { id, what } = message;
  if (what.kind === 'tell') {
    if (isAddress(await seek(message, delivery, { mark: id, to: what.to }))) return {};
    const { to, answer, whose } = what;
    const there = whose && parts.reach ? await parts.reach(to, whose.person) : to;
    if (there === to) await delivery.tell(answer, to, id);
    // Perhaps on the other platform, and in any case within the budget of another place: a message of its own.
    else if (there && whose?.otherwise === 'move')
      return {
        async also(tx) {
          await parts.outbox.owe(tx, { dedupeKey: `${id}:moved`, to: there, answer, whose });
        },
      };
    return {};
  }
  const copy = await parts.copies.look(what.copy);
  if (!copy) return {};
  switch (what.kind) {
    case 'post':
      return post(message, what.copy, copy, delivery, parts);
    case 'revise':
      return revise(what.copy, copy, delivery, parts);
    case 'reply':
      return reply(message, what.copy, copy, delivery, parts);
  }
}

async function post(
  message: ClaimedMessage,
  id: string,
  copy: CopyNow,
  delivery: Delivery,
  { outbox, copies }: Parts,
): Promise<Said> {
  const { answer, recipient, version } = copy;
  if (copy.address) return { version: copy.shown };
  const found = await seek(message, delivery, { mark: message.id, to: recipient });
  if (!isAddress(found)) {
    const address = await delivery.post(answer, recipient, message.id);
    return { version, delivered: true, also: (tx) => copies.posted(tx, id, address, version) };
  }
  // It stands there since a crash; which version it shows is not known, so it is shown anew.
  const { platform, lane } = message;
  return {
    version: 0,
    delivered: true,
    async also(tx) {
      await copies.posted(tx, id, found, 0);
      await outbox.oweRevise(tx, { copy: id, platform, lane: lane.key, version });
    },
  };
}

async function revise(id: string, copy: CopyNow, delivery: Delivery, { copies }: Parts): Promise<Said> {
  const { address, answer, recipient, version, shown } = copy;
  // Unposted: whoever posts it shows what is so then.
  if (!address || shown >= version) return { version };
  if (!(await delivery.revise(address, answer, recipient))) return { also: (tx) => copies.gone(tx, id) };
  return { version, also: (tx) => copies.revised(tx, id, version) };
}

async function reply(
  message: ClaimedMessage,
  id: string,
  copy: CopyNow,
  delivery: Delivery,
  { copies }: Parts,
): Promise<Said> {
  const { address, followUp, recipient, version, replied } = copy;
  if (!address || !followUp || replied >= version) return { version };
  // Of this very version: that an older line stands there does not make this one superfluous.
  const mark = `${message.id}.${version}`;
  const found = await seek(message, delivery, { mark, to: recipient, under: address });
  // False: there are no threads, or the card is gone. Then there is nothing to say either.
  if (!isAddress(found)) await delivery.reply(address, followUp, recipient, mark);
  return { version, also: (tx) => copies.replied(tx, id, version) };
}

/** Where a message stands whose sending a former attempt left in doubt. */
async function seek(
  { doubtfulSince, attempts }: ClaimedMessage,
  delivery: Delivery,
  { mark, to, under }: { mark: string; to: Reader | Recipient; under?: JsonObject },
): Promise<JsonObject | 'absent' | 'unknown'> {
  if (doubtfulSince === undefined || attempts > MOST_LOOKS) return 'absent';
  return delivery.find(mark, to, doubtfulSince, under);
}

const isAddress = (found: JsonObject | string): found is JsonObject => typeof found === 'object';
