import { setTimeout } from 'node:timers/promises';
import type { JsonObject } from '../../core/partner/partner-center.js';
import { isLoopback } from '../console/guard.js';
import type { WebhookSigner } from './webhook-signer.js';

/** One event on its way. */
export interface WebhookDelivery {
  event: JsonObject;
  url: string;
  state: 'under way' | 'delivered' | 'dropped';
  /** What each attempt was answered; 0: nothing. */
  attempts: number[];
}

/** As documented: ten attempts, then the event is dropped. */
const ATTEMPTS = 10;
const PATIENCE_MS = 10_000;

/** Delivers a signed event until it is accepted. @param pauseMs between two attempts */
export async function deliver(
  delivery: WebhookDelivery,
  { signer, pauseMs, alternate }: { signer: WebhookSigner; pauseMs: number; alternate: boolean },
): Promise<void> {
  const body = Buffer.from(JSON.stringify(delivery.event));
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const status = await post(delivery.url, body, await signer.headers(body, alternate));
    delivery.attempts.push(status);
    if (status >= 200 && status < 300) {
      delivery.state = 'delivered';
      return;
    }
    if (attempt < ATTEMPTS) await setTimeout(pauseMs, undefined, { ref: false });
  }
  delivery.state = 'dropped';
}

async function post(url: string, body: Buffer, headers: Record<string, string>): Promise<number> {
  // The sandbox talks to nobody else: whatever is registered here may be a real address.
  if (!isLoopback(new URL(url).hostname)) return 0;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}
