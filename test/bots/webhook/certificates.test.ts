import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeLink, type LinkOptions } from '../../../sandbox/partner-center/webhook-chain.js';
import { expectRefusal } from './refusal.js';
import { ISSUER_NAME, LEAF_NAME, openWebhookBench, type Sent, testEvent, type WebhookBench } from './webhook-bench.js';

let bench: WebhookBench;
beforeEach(async () => {
  bench = await openWebhookBench();
});
afterEach(() => bench.close());

const HOUR_MS = 3_600_000;

const refused = (sent: Sent, status: number, reason: string, why?: string) =>
  expectRefusal(bench, sent, { status, reason, why });

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
