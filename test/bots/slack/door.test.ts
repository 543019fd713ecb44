import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { type Bench, openBench, SOFIA_DM, sofia, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const command = (text: string) => ({
  team_id: 'T0PARTNER',
  api_app_id: 'A0PARTNERDSK',
  channel_id: 'C0CUSTOMERS',
  channel_name: 'customers',
  user_id: sofia.slackUser,
  command: '/partnerdesk',
  text,
  trigger_id: bench.slack.mintTrigger(sofia.slackUser),
  response_url: 'https://hooks.slack.com/commands/1/2/3',
});
const FORM = 'application/x-www-form-urlencoded';

/** A signed request whose time differs from now by so many seconds. */
function signedAt(offset: number, body = new URLSearchParams(command('help')).toString(), type = FORM) {
  const timestamp = Math.floor(Date.now() / 1000) + offset;
  return {
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': bench.slack.sign(body, timestamp),
    },
  };
}

describe('the door for Slack requests', () => {
  it('lets a signed request of this moment in', async () => {
    expect(await bench.slack.post(signedAt(0))).toMatchObject({ status: 200 });
    expect(bench.turns).toHaveLength(1);
  });

  it('answers a forged signature 401 without any effect', async () => {
    const forged = signedAt(0);
    forged.headers['x-slack-signature'] = `v0=${'0'.repeat(64)}`;
    expect(await bench.slack.post(forged)).toMatchObject({ status: 401, body: '' });
    expect(bench.turns).toEqual([]);
    expect(await bench.metric('partnerdesk_refused_requests_total', { reason: 'signature' })).toBe(1);
  });

  it('answers a body that was altered after signing 401', async () => {
    const altered = signedAt(0);
    altered.body = altered.body.replace('text=help', 'text=find');
    expect(await bench.slack.post(altered)).toMatchObject({ status: 401 });
    expect(bench.turns).toEqual([]);
  });

  it('answers an unsigned request 401, even one that calls itself an SSL check', async () => {
    const unsigned = { body: `ssl_check=1&payload=${encodeURIComponent('{}')}`, headers: { 'content-type': FORM } };
    expect(await bench.slack.post(unsigned)).toMatchObject({ status: 401 });
    expect(bench.turns).toEqual([]);
  });

  it.each([-310, -86_400, 310, 86_400])('answers a correctly signed request that is %d s off 401', async (offset) => {
    expect(await bench.slack.post(signedAt(offset))).toMatchObject({ status: 401 });
    expect(bench.turns).toEqual([]);
    expect(await bench.metric('partnerdesk_refused_requests_total', { reason: 'age' })).toBe(1);
  });

  it('gives a replayed request an empty 200 and no second effect', async () => {
    await bench.slack.post(signedAt(0));
    expect(await bench.slack.deliverAgain()).toEqual({ status: 200, body: '', timedOut: false });
    expect(bench.turns).toHaveLength(1);
    expect(await bench.metric('partnerdesk_refused_requests_total', { reason: 'replay' })).toBe(1);
  });

  it('answers a body above 256 KB 413 without parsing it', async () => {
    expect(await bench.slack.post(signedAt(0, `text=${'x'.repeat(256 * 1024)}`))).toMatchObject({ status: 413 });
    expect(bench.turns).toEqual([]);
  });

  it.each([
    ['JSON that does not end', '{"type":', 'application/json'],
    ['JSON that is no object', 'null', 'application/json'],
    ['a form whose payload is no JSON', 'payload=%7Bnot', FORM],
    ['a form whose payload is no object', 'payload=null', FORM],
    ['a form that calls itself something else', 'text=help', `${FORM}; charset=utf-8`],
  ])('answers %s 400 and quotes none of it in the log', async (_name, body, type) => {
    expect(await bench.slack.post(signedAt(0, body, type))).toMatchObject({ status: 400 });
    expect(bench.turns).toEqual([]);
    expect(bench.logged.join('')).not.toContain('not');
    expect(await bench.metric('partnerdesk_refused_requests_total', { reason: 'malformed' })).toBe(1);
  });

  it('answers the URL verification of a signed request with its challenge', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const answer = await bench.slack.post(signedAt(0, body, 'application/json'));
    expect(answer).toMatchObject({ status: 200, body: '{"challenge":"abc"}' });
  });

  it.each([
    ['GET', '/slack/events'],
    ['POST', '/slack/other'],
  ])('answers %s %s 404', async (method, path) => {
    const status = await new Promise((resolve, reject) => {
      request(new URL(path, bench.botUrl), { method }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  });

  it('answers 503 while the store is down, and takes the repeated event once it is up', async () => {
    bench.storeDown(true);
    await bench.slack.act(sofia, { type: 'say', channel: SOFIA_DM, text: 'help' });
    expect(bench.turns).toEqual([]);
    bench.storeDown(false);
    await until(() => bench.turns.length === 1);
  });

  it('has no effect for a command that was sent for another workspace', async () => {
    expect(await bench.slack.sendForm({ ...command('help'), team_id: 'T0ELSE' })).toMatchObject({
      status: 200,
      body: '',
    });
    expect(bench.turns).toEqual([]);
    expect(await bench.metric('partnerdesk_refused_requests_total', { reason: 'team' })).toBe(1);
  });

  it('has no effect for a command that was sent for another app', async () => {
    await bench.slack.sendForm({ ...command('help'), api_app_id: 'A0ELSE' });
    expect(bench.turns).toEqual([]);
  });

  it('counts the seconds to the acknowledgement', async () => {
    await bench.slack.post(signedAt(0));
    const count = bench.metric('partnerdesk_ack_seconds', { platform: 'slack' });
    expect(await count).toBeGreaterThan(0);
  });
});
