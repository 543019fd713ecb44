import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Link, makeLink } from '../../../sandbox/partner-center/webhook-chain.js';
import { expectRefusal } from './refusal.js';
import { makeList, makeLongList } from './revocation-lists.js';
import { ISSUER_NAME, LEAF_NAME, openWebhookBench, testEvent, type WebhookBench } from './webhook-bench.js';

const HOUR_MS = 3_600_000;
const LEAF_LIST = '/lists/issuer.crl';
const ISSUER_LIST = '/lists/root.crl';

let bench: WebhookBench;
let issuer: Link;
let leaf: Link;
let certificateUrl: string;
beforeEach(async () => {
  bench = await openWebhookBench();
  const { chain, host } = bench;
  const above = { name: ISSUER_NAME, issuer: chain.root, authority: true, keys: chain.issuer.keys };
  issuer = await makeLink({ ...above, listAddress: host.origin + ISSUER_LIST });
  const own = { name: LEAF_NAME, issuer, authority: false, keys: chain.leaf.keys };
  leaf = await makeLink({ ...own, listAddress: host.origin + LEAF_LIST });
  certificateUrl = bench.publish('/x.cer', leaf, issuer);
  await publish();
});
afterEach(() => bench.close());

/** Both lists, up to date, with what is revoked. */
async function publish(revoked: { byIssuer?: Link[]; byRoot?: Link[] } = {}): Promise<void> {
  bench.host.files.set(LEAF_LIST, await makeList(issuer, revoked.byIssuer ?? []));
  bench.host.files.set(ISSUER_LIST, await makeList(bench.chain.root, revoked.byRoot ?? []));
}

let sent = 0;
const send = () => bench.send({ certificateUrl, event: testEvent(Date.now() - (sent += 1) * 1_000) });
const asked = (path: string) => bench.host.asked.filter((one) => one === path).length;

describe('a certificate whose issuers say what they revoked', () => {
  it('is believed when neither it nor its issuer is on a list', async () => {
    expect(await send()).toBe(200);
    expect(await bench.revocations()).toEqual({ good: 2 });
  });

  it('is refused when it is revoked', async () => {
    await publish({ byIssuer: [leaf] });
    await expectRefusal(bench, { certificateUrl }, { status: 401, reason: 'certificate', why: 'revoked' });
  });

  it('is refused when its issuer is revoked', async () => {
    await publish({ byRoot: [issuer] });
    await expectRefusal(bench, { certificateUrl }, { status: 401, reason: 'certificate', why: 'revoked' });
  });

  it('is refused when that happens later, within some hours', async () => {
    expect(await send()).toBe(200);
    await publish({ byIssuer: [leaf] });
    expect(await send()).toBe(200);
    bench.clock.ahead = 7 * HOUR_MS;
    expect(await send()).toBe(401);
  });

  it('has its lists fetched once for hours, however often it is fetched itself', async () => {
    for (let hour = 0; hour < 5; hour += 1) {
      bench.clock.ahead = hour * 1.1 * HOUR_MS;
      expect(await send()).toBe(200);
    }
    expect([asked('/x.cer'), asked(LEAF_LIST), asked(ISSUER_LIST)]).toEqual([5, 1, 1]);
  });

  it.each(['SHA-384', 'SHA-512'])('is looked for in a list that is signed with %s', async (hash) => {
    bench.host.files.set(LEAF_LIST, await makeList(issuer, [leaf], { hash }));
    expect(await send()).toBe(401);
  });

  it('is found at the end of a list of a hundred thousand', async () => {
    const list = await makeLongList(issuer, [leaf], 100_000);
    expect(list.length).toBeGreaterThan(3_000_000);
    bench.host.files.set(LEAF_LIST, list);
    await expectRefusal(bench, { certificateUrl }, { status: 401, reason: 'certificate', why: 'revoked' });
  });
});

describe('a list that revokes nothing', () => {
  /** The event is taken in, because a webhook must not depend on a host that is down; that it was not sure is counted. */
  const doubted = async () => {
    expect(await send()).toBe(200);
    expect(await bench.revocations()).toEqual({ unknown: 1, good: 1 });
  };
  const give = (given: Buffer | string | ((response: ServerResponse) => void)) =>
    bench.host.files.set(LEAF_LIST, given);

  it.each<[string, () => Buffer | string | ((response: ServerResponse) => void)]>([
    ['that is not there', () => (response) => void response.writeHead(404).end()],
    ['that never comes', () => () => undefined],
    ['behind a redirect', () => (response) => void response.writeHead(302, { Location: ISSUER_LIST }).end()],
    ['that is too large', () => Buffer.alloc(8 * 1024 * 1024 + 1, 0x30)],
    ['that is empty', () => ''],
    ['of words', () => 'revoked'],
    ['that promises more than it has', () => Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x30])],
  ])('is one %s', async (_what, given) => {
    give(given());
    await doubted();
  });

  it('is one that somebody else signed', async () => {
    give(await makeList({ name: ISSUER_NAME, keys: bench.chain.root.keys }, [leaf]));
    await doubted();
  });

  it('is one that was altered on the way', async () => {
    const list = await makeList(issuer, []);
    list.writeUInt8(list.readUInt8(60) ^ 1, 60);
    give(list);
    await doubted();
  });

  it.each([
    ['whose time is over', { from: Date.now() - 9 * HOUR_MS, until: Date.now() - HOUR_MS }],
    ['whose time is to come', { from: Date.now() + HOUR_MS }],
    ['that does not say how long it counts', { until: undefined }],
  ])('is one %s', async (_what, dates) => {
    give(await makeList(issuer, [leaf], dates));
    await doubted();
  });

  it('is asked for again soon, and then counts', async () => {
    const list = await makeList(issuer, [leaf]);
    give((response) => void response.writeHead(503).end());
    expect(await send()).toBe(200);
    give(list);
    bench.clock.ahead = 11 * 60_000;
    expect(await send()).toBe(401);
  });

  it('leaves one that was had before in use until its end', async () => {
    expect(await send()).toBe(200);
    give((response) => void response.writeHead(503).end());
    bench.clock.ahead = 50 * HOUR_MS;
    expect(await send()).toBe(200);
    expect(await bench.revocations()).toEqual({ good: 4 });
  });
});

it('a list on a host that is not allowed is not fetched', async () => {
  const { chain, world } = bench;
  const own = { name: LEAF_NAME, issuer, authority: false, keys: chain.leaf.keys };
  const elsewhere = await makeLink({ ...own, listAddress: `${world.baseUrl}${LEAF_LIST}` });
  certificateUrl = bench.publish('/y.cer', elsewhere, issuer);
  expect(await send()).toBe(200);
  expect(await bench.revocations()).toEqual({ unknown: 1, good: 1 });
});
