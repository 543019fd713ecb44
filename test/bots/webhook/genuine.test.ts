import { sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastTest } from '../../../core/watch/webhook-events.js';
import { makeLink } from '../../../sandbox/partner-center/webhook-chain.js';
import { openWebhookBench, testEvent, type WebhookBench } from './webhook-bench.js';

let bench: WebhookBench;
beforeEach(async () => {
  bench = await openWebhookBench();
});
afterEach(() => bench.close());

describe('an event that Partner Center signed', () => {
  it('is taken in, noted and answered with nothing but 200', async () => {
    expect(await bench.send()).toBe(200);
    expect(await bench.taken()).toEqual({ 'test-created': 1 });
    expect(await bench.refused()).toEqual({});
    expect(await bench.written()).toEqual({ signatures: 1, cursors: 1, happenings: 0 });
    expect(await lastTest(bench.store.db)).toEqual(expect.any(Number));
    expect(bench.woken()).toBe(1);
  });

  it('may bear its signature in the other header', async () => {
    const { leaf } = bench.chain;
    const body = Buffer.from(JSON.stringify(testEvent()));
    const signature = `Signature ${sign('sha256', body, leaf.key).toString('base64')}`;
    const headers = { Authorization: undefined, 'x-ms-signature': signature };
    expect(await bench.send({ body, headers })).toBe(200);
    expect(await bench.taken()).toEqual({ 'test-created': 1 });
  });

  it('may begin with a byte order mark, have its members in any order and case, and members that nobody knows', async () => {
    const { ResourceChangeUtcDate } = testEvent();
    const odd = { resourcechangeutcdate: ResourceChangeUtcDate, extra: { deep: [1] }, eventName: 'Test-Created' };
    expect(await bench.send({ body: Buffer.from(`\uFEFF${JSON.stringify(odd, null, 2)}`) })).toBe(200);
    expect(await bench.taken()).toEqual({ 'test-created': 1 });
  });

  it.each([
    ['an offset', (iso: string) => iso.replace('Z', '+00:00')],
    ['a Z', (iso: string) => iso],
    ['neither', (iso: string) => iso.replace('Z', '')],
    ['no fraction', (iso: string) => iso.replace(/\.\d+Z/u, 'Z')],
  ])('may say when it happened with %s', async (_what, spelt) => {
    const event = { ...testEvent(), ResourceChangeUtcDate: spelt(new Date().toISOString()) };
    expect(await bench.send({ event })).toBe(200);
  });

  it('fetches its certificate once, however many come at the same time and later', async () => {
    const all = Array.from({ length: 8 }, (_, index) => bench.send({ event: testEvent(Date.now() - index * 1000) }));
    expect(new Set(await Promise.all(all))).toEqual(new Set([200]));
    expect(await bench.send({ event: testEvent(Date.now() - 60_000) })).toBe(200);
    expect(bench.host.asked).toEqual(['/cert/genuine.cer']);
  });

  it('lets the certificate be fetched anew after an hour', async () => {
    await bench.send();
    bench.clock.ahead = 61 * 60_000;
    expect(await bench.send({ event: testEvent(Date.now() - 5_000) })).toBe(200);
    expect(bench.host.asked).toHaveLength(2);
  });

  it('may come with a certificate whose issuer has to be fetched from where it says', async () => {
    const { issuer, leaf } = bench.chain;
    const issuerAddress = bench.publish('/issuer.cer', issuer);
    const alone = await makeLink({ name: leaf.name, issuer, authority: false, keys: leaf.keys, issuerAddress });
    const certificateUrl = bench.publish('/alone.cer', alone);
    expect(await bench.send({ certificateUrl })).toBe(200);
    expect(bench.host.asked).toEqual(['/alone.cer', '/issuer.cer']);
  });

  it('may come with several certificates in one file of DER', async () => {
    const { issuer, leaf, root } = bench.chain;
    expect(await bench.send({ certificateUrl: bench.publish('/several.cer', root, issuer, leaf) })).toBe(200);
  });

  it('that the desk does not use is counted as "other" and acknowledged', async () => {
    expect(await bench.send({ event: { ...testEvent(), EventName: 'invoice-ready' } })).toBe(200);
    expect(await bench.taken()).toEqual({ other: 1 });
    expect(await bench.written()).toEqual({ signatures: 1, cursors: 0, happenings: 0 });
    expect(bench.woken()).toBe(1);
  });
});

describe('an event that comes again', () => {
  it('is answered 200 and does nothing', async () => {
    const body = Buffer.from(JSON.stringify(testEvent()));
    await bench.send({ body });
    const before = await bench.store.db.selectFrom('cursors').selectAll().execute();
    bench.clock.ahead = 60_000;
    expect(await bench.send({ body })).toBe(200);
    expect(await bench.refused()).toEqual({ replay: 1 });
    expect(await bench.taken()).toEqual({ 'test-created': 1 });
    expect(await bench.store.db.selectFrom('cursors').selectAll().execute()).toEqual(before);
    expect(bench.woken()).toBe(1);
  });

  it('twice at the same moment counts once', async () => {
    const body = Buffer.from(JSON.stringify(testEvent()));
    expect(await Promise.all([1, 2, 3].map(() => bench.send({ body })))).toEqual([200, 200, 200]);
    expect(await bench.taken()).toEqual({ 'test-created': 1 });
    expect(await bench.refused()).toEqual({ replay: 2 });
  });

  it('is remembered for longer than its date is accepted', async () => {
    const body = Buffer.from(JSON.stringify(testEvent(Date.now() + 9 * 60_000)));
    expect(await bench.send({ body })).toBe(200);
    const [row] = await bench.store.db.selectFrom('signatures').selectAll().execute();
    bench.clock.ahead = 7 * 24 * 3_600_000 + 11 * 60_000;
    expect(row?.expiresAt).toBeGreaterThan(Date.now() + bench.clock.ahead);
    bench.host.files.set('/cert/genuine.cer', Buffer.from(bench.chain.leaf.pem + bench.chain.issuer.pem));
    expect(await bench.send({ body })).toBe(401);
    expect(await bench.refused()).toEqual({ age: 1 });
  });
});
