import { sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeLink } from '../../../sandbox/partner-center/webhook-chain.js';
import { expectRefusal } from './refusal.js';
import { LEAF_NAME, openWebhookBench, type Sent, testEvent, type WebhookBench } from './webhook-bench.js';

let bench: WebhookBench;
beforeEach(async () => {
  bench = await openWebhookBench();
});
afterEach(() => bench.close());

const HOUR_MS = 3_600_000;
const PINNED = '3psostorageacct.blob.core.windows.net';

const refused = (sent: Sent, status: number, reason: string, why?: string) =>
  expectRefusal(bench, sent, { status, reason, why });

const signed = (body: string, { key } = bench.chain.leaf) =>
  `Signature ${sign('sha256', Buffer.from(body), key).toString('base64')}`;

describe('a request whose headers are wrong is refused', () => {
  it.each([
    ['no signature', { Authorization: undefined }, 'headers'],
    ['no address of a certificate', { 'X-MS-Certificate-Url': undefined }, 'headers'],
    ['no algorithm', { 'X-MS-Signature-Algorithm': undefined }, 'headers'],
    ['a bearer token', { Authorization: 'Bearer abc' }, 'headers'],
    ['a signature that is no base64', { Authorization: 'Signature a*b' }, 'headers'],
    ['a signature of any length', { Authorization: `Signature ${'A'.repeat(6000)}` }, 'headers'],
    ['an empty signature', { Authorization: 'Signature ' }, 'headers'],
    ['another algorithm', { 'X-MS-Signature-Algorithm': 'rsa-sha1' }, 'algorithm'],
    ['an algorithm that signs nothing', { 'X-MS-Signature-Algorithm': 'none' }, 'algorithm'],
  ])('%s', async (_what, headers, reason) => {
    await refused({ headers }, 401, reason);
    expect(bench.host.asked).toEqual([]);
  });

  it('a signature in a spelling that no encoder writes', async () => {
    const body = JSON.stringify(testEvent());
    const padded = signed(body);
    const other = padded.replace(/.==$/u, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`);
    expect(other).not.toBe(padded);
    await refused({ body: Buffer.from(body), headers: { Authorization: other } }, 401, 'headers');
  });
});

describe('a request that was not signed so is refused', () => {
  it('by another key', async () => {
    const stranger = await makeLink({ name: LEAF_NAME, authority: false });
    await refused({ signer: stranger }, 401, 'signature');
  });

  it('by the key of the issuer', async () => {
    await refused({ signer: bench.chain.issuer }, 401, 'signature');
  });

  it('a changed body under a genuine signature', async () => {
    const Authorization = signed(JSON.stringify(testEvent()));
    await refused({ headers: { Authorization } }, 401, 'signature');
  });

  it('a body in which one byte was added', async () => {
    const body = JSON.stringify(testEvent());
    await refused({ body: Buffer.from(`${body}\n`), headers: { Authorization: signed(body) } }, 401, 'signature');
  });
});

describe('a certificate from anywhere else is not fetched', () => {
  it.each([
    ['another host', 'https://evil.example/cert/x.cer'],
    ['another host that names the right one as its user', `https://${PINNED}@evil.example/x.cer`],
    ['a user before the right host', `https://user@${PINNED}/x.cer`],
    ['another port', `https://${PINNED}:8443/x.cer`],
    ['a host below it', `https://x.${PINNED}/x.cer`],
    ['a host that ends like it', `https://x${PINNED}/x.cer`],
    ['a host that begins like it', `https://${PINNED}.evil.example/x.cer`],
    ['a dot at its end', `https://${PINNED}./x.cer`],
    ['plain http', `http://${PINNED}/x.cer`],
    ['a backslash', `https://${PINNED}\\@evil.example/x.cer`],
    ['another account of the same storage', 'https://4psostorageacct.blob.core.windows.net/x.cer'],
    ['an address by number', 'https://20.60.1.1/x.cer'],
    ['this machine', 'http://127.0.0.1/x.cer'],
    ['this machine in the form of version 6', 'http://[::1]/x.cer'],
    ['the metadata of a cloud', 'http://169.254.169.254/metadata'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:application/pkix-cert;base64,AAAA'],
    ['no address', 'certificate'],
    ['white space', `https://${PINNED}/a b`],
    ['a fragment', `https://${PINNED}/x.cer#y`],
  ])('%s', async (_what, certificateUrl) => {
    await refused({ certificateUrl }, 401, 'certificateHost');
    expect(bench.host.asked).toEqual([]);
  });

  it('the own host of Partner Center, whose address is overridden', async () => {
    await refused({ certificateUrl: `${bench.world.baseUrl}/partner-center/cert/x.cer` }, 401, 'certificateHost');
  });

  it('the right host under another name or scheme', async () => {
    const { port } = new URL(bench.host.origin);
    for (const origin of [`http://localhost:${port}`, `https://127.0.0.1:${port}`])
      expect(await bench.send({ certificateUrl: `${origin}/cert/genuine.cer` })).toBe(401);
    expect(await bench.refused()).toEqual({ certificateHost: 2 });
    expect(bench.host.asked).toEqual([]);
  });
});

describe('many forged requests', () => {
  it('with as many addresses make few downloads, and keep nobody out who is known', async () => {
    await bench.send();
    const asked = bench.host.asked.length;
    for (let n = 0; n < 30; n += 1) await bench.send({ certificateUrl: `${bench.host.origin}/forged/${n}` });
    expect(bench.host.asked.length - asked).toBe(5);
    expect(await bench.refused()).toEqual({ certificate: 5, tooManyCertificates: 25 });
    bench.clock.ahead = 2 * HOUR_MS;
    for (let n = 0; n < 30; n += 1) await bench.send({ certificateUrl: `${bench.host.origin}/forged/${n}` });
    expect(await bench.send({ event: testEvent(Date.now() - 1000) })).toBe(200);
  });

  it('with one address make one download, and another a minute later', async () => {
    const certificateUrl = `${bench.host.origin}/forged`;
    for (let n = 0; n < 20; n += 1) expect(await bench.send({ certificateUrl })).toBe(401);
    expect(bench.host.asked).toEqual(['/forged']);
    bench.clock.ahead = 61_000;
    await bench.send({ certificateUrl });
    expect(bench.host.asked).toEqual(['/forged', '/forged']);
  });

  it('at the same time wait for one download', async () => {
    const certificateUrl = `${bench.host.origin}/slow.cer`;
    bench.host.files.set('/slow.cer', () => undefined);
    const all = await Promise.all(Array.from({ length: 10 }, () => bench.send({ certificateUrl })));
    expect(new Set(all)).toEqual(new Set([503]));
    expect(bench.host.asked).toEqual(['/slow.cer']);
  });
});

describe('a signed request is refused all the same', () => {
  const DAY_MS = 24 * HOUR_MS;

  it.each([
    ['older than a week', -7 * DAY_MS - 60_000, 'age'],
    ['from a while ahead', 15 * 60_000, 'future'],
  ])('%s', async (_what, shift, reason) => {
    await refused({ event: testEvent(Date.now() + shift) }, 401, reason);
  });

  it.each([
    ['no JSON', 'EventName=test-created'],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['no name', JSON.stringify({ ...testEvent(), EventName: null })],
    ['no date', JSON.stringify({ ...testEvent(), ResourceChangeUtcDate: undefined })],
    ['a date that is none', JSON.stringify({ ...testEvent(), ResourceChangeUtcDate: '2026-13-45T99:00:00Z' })],
    ['a date in words', JSON.stringify({ ...testEvent(), ResourceChangeUtcDate: 'yesterday' })],
  ])('with %s', async (_what, body) => {
    await refused({ body: Buffer.from(body) }, 400, 'malformed');
  });

  it('of more than 256 KB', async () => {
    const event = { ...testEvent(), Filler: 'x'.repeat(256 * 1024) };
    await refused({ event }, 413, 'size');
    expect(bench.host.asked).toEqual([]);
  });

  it('while the store is down, as something to be repeated', async () => {
    await bench.store.close();
    expect(await bench.send()).toBe(503);
    expect(await bench.refused()).toEqual({ store: 1 });
    expect(await bench.taken()).toEqual({});
    expect(bench.woken()).toBe(0);
  });
});
