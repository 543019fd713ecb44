import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Answer } from '../../../../core/answer.js';
import { partnerTeam } from '../../../../sandbox/slack/team.js';
import { describeStores } from '../../../core/store/stores.js';
import { createBrowser } from './browser.js';
import { type ManyBench, openManyBench, room, sofia, until } from './many-bench.js';

jest.setTimeout(30_000);

const HOUR = 3_600_000;
const help: Answer = { type: 'help', commands: ['help'] };

const read = (bench: ManyBench) => bench.installations.read('slack', partnerTeam.id);
const expiry = async (bench: ManyBench) => (await read(bench))?.expiresAt ?? 0;
const refreshes = (bench: ManyBench, outcome: string) =>
  bench.metric('partnerdesk_token_refreshes_total', { platform: 'slack', outcome });
const post = (bench: ManyBench, replica = 0) => bench.bots[replica]?.delivery.post(help, room(partnerTeam));
const type = (bench: ManyBench) =>
  bench.cloud.at(partnerTeam.id).act(sofia, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });

/** How many messages of the bot stand in the channel. */
const said = (bench: ManyBench) =>
  bench.cloud
    .at(partnerTeam.id)
    .scene(sofia)
    .channels.find(({ id }) => id === 'C0CUSTOMERS')
    ?.messages.filter(({ from }) => from.bot).length;

describeStores('rotation among replicas', (home) => {
  it.each([
    ['that is about to end', 10.5 * HOUR],
    ['that has ended', 13 * HOUR],
  ])('renews a token %s once, however many requests and messages come at two replicas', async (_when, later) => {
    const bench = await openManyBench({ replicas: 2, store: await home.open() });
    try {
      await createBrowser().install(bench.botUrl, partnerTeam.id);
      await Promise.all([post(bench, 0), post(bench, 1)]);
      bench.pass(later);
      bench.reach(0, 1);
      bench.cloud.traffic.splice(0);
      const before = await expiry(bench);
      await Promise.all([...Array.from({ length: 50 }, () => type(bench)), post(bench, 0), post(bench, 1)]);
      await until(() => bench.turns.length === 50);
      await until(() => bench.cloud.tokens.refreshed.ok === 1);
      // Every answer has arrived, also those that a slow machine gave late: their addresses live half an hour.
      await until(() => said(bench) === 54);
      // What is said afterwards is said with the new token, by both.
      bench.pass(HOUR);
      await Promise.all([post(bench, 0), post(bench, 1)]);
      expect(bench.cloud.tokens.refreshed).toEqual({ ok: 1, refused: 0 });
      expect(await expiry(bench)).toBeGreaterThan(before);
      expect(bench.cloud.at(partnerTeam.id).calls.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    } finally {
      await bench.close();
    }
  });
});

describeStores('a process that ends between the answer of Slack and the commit', (home) => {
  it('is made up for by the next one that starts, before anybody speaks', async () => {
    const bench = await openManyBench({ store: await home.open() });
    try {
      await createBrowser().install(bench.botUrl, partnerTeam.id);
      bench.pass(11 * HOUR);
      const found = await read(bench);
      if (!found) throw new Error('not installed');
      expect(await bench.installations.lease(found, 'a process that ends now', 1_000)).toBe(true);
      // New tokens, of which nothing was stored.
      bench.cloud.tokens.refresh(found.grant['refreshToken'] as string);
      await bench.restart();
      while ((await refreshes(bench, 'ok')) === 0) await sleep(10);
      expect(bench.cloud.tokens.refreshed).toEqual({ ok: 2, refused: 0 });
      // Long after the old refresh token is worth nothing.
      bench.pass(11 * HOUR);
      await post(bench);
      await until(() => bench.cloud.tokens.refreshed.ok === 3);
      bench.pass(11 * HOUR);
      await post(bench);
      expect(bench.cloud.tokens.refreshed.refused).toBe(0);
      expect((await read(bench))?.state).toBe('active');
    } finally {
      await bench.close();
    }
  });

  it('leaves a replica alone that has the new tokens already', async () => {
    const bench = await openManyBench({ store: await home.open() });
    try {
      await createBrowser().install(bench.botUrl, partnerTeam.id);
      const found = await read(bench);
      if (!found) throw new Error('not installed');
      expect(await bench.installations.lease(found, 'another process', 60_000)).toBe(true);
      const [interrupted] = await bench.installations.interrupted('slack');
      expect(interrupted).toEqual({ platform: 'slack', key: partnerTeam.id, version: found.version });
      expect(await bench.installations.renew(found, { grant: found.grant })).toBe(true);
      expect(await bench.installations.interrupted('slack')).toEqual([]);
      await bench.restart();
      expect(bench.cloud.tokens.refreshed).toEqual({ ok: 0, refused: 0 });
    } finally {
      await bench.close();
    }
  });
});

describe('rotation', () => {
  let bench: ManyBench;
  beforeEach(async () => {
    bench = await openManyBench();
    await createBrowser().install(bench.botUrl, partnerTeam.id);
  });
  afterEach(() => bench.close());

  it('leaves a token alone that lives for more than two hours', async () => {
    bench.pass(9.9 * HOUR);
    await post(bench);
    expect(bench.cloud.tokens.refreshed).toEqual({ ok: 0, refused: 0 });
  });

  it('comes also when nobody writes and the desk speaks of its own accord', async () => {
    bench.pass(30 * HOUR);
    await post(bench);
    expect(await refreshes(bench, 'ok')).toBe(1);
    expect((await read(bench))?.state).toBe('active');
  });

  it('goes on for days, each refresh token used once', async () => {
    for (let day = 0; day < 6; day += 1) {
      bench.pass(11 * HOUR);
      await post(bench);
      await until(() => bench.cloud.tokens.refreshed.ok === day + 1);
      await until(() => bench.logged.length);
      await post(bench);
    }
    expect(bench.cloud.tokens.refreshed).toEqual({ ok: 6, refused: 0 });
  });

  it('writes no token to the log, and none to the store in the clear', async () => {
    bench.pass(11 * HOUR);
    await post(bench);
    await until(() => bench.cloud.tokens.refreshed.ok === 1);
    const rows = await bench.store.db.selectFrom('installations').selectAll().execute();
    expect(JSON.stringify(rows) + bench.logged.join('')).not.toContain('xoxe');
  });

  it('that fails for now leaves the old token in use, and is not tried at every message', async () => {
    bench.pass(11 * HOUR);
    bench.cloud.refuse(503, 1);
    for (let count = 0; count < 5; count += 1) await post(bench);
    await until(() => bench.logged.some((line) => line.includes('nobody waited')));
    await post(bench);
    expect([await refreshes(bench, 'failed'), bench.cloud.tokens.refreshed.ok]).toEqual([1, 0]);
    bench.pass(31_000);
    await post(bench);
    await until(() => bench.cloud.tokens.refreshed.ok === 1);
  });

  it('that is refused marks the installation, is not asked for again, and ends in an unreachable place', async () => {
    bench.pass(11 * HOUR);
    const spent = (await read(bench))?.grant['refreshToken'];
    bench.cloud.tokens.refresh(spent as string);
    // Slack takes it a second time, but not for long.
    bench.pass(5 * 60_000);
    await post(bench);
    await until(() => bench.logged.some((line) => line.includes('has to be installed again')));
    expect((await read(bench))?.state).toBe('refused');
    expect(await refreshes(bench, 'refused')).toBe(1);
    // The access token is good for an hour yet.
    await post(bench);
    bench.pass(2 * HOUR);
    await expect(post(bench)).rejects.toMatchObject({ problem: 'gone', code: 'token_expired' });
    expect(bench.cloud.tokens.refreshed.refused).toBe(1);
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    await post(bench);
    expect((await read(bench))?.state).toBe('active');
  });

  it('loses to an install that comes meanwhile', async () => {
    bench.pass(11 * HOUR);
    const old = await read(bench);
    if (!old) throw new Error('not installed');
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    expect(await bench.installations.lease(old, 'somebody', 1_000)).toBe(false);
    expect(await bench.installations.renew(old, { grant: { late: true } })).toBe(false);
    expect((await read(bench))?.grant).not.toEqual({ late: true });
  });

  it('is taken over from a replica that died while it was at it', async () => {
    bench.pass(13 * HOUR);
    const found = await read(bench);
    if (!found) throw new Error('not installed');
    expect(await bench.installations.lease(found, 'a dead process', 500)).toBe(true);
    const posted = post(bench);
    bench.pass(1_000);
    await posted;
    expect(bench.cloud.tokens.refreshed).toEqual({ ok: 1, refused: 0 });
  });

  it('is made up for where our clock is behind that of Slack', async () => {
    await bench.store.db
      .updateTable('installations')
      .set({ expiresAt: Date.now() + 1_000 * HOUR })
      .execute();
    bench.pass(13 * HOUR);
    await post(bench);
    expect(bench.cloud.tokens.refreshed).toEqual({ ok: 1, refused: 0 });
  });
});

describe('an app whose tokens do not end', () => {
  it('uses the one it was given for ever', async () => {
    const bench = await openManyBench({ rotate: false });
    try {
      await createBrowser().install(bench.botUrl, partnerTeam.id);
      bench.pass(1_000 * HOUR);
      await post(bench);
      expect(await read(bench)).not.toHaveProperty('expiresAt');
      expect(bench.cloud.tokens.refreshed).toEqual({ ok: 0, refused: 0 });
    } finally {
      await bench.close();
    }
  });
});
