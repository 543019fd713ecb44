import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, openBench, said, SOFIA_DM, sofia, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ start: false });
});
afterEach(() => bench.close());

describe('a bot whose token Slack refuses at start', () => {
  it('answers 503 until Slack knows it, then serves without a restart', async () => {
    bench.slack.fault({ method: 'auth.test', error: 'invalid_auth', times: 3 });
    await bench.bot.start();
    await bench.slack.act(sofia, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });
    expect(bench.slack.scene(sofia).clientError).toContain('dispatch_failed');
    expect(bench.turns).toEqual([]);

    await until(() => bench.slack.calls.some((one) => one.method === 'auth.test' && one.outcome === 'ok'));
    await until(() => bench.logged.some((line) => line.includes('Slack knows us')));
    await bench.slack.act(sofia, { type: 'say', channel: SOFIA_DM, text: 'help' });
    await until(() => said(bench.slack, sofia, SOFIA_DM).length === 1);
  });

  it('writes no token to the log', async () => {
    bench.slack.fault({ method: 'auth.test', status: 500, times: 2 });
    await bench.bot.start();
    expect(bench.logged.join('')).not.toContain('xoxb');
  });

  it('asks auth.test once, however many requests come', async () => {
    await bench.bot.start();
    for (let count = 0; count < 3; count += 1)
      await bench.slack.act(sofia, { type: 'say', channel: SOFIA_DM, text: 'help' });
    expect(bench.slack.calls.filter((one) => one.method === 'auth.test')).toHaveLength(1);
  });
});
