import { setTimeout as delay } from 'node:timers/promises';
import { PlaceUnreachable, type Recipient } from '../delivery.js';
import { property } from '../store/errors.js';
import { placeLane } from './lanes.js';
import type { ClaimedMessage, Ending } from './outbox.js';
import { say, type Said } from './saying.js';
import type { SenderOptions } from './sender.js';

const MOST_ATTEMPTS = 12;
// Doubling from two seconds, twelve attempts spread over some seventy minutes.
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Less than a lane's lease: whoever claims the message next must not meet this attempt still under way. */
const SEND_LIMIT_MS = 45_000;
/** How long a place in trouble is left alone, unless whoever cares for its watches says otherwise. */
const TROUBLE_MS = 60_000;

/** What became of sending. */
type Outcome =
  | { said: Said }
  | { failed: { error: string; retryAfterSeconds?: number }; unreachable?: PlaceUnreachable };

/** Sends one message and writes how that ended. */
export async function attempt(message: ClaimedMessage, options: SenderOptions): Promise<void> {
  const { outbox, copies, metrics, log, onDelivered, onUnreachable } = options;
  const { id, platform, attempts, what } = message;
  const outcome = await send(message, options);
  const ending = await endingOf(message, outcome, options);
  const written = await outbox.finish(message, ending, async (tx) => {
    if ('said' in outcome) await outcome.said.also?.(tx);
    else if (what.kind !== 'tell' && ending.is === 'parked')
      await copies.parked(tx, what.copy, what.kind, ending.error);
    else if (what.kind !== 'tell') await copies.failed(tx, what.copy, outcome.failed.error);
  });
  if (!written) return log.warn({ message: id, platform }, 'a message took so long that another process has taken it');

  metrics?.messages.inc({ platform, outcome: ending.is });
  if ('said' in outcome) {
    if (outcome.said.delivered && what.kind !== 'tell') await onDelivered?.(what.copy);
    return;
  }
  const about = { message: id, platform, attempts, error: outcome.failed.error };
  if (ending.is === 'parked') log.error(about, 'a message could not be delivered');
  else log.warn(about, 'a message was not delivered, another attempt follows');
  const { unreachable } = outcome;
  const to = unreachable && (await recipientOf(message, options));
  if (unreachable && to) await onUnreachable?.(placeLane(message.lane.key), to, unreachable);
}

async function send(message: ClaimedMessage, options: SenderOptions): Promise<Outcome> {
  const { platform, attempts } = message;
  // More attempts than are ever made: each of the last ones ended with its process.
  if (attempts > MOST_ATTEMPTS) return { failed: { error: 'crashed' } };
  const delivery = options.deliveries.find((each) => each.platform === platform);
  if (!delivery) return { failed: { error: 'platformOff' } };
  const limit = new AbortController();
  try {
    const late = delay(SEND_LIMIT_MS, 'late' as const, { signal: limit.signal, ref: false });
    // Aborting rejects it, long after anybody waits for it.
    late.catch(() => undefined);
    const first = await Promise.race([say(message, delivery, options), late]);
    return first === 'late' ? { failed: { error: 'timeout' } } : { said: first };
  } catch (error) {
    return {
      failed: describeFailure(error),
      ...(error instanceof PlaceUnreachable ? { unreachable: error } : {}),
    };
  } finally {
    limit.abort();
  }
}

async function endingOf(message: ClaimedMessage, outcome: Outcome, options: SenderOptions): Promise<Ending> {
  if ('said' in outcome) {
    const { version } = outcome.said;
    return { is: 'sent', ...(version === undefined ? {} : { version }) };
  }
  const { now, random = Math.random } = options;
  const { attempts } = message;
  const { error, retryAfterSeconds } = outcome.failed;
  // At least what the platform asked for; jittered, so that messages which failed together do not return together.
  if (retryAfterSeconds !== undefined)
    return { is: 'throttled', error, retryAt: now() + Math.ceil(retryAfterSeconds * 1_000 + random() * 1_000) };
  // A watch is told of, retried and ended by whoever cares for watches. Nobody does so for other messages.
  if (outcome.unreachable && (await isNotice(message, options)))
    return { is: 'unreachable', error, until: now() + TROUBLE_MS };
  if (attempts >= MOST_ATTEMPTS) return { is: 'parked', error };
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  const retryAt = now() + Math.ceil(longest * (0.5 + random() / 2));
  return { is: 'failed', error, retryAt, doubtful: error !== 'platformOff' && !outcome.unreachable };
}

async function isNotice({ what }: ClaimedMessage, { copies }: SenderOptions): Promise<boolean> {
  return what.kind !== 'tell' && (await copies.look(what.copy))?.watch != null;
}

async function recipientOf({ what }: ClaimedMessage, { copies }: SenderOptions): Promise<Recipient | undefined> {
  if (what.kind !== 'tell') return (await copies.look(what.copy))?.recipient;
  return { platform: what.to.user.platform, ...what.to };
}

/** A code or a class, never a message: that may quote what was sent, and to whom. */
function describeFailure(error: unknown): { error: string; retryAfterSeconds?: number } {
  const kind = property(error, 'code') ?? property(error, 'name');
  const after = property(error, 'retryAfterSeconds');
  return {
    error: typeof kind === 'string' && /^[\w.-]{1,60}$/.test(kind) ? kind : 'unknown',
    ...(typeof after === 'number' && after >= 0 ? { retryAfterSeconds: after } : {}),
  };
}
