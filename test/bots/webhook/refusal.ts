import { expect } from '@jest/globals';
import { type Sent, testEvent, type WebhookBench } from './webhook-bench.js';

const MARK = 'mark-of-this-request';

/** Sends what must not be believed, and sees that it is counted, leaves nothing behind and is nowhere in the log. */
export async function expectRefusal(
  bench: WebhookBench,
  sent: Sent,
  { status, reason, why }: { status: number; reason: string; why?: string | undefined },
): Promise<void> {
  const body = sent.body ?? Buffer.from(JSON.stringify({ ...(sent.event ?? testEvent()), Note: MARK }));
  expect(await bench.send({ ...sent, body })).toBe(status);
  expect(await bench.refused()).toEqual({ [reason]: 1 });
  expect(await bench.taken()).toEqual({});
  expect(await bench.written()).toEqual({ signatures: 0, cursors: 0, happenings: 0 });
  expect(bench.woken()).toBe(0);
  const log = bench.log.join('');
  expect(log).toContain(`"reason":"${reason}"`);
  if (why !== undefined) expect(log).toContain(`"why":"${why}"`);
  expect(log).not.toMatch(/mark-of-this-request|Signature |https?:|\.cer|ResourceUri/u);
}
