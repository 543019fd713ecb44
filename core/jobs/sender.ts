import { setTimeout as delay } from 'node:timers/promises';
import type { Copies } from '../changes/approval/copies.js';
import type { Delivery } from '../delivery.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { property } from '../store/errors.js';
import { createOneAtATime } from './one-at-a-time.js';
import { startLoop } from './loop.js';
import type { Loop } from './loop.js';
import type { ClaimedMessage, Outbox } from './outbox.js';

const MOST_ATTEMPTS = 12;
/** Messages under way at once; what the platforms themselves allow is for their bots to keep. */
const AT_ONCE = 8;
// Doubling from two seconds, twelve attempts spread over some seventy minutes.
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Less than the outbox's lease: whoever claims the message next must not meet this attempt still under way. */
const SEND_LIMIT_MS = 45_000;

export interface SenderOptions {
  outbox: Outbox;
  /** One for each platform that is on. */
  deliveries: readonly Delivery[];
  copies: Copies;
  log: Log;
  metrics?: Pick<Metrics, 'messages'>;
  /** ms since the epoch. */
  now: () => number;
  /** How often to look without being woken. */
  everyMs?: number;
  /** 0 ≤ x < 1. */
  random?: () => number;
}

/**
 * Sends what the outbox owes. `wake()` after a commit sends now; `stop()` finishes what is in hand. A message that fails is
 * tried again, later each time, or when the error says (`retryAfterSeconds`), and is parked after twelve attempts.
 */
export function startSender(options: SenderOptions): Loop {
  const { outbox, log, everyMs = 1_000 } = options;
  return startLoop({
    name: 'sender',
    everyMs,
    log,
    async run() {
      const messages = await outbox.claim(AT_ONCE);
      await Promise.all(messages.map((message) => handle(message, options)));
      return messages.length === AT_ONCE;
    },
  });
}

async function handle(message: ClaimedMessage, options: SenderOptions): Promise<void> {
  const { outbox, deliveries, copies, metrics, now, random = Math.random } = options;
  const { id, platform, attempts } = message;
  // More attempts than are ever made: each of the last ones ended with its process.
  let outcome: Outcome = { error: 'crashed' };
  if (attempts <= MOST_ATTEMPTS) {
    outcome = await send(
      message,
      deliveries.find((delivery) => delivery.platform === platform),
      copies,
    );
  }

  const about = { message: id, platform, attempts, error: outcome.error };
  if (outcome.error === undefined) {
    await outbox.sent(id);
    metrics?.messages.inc({ platform, outcome: 'sent' });
  } else if (attempts >= MOST_ATTEMPTS) {
    await outbox.park(id, outcome.error);
    metrics?.messages.inc({ platform, outcome: 'parked' });
    options.log.error(about, 'a message could not be delivered');
  } else {
    await outbox.failed(id, outcome.error, now() + pauseMs(attempts, outcome.retryAfterSeconds, random));
    metrics?.messages.inc({ platform, outcome: 'failed' });
    options.log.warn(about, 'a message was not delivered, another attempt follows');
  }
}

/** `error`: its kind; absent: it was sent. */
interface Outcome {
  error?: string;
  retryAfterSeconds?: number;
}

async function send({ what }: ClaimedMessage, delivery: Delivery | undefined, copies: Copies): Promise<Outcome> {
  if (!delivery) return { error: 'platformOff' };
  const limit = new AbortController();
  try {
    const late = delay(SEND_LIMIT_MS, 'late' as const, { signal: limit.signal, ref: false });
    // Aborting rejects it, long after anybody waits for it.
    late.catch(() => undefined);
    const saying =
      what.kind === 'tell'
        ? delivery.tell(what.answer, what.to)
        : inTurn(what.copy, () => show(what, delivery, copies));
    const first = await Promise.race([saying, late]);
    return first === 'late' ? { error: 'timeout' } : {};
  } catch (error) {
    return describeFailure(error);
  } finally {
    limit.abort();
  }
}

/** Two updates of one copy that overtook each other would leave the older one standing. */
const inTurn = createOneAtATime();

/** Brings a copy up to date. It shows how its change stands now, not when that was owed. */
async function show(
  what: { kind: 'post' | 'revise'; copy: string },
  delivery: Delivery,
  copies: Copies,
): Promise<void> {
  for (let copy = await copies.look(what.copy); copy; copy = await copies.look(what.copy)) {
    if (copy.address) {
      if (!(await delivery.revise(copy.address, copy.answer, copy.recipient))) return copies.gone(what.copy);
      await copies.revised(what.copy, copy.version);
    } else {
      // Whoever posts it looks again afterwards, so that what moved in between is shown.
      if (what.kind !== 'post') return;
      await copies.posted(what.copy, await delivery.post(copy.answer, copy.recipient), copy.version);
    }
  }
}

/** A code or a class, never a message: that may quote what was sent, and to whom. */
function describeFailure(error: unknown): Outcome {
  const kind = property(error, 'code') ?? property(error, 'name');
  const after = property(error, 'retryAfterSeconds');
  return {
    error: typeof kind === 'string' && /^[\w.-]{1,60}$/.test(kind) ? kind : 'unknown',
    ...(typeof after === 'number' && after >= 0 ? { retryAfterSeconds: after } : {}),
  };
}

/** At least what the platform asked for; jittered, so that messages which failed together do not return together. */
function pauseMs(attempts: number, retryAfterSeconds: number | undefined, random: () => number): number {
  if (retryAfterSeconds !== undefined) return Math.ceil(retryAfterSeconds * 1_000 + random() * 1_000);
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  return Math.ceil(longest * (0.5 + random() / 2));
}
