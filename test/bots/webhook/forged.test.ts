import { sign } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeLink, type LinkOptions } from '../../../sandbox/partner-center/webhook-chain.js';
import { ISSUER_NAME, LEAF_NAME, openWebhookBench, type Sent, testEvent, type WebhookBench } from './webhook-bench.js';

let bench: WebhookBench;
beforeEach(async () => {
  bench = await openWebhookBench();
});
afterEach(() => bench.close());

const MARK = 'mark-of-this-request';
const HOUR_MS = 3_600_000;
const PINNED = '3psostorageacct.blob.core.windows.net';

/** Sends what must not be believed, and sees that it is counted, leaves nothing behind and is nowhere in the log. */
async function refused(sent: Sent, status: number, reason: string, why?: string): Promise<void> {
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

describe('a file that is no certificate, or does not come, is refused', () => {
  const give = (given: Buffer | string | ((response: ServerResponse) => void)) => {
    bench.host.files.set('/x.cer', given);
    return `${bench.host.origin}/x.cer`;
  };

  it('nothing there', async () => {
    await refused({ certificateUrl: `${bench.host.origin}/absent.cer` }, 401, 'certificate');
  });

  it('a redirect, even to the right file', async () => {
    const certificateUrl = give((response) => response.writeHead(302, { Location: '/cert/genuine.cer' }).end());
    await refused({ certificateUrl }, 401, 'certificate', 'redirect');
    expect(bench.host.asked).toEqual(['/x.cer']);
  });

  it('one that is too large', async () => {
    await refused({ certificateUrl: give(Buffer.alloc(64 * 1024, 0x30)) }, 401, 'certificate', 'tooLarge');
  });

  it.each([
    ['nothing', ''],
    ['words', 'certificate'],
    ['half a certificate', Buffer.from([0x30, 0x82, 0x03, 0x00, 1, 2, 3])],
    ['PEM around nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('%s', async (_what, file) => {
    await refused({ certificateUrl: give(file) }, 401, 'certificate');
  });

  it('one that never comes, as something to be repeated', async () => {
    await refused({ certificateUrl: give(() => undefined) }, 503, 'certificateUnavailable', 'timeout');
  });

  it('one whose host is out of order, as something to be repeated', async () => {
    await refused({ certificateUrl: give((response) => response.writeHead(500).end()) }, 503, 'certificateUnavailable');
  });
});

describe('a certificate that nobody vouches for is refused', () => {
  /** A leaf and its issuer, each genuine but for what is given. */
  async function chainWith(leaf: Partial<LinkOptions>, issuer: Partial<LinkOptions> = {}, issuedBy = bench.chain.root) {
    const { keys } = bench.chain.issuer;
    const above = await makeLink({ name: ISSUER_NAME, issuer: issuedBy, authority: true, keys, ...issuer });
    const own = { name: LEAF_NAME, issuer: above, authority: false, keys: bench.chain.leaf.keys, ...leaf };
    return bench.publish('/x.cer', await makeLink(own), above);
  }
  const past = { from: Date.now() - 9 * HOUR_MS, until: Date.now() - HOUR_MS };

  it('is believed when nothing is changed, so that the others are refused for what was', async () => {
    expect(await bench.send({ certificateUrl: await chainWith({}) })).toBe(200);
  });

  it.each<[string, Partial<LinkOptions>, Partial<LinkOptions>, string]>([
    ['an expired one', past, {}, 'expired'],
    ['one with an expired issuer', {}, past, 'expired'],
    ['one that is not valid yet', { from: Date.now() + HOUR_MS }, {}, 'notYetValid'],
    ['one whose issuer is not valid yet', {}, { from: Date.now() + HOUR_MS }, 'notYetValid'],
    ['one whose issuer is no authority', {}, { authority: false, certifies: true }, 'untrusted'],
    ['one whose issuer has a key for other things', {}, { certifies: false }, 'untrusted'],
    ['one that is issued by somebody else', {}, { name: 'C=US, O=Contoso, CN=Issuing CA' }, 'notMicrosoft'],
    ['one whose issuer has Microsoft in its name', {}, { name: 'O=Microsoft Corporation Ltd, CN=x' }, 'notMicrosoft'],
    ['one whose issuer calls itself so', {}, { name: 'C=US, CN="O=Microsoft Corporation"' }, 'notMicrosoft'],
    ['one of a customer of Microsoft', { name: 'C=US, O=Contoso, CN=www.contoso.com' }, {}, 'notMicrosoft'],
    ['one for a name that ends like theirs', { name: 'CN=x.notmicrosoft.com' }, {}, 'notMicrosoft'],
    ['one that could itself issue', { authority: true }, {}, 'untrusted'],
  ])('%s', async (_what, leaf, issuer, why) => {
    await refused({ certificateUrl: await chainWith(leaf, issuer) }, 401, 'certificate', why);
  });

  it('one that names the right issuer and was signed by somebody else', async () => {
    const { issuer, leaf, root } = bench.chain;
    const forged = { name: LEAF_NAME, issuer, authority: false, keys: leaf.keys, signedBy: root.keys };
    const certificateUrl = bench.publish('/x.cer', await makeLink(forged), issuer);
    await refused({ certificateUrl }, 401, 'certificate', 'untrusted');
  });

  it('one whose issuer names the right root and was signed by somebody else', async () => {
    const certificateUrl = await chainWith({}, { signedBy: bench.chain.leaf.keys });
    await refused({ certificateUrl }, 401, 'certificate', 'untrusted');
  });

  it('one whose issuer has the right key and another name', async () => {
    const { issuer, leaf, root } = bench.chain;
    const renamed = await makeLink({ name: 'O=Contoso, CN=CA', issuer: root, authority: true, keys: issuer.keys });
    const one = await makeLink({ name: LEAF_NAME, issuer, authority: false, keys: leaf.keys });
    const certificateUrl = bench.publish('/x.cer', one, renamed);
    await refused({ certificateUrl }, 401, 'certificate', 'untrusted');
  });

  it('one that signed itself', async () => {
    const own = await makeLink({ name: ISSUER_NAME, authority: false, keys: bench.chain.leaf.keys });
    await refused({ certificateUrl: bench.publish('/x.cer', own) }, 401, 'certificate', 'untrusted');
  });

  it('one of another root, of the same name even', async () => {
    const root = await makeLink({ name: bench.chain.root.name, authority: true });
    await refused({ certificateUrl: await chainWith({}, {}, root) }, 401, 'certificate', 'untrusted');
  });

  it('one that brings its own root along', async () => {
    const root = await makeLink({ name: 'O=Microsoft Corporation, CN=Other Root', authority: true });
    const leaf = await makeLink({ name: LEAF_NAME, issuer: root, authority: false, keys: bench.chain.leaf.keys });
    await refused({ certificateUrl: bench.publish('/x.cer', leaf, root) }, 401, 'certificate', 'untrusted');
  });

  it('one whose issuer stands where no authority may stand', async () => {
    const { issuer, leaf } = bench.chain;
    const keys = bench.chain.root.keys;
    const lower = await makeLink({ name: `${ISSUER_NAME} B`, issuer, authority: true, keys });
    const one = await makeLink({ name: LEAF_NAME, issuer: lower, authority: false, keys: leaf.keys });
    await refused({ certificateUrl: bench.publish('/x.cer', one, lower, issuer) }, 401, 'certificate');
    // The same chain below an issuer that allows one more authority is good.
    const { root } = bench.chain;
    const lenient = await makeLink({ ...issuer, issuer: root, authority: true, pathLength: 1, keys: issuer.keys });
    expect(await bench.send({ certificateUrl: bench.publish('/y.cer', one, lower, lenient) })).toBe(200);
  });

  it('one with a short key', async () => {
    const { issuer } = bench.chain;
    const short = await makeLink({ name: LEAF_NAME, issuer, authority: false, keyBits: 1024 });
    await refused({ signer: short, certificateUrl: bench.publish('/x.cer', short, issuer) }, 401, 'certificate', 'key');
  });

  it('one whose issuer would have to be fetched from a host that is not allowed', async () => {
    const { issuer, leaf } = bench.chain;
    const issuerAddress = `${bench.world.baseUrl}/issuer.cer`;
    const alone = await makeLink({ name: LEAF_NAME, issuer, authority: false, keys: leaf.keys, issuerAddress });
    await refused({ certificateUrl: bench.publish('/x.cer', alone) }, 401, 'certificate', 'untrusted');
  });

  it('one that was good and has expired meanwhile', async () => {
    const certificateUrl = await chainWith({ until: Date.now() + HOUR_MS / 2 });
    expect(await bench.send({ certificateUrl })).toBe(200);
    bench.clock.ahead = HOUR_MS / 2 + 60_000;
    expect(await bench.send({ certificateUrl, event: testEvent(Date.now() - 1000) })).toBe(401);
    expect(await bench.refused()).toEqual({ certificate: 1 });
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
