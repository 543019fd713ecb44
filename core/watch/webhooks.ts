import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { readWebhookEvent, TEST_EVENT, usedEvents, type WebhookEvent } from '../partner/webhook-event.js';
import type { SignedRequest, WebhookSignatures } from '../partner/webhook-signature.js';

/** Where the desk takes Partner Center's events. */
export const WEBHOOK_PATH = '/webhooks/partner-center';

/** What Partner Center is answered. `reason`: why nothing was done, a word of a small fixed set. */
export interface WebhookAnswer {
  status: 200 | 400 | 401 | 503;
  reason?: string;
}

export interface Webhooks {
  /** Answers one request of `POST /webhooks/partner-center`. Whoever sent it is nobody until the signature says otherwise. */
  receive(request: SignedRequest): Promise<WebhookAnswer>;
}

/**
 * Events of subscriptions come up to 48 hours late, and each is tried ten times (…/developer/partner-center-webhooks): what is older
 * than a week is a replay whose signature is not remembered any more.
 */
const OLDEST_MS = 7 * 24 * 3_600_000;

/** How far a clock may be wrong. */
const AHEAD_MS = 10 * 60_000;

/**
 * The door for Partner Center's events: proven, young and new, or nothing happens. The answer is given once what the event did is
 * committed.
 */
export function createWebhooks(parts: {
  signatures: WebhookSignatures;
  take: (event: WebhookEvent, signature: string) => Promise<'taken' | 'replay'>;
  metrics: Metrics;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
}): Webhooks {
  const { signatures, take, metrics, log, now } = parts;

  async function answer(request: SignedRequest): Promise<WebhookAnswer> {
    const proof = await signatures.check(request);
    if ('reason' in proof) return { status: proof.again ? 503 : 401, reason: proof.reason };
    const event = readWebhookEvent(request.body);
    if (!event) return { status: 400, reason: 'malformed' };
    if (event.at < now() - OLDEST_MS) return { status: 401, reason: 'age' };
    if (event.at > now() + AHEAD_MS) return { status: 401, reason: 'future' };
    const taken = await take(event, proof.signature).catch((error: unknown) => {
      log.error({ err: error }, 'a webhook was not taken in');
      return undefined;
    });
    if (!taken) return { status: 503, reason: 'store' };
    if (taken === 'replay') return { status: 200, reason: 'replay' };
    const name = usedEvents.includes(event.name) ? event.name : 'other';
    metrics.webhookEvents.inc({ event: name });
    if (event.name === TEST_EVENT) metrics.webhookTest.set(now() / 1000);
    log.info({ event: name }, 'a webhook was taken in');
    return { status: 200 };
  }

  return {
    async receive(request) {
      const answered = await answer(request);
      // Neither body nor headers: what is refused may be anybody's.
      if (answered.reason) log.warn(answered, 'a webhook was refused');
      return answered;
    },
  };
}
