import type { Answer } from './answer.js';
import type { Delivery } from './delivery.js';
import type { Desk } from './desk.js';
import type { Inbox } from './jobs/inbox.js';
import { type Loop, startLoop } from './jobs/loop.js';
import { createLimiter, type Limiter } from './limits.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import type { JsonObject } from './partner/partner-center.js';
import { readerOf } from './reader.js';
import type { Turn } from './turn.js';

/** Where the bots hand in turns: commits them, has them answered, and sees late answers to their reader. */
export interface Reception {
  /**
   * Commits a turn before it is acknowledged.
   *
   * @param replyTo what the bot's own `Delivery.finish` needs to say a late answer, after a restart too
   * @param signature the request's signature, refused when it was seen before
   * @throws when the store is down: the platform must be told to repeat (5xx)
   */
  accept(turn: Turn, replyTo: JsonObject, signature?: string): Promise<Accepted>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** `limited`: it is one too many, and nothing was written. The bot says the answer when `tell`, and leaves everything as it stands. */
export type Accepted =
  | { fresh: false; replayed: boolean; answer?: Answer; limited?: { tell: boolean } }
  | { fresh: true; receipt: Receipt };

export interface Receipt {
  /** A better place for the answer, known only now: the loading view that was opened meanwhile. */
  redirect(replyTo: JsonObject): Promise<void>;
  /**
   * The answer, when it is ready within so many ms: the caller says it and it counts as delivered. Otherwise undefined:
   * `late` is called first (it shows "working" and may return a new replyTo) and the answer goes to `Delivery.finish`.
   */
  answer(options: { within: number; late?: () => Promise<JsonObject | undefined> }): Promise<Answer | undefined>;
}

/** A turn that failed this often for reasons of our own is given up; its person was told each time it could be. */
const MOST_ATTEMPTS = 5;

/** Shorter than a third of the inbox's lease, so that one lost beat does not hand the turn to another replica. */
const HEARTBEAT_MS = 8_000;

export function createReception(parts: {
  inbox: Inbox;
  desk: Desk;
  /** One for each platform that is on. */
  deliveries: () => readonly Delivery[];
  singleProcess: boolean;
  /** Default: the limits of core/limits.ts, by this machine's clock. */
  limiter?: Limiter;
  log: Log;
  metrics: Metrics;
}): Reception {
  const { inbox, desk, log, metrics } = parts;
  const limiter = parts.limiter ?? createLimiter({ now: Date.now });
  const underWay = new Set<Promise<unknown>>();
  let recovery: Loop | undefined;

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    void work.catch(() => undefined).then(() => underWay.delete(work));
    return work;
  }

  async function handle(turn: Turn): Promise<Answer> {
    const answer = await desk.handle(turn);
    metrics.turns.inc({ platform: turn.user.platform, act: turn.act.type, answer: answer.type });
    return answer;
  }

  /** Says a late answer. When that fails the row stays `answered` and is tried again after its lease. */
  async function finish(turn: Turn, replyTo: JsonObject, work: Promise<Answer>): Promise<void> {
    const beat = setInterval(() => {
      inbox.renew(turn.delivery).catch(() => log.warn({ delivery: turn.delivery }, 'a lease could not be renewed'));
    }, HEARTBEAT_MS);
    beat.unref();
    try {
      const answer = await work;
      // Not ours any more: another process took the turn over, and says its answer.
      if (!(await inbox.answered(turn.delivery, answer, { delivered: false }))) return;
      await deliver(turn, replyTo, answer);
    } catch (error) {
      log.error({ delivery: turn.delivery, err: error }, 'an answer could not be delivered yet');
    } finally {
      clearInterval(beat);
    }
  }

  /**
   * Not waited for: the turn was on the disk before it was acknowledged, and whatever it did is on the disk too. A crash
   * between the answer and this mark means that the turn is answered once more, as after any other crash in its midst.
   */
  function noteDelivered(turn: Turn, answer: Answer): void {
    const noted = inbox.answered(turn.delivery, answer, { delivered: true });
    void track(noted.catch(() => log.warn({ delivery: turn.delivery }, 'an answer was given but not marked so')));
  }

  async function deliver(turn: Turn, replyTo: JsonObject, answer: Answer): Promise<void> {
    const delivery = parts.deliveries().find(({ platform }) => platform === turn.user.platform);
    if (!delivery) throw new Error(`${turn.user.platform} is off`);
    await delivery.finish(replyTo, answer, readerOf(turn));
    await inbox.delivered(turn.delivery);
  }

  function receiptFor(turn: Turn, firstReplyTo: JsonObject): Receipt {
    let replyTo = firstReplyTo;
    const redirect = async (better: JsonObject) => {
      replyTo = better;
      await inbox.redirect(turn.delivery, better);
    };
    return {
      redirect,
      async answer({ within, late }) {
        const work = track(handle(turn));
        const ready = within > 0 ? await readyWithin(work, within) : undefined;
        if (ready) {
          noteDelivered(turn, ready);
          return ready;
        }
        try {
          const better = await late?.();
          if (better) await redirect(better);
        } catch (error) {
          log.warn({ delivery: turn.delivery, err: error }, '"working" could not be shown');
        }
        void track(finish(turn, replyTo, work));
        return undefined;
      },
    };
  }

  /** Turns that a crash left behind: answered now, whoever asked is told where they asked. */
  async function recover(): Promise<void> {
    for (const left of await inbox.claim(20)) {
      if (left.attempts > MOST_ATTEMPTS) {
        log.error({ delivery: left.delivery, attempts: left.attempts }, 'a turn was given up');
        await inbox.giveUp(left.delivery);
        continue;
      }
      const work = left.answer ? Promise.resolve(left.answer) : handle(left.turn);
      void track(finish(left.turn, left.replyTo, work));
    }
  }

  return {
    async accept(turn, replyTo, signature) {
      const excess = limiter.take(turn);
      if (excess) {
        const { of, seconds, tell } = excess;
        metrics.refusedRequests.inc({ platform: turn.user.platform, reason: `${of}Limit` });
        const answer: Answer = { type: 'tooMany', of: of === 'place' ? 'place' : 'person', seconds };
        return { fresh: false, replayed: false, answer, limited: { tell } };
      }
      const result = await inbox.accept({ turn, replyTo, ...(signature === undefined ? {} : { signature }) });
      if (result.fresh) return { fresh: true, receipt: receiptFor(turn, replyTo) };
      return {
        fresh: false,
        replayed: result.replayed,
        ...(!result.replayed && result.answer ? { answer: result.answer } : {}),
      };
    },
    async start() {
      if (parts.singleProcess) await inbox.releaseAll();
      recovery = startLoop({ everyMs: 2_000, run: recover, log, name: 'inbox' });
      recovery.wake();
    },
    async stop() {
      await recovery?.stop();
      await Promise.allSettled(underWay);
    },
  };
}

/** The answer, or undefined when it takes longer than so many ms. */
function readyWithin(work: Promise<Answer>, ms: number): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    timer.unref();
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
