import type { Delivery, PlaceUnreachable, Reader, Recipient } from '../delivery.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { attempt } from './attempt.js';
import type { Copies } from './copies.js';
import { type Loop, startLoop } from './loop.js';
import type { ClaimedMessage, Outbox } from './outbox.js';

/** Messages under way at once in one workspace or tenant: enough for 50 a second that take a quarter of a second each. */
const AT_ONCE = 12;
/** A clock that was put right by less than this is no clock that was set back. */
const STEADY_MS = 1_000;

export interface SenderOptions {
  outbox: Outbox;
  /** One for each platform that is on. */
  deliveries: readonly Delivery[];
  copies: Copies;
  log: Log;
  metrics?: Pick<Metrics, 'messages'>;
  /** ms since the epoch. */
  now: () => number;
  /** How long to wait at most before looking again without being woken; earlier when something is due earlier. */
  everyMs?: number;
  /** 0 ≤ x < 1. */
  random?: () => number;
  /** A place cannot be written to: its watches are in trouble. @param lane that of the place, as `laneOf` names it */
  onUnreachable?: (lane: string, to: Recipient, error: PlaceUnreachable) => Promise<void>;
  /** Where a message for a person goes that was meant for this chat; undefined: nowhere. Absent: where it was meant for. */
  reach?: (to: Reader, person: string) => Promise<Reader | undefined>;
  /** A copy was posted. */
  onDelivered?: (copy: string) => Promise<void>;
}

export interface Sender {
  /**
   * Sends what may be sent now, and waits until it has been. For whoever drives it by a clock of their own.
   *
   * @returns when more may be sent, ms since the epoch; undefined: nothing waits
   */
  round(): Promise<number | undefined>;
}

/** A sender that does nothing by itself. */
export function createSender(options: SenderOptions): Sender {
  const sending = createSending(options);
  return {
    async round() {
      for (;;) {
        const { begun, nextAt } = await sending.begin();
        if (begun.length === 0) return nextAt;
        await Promise.all(begun);
      }
    },
  };
}

/**
 * Sends what the outbox owes. `wake()` after a commit sends now; `stop()` finishes what is in hand. A message that fails is
 * tried again, later each time, or when the error says (`retryAfterSeconds`), and is parked after twelve attempts.
 */
export function startSender(options: SenderOptions): Loop {
  const { log, now, everyMs = 1_000 } = options;
  const sending = createSending(options, () => loop.wake());
  const loop = startLoop({
    name: 'sender',
    everyMs,
    log,
    async run() {
      const { nextAt } = await sending.begin();
      return nextAt === undefined ? undefined : nextAt - now();
    },
  });
  return {
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      await sending.settled();
    },
  };
}

/** @param ended a message is not under way any more: there is room for others */
function createSending(options: SenderOptions, ended: () => void = () => undefined) {
  const { outbox, now, log } = options;
  const underWay = new Map<Promise<void>, string>();
  let last = 0;

  function start(message: ClaimedMessage): Promise<void> {
    const work = attempt(message, options)
      .catch((error: unknown) => log.error({ message: message.id, err: error }, 'a message was not brought to its end'))
      .finally(() => {
        underWay.delete(work);
        ended();
      });
    underWay.set(work, message.lane.pool);
    return work;
  }

  return {
    /** Begins what may be sent now. */
    async begin(): Promise<{ begun: Promise<void>[]; nextAt: number | undefined }> {
      if (now() < last - STEADY_MS) await outbox.clockSetBack();
      last = now();
      const busy = (pool: string) => [...underWay.values()].filter((each) => each === pool).length;
      const { messages, nextAt } = await outbox.claim((pool) => AT_ONCE - busy(pool));
      return { begun: messages.map(start), nextAt };
    },
    async settled(): Promise<void> {
      await Promise.all(underWay.keys());
    },
  };
}
