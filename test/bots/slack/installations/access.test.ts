import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Answer } from '../../../../core/answer.js';
import { createBrowser } from './browser.js';
import { emma, grid, gridEast, gridWest, type ManyBench, openManyBench, room, until, walt } from './many-bench.js';

jest.setTimeout(30_000);

const help: Answer = { type: 'help', commands: ['help'] };

let bench: ManyBench;
beforeEach(async () => {
  bench = await openManyBench({ replicas: 2 });
  await createBrowser().install(bench.botUrl, grid.id);
  for (const replica of [0, 1]) await bench.bots[replica]?.delivery.post(help, room(gridEast));
});
afterEach(() => bench.close());

const post = (team: typeof gridEast, replica = 0) => bench.bots[replica]?.delivery.post(help, room(team));
const say = (team: typeof gridEast, who: typeof emma) =>
  bench.cloud.at(team.id).act(who, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });

describe('an organisation that takes the app out of one of its workspaces', () => {
  it('keeps its installation, and its other workspaces go on', async () => {
    await bench.cloud.changeAccess(grid.id, gridEast.id, false);
    expect(await bench.installations.read('slack', grid.id)).toMatchObject({ state: 'active' });
    expect(await bench.journal('installation.removed')).toEqual([]);
    await post(gridWest);
    await say(gridWest, walt);
    expect(bench.turns).toHaveLength(1);
  });

  it('makes its places there unreachable, for every replica, and has them looked at', async () => {
    await bench.cloud.changeAccess(grid.id, gridEast.id, false);
    expect(bench.doubted).toEqual([gridEast.id]);
    await expect(post(gridEast, 0)).rejects.toMatchObject({ problem: 'gone', code: 'not_installed' });
    // The other replica holds on to what it knew; Slack does not let it in.
    await expect(post(gridEast, 1)).rejects.toMatchObject({ problem: 'gone', code: 'team_access_not_granted' });
    for (const { delivery } of bench.bots)
      expect(await delivery.survey(room(gridEast).place)).toEqual({ problem: 'gone' });
  });

  it('may let it in again: the workspace is served at once, and its places are looked at', async () => {
    await bench.cloud.changeAccess(grid.id, gridEast.id, false);
    await expect(post(gridEast)).rejects.toMatchObject({ problem: 'gone' });
    await bench.cloud.changeAccess(grid.id, gridEast.id, true);
    await post(gridEast);
    await say(gridEast, emma);
    expect(bench.turns).toHaveLength(1);
    expect(bench.doubted).toEqual([gridEast.id, gridEast.id]);
  });

  it('does not touch a workspace that installed the app by itself', async () => {
    await createBrowser().install(bench.botUrl, gridWest.id);
    await say(gridWest, walt);
    await deliver({ type: 'team_access_revoked', team_ids: [gridWest.id] });
    await post(gridWest);
    expect(bench.cloud.traffic.at(-1)).toMatchObject({ home: gridWest.id });
  });
});

/** As docs.slack.dev/reference/events/team_access_revoked has it. */
const deliver = (about: object) =>
  bench.cloud.at(gridEast.id).sendJson({
    token: 'of-old',
    team_id: null,
    enterprise_id: grid.id,
    api_app_id: 'A0PARTNERDSK',
    type: 'event_callback',
    event_id: `Ev${Math.random()}`,
    event_time: Math.floor(Date.now() / 1_000),
    event: about,
  });

describe('an event of access', () => {
  it.each(['team_access_granted', 'team_access_revoked'])('%s is acknowledged as Slack sends it', async (type) => {
    const { status } = await deliver({ type, team_ids: ['T1XX3', 'T0XX34'] });
    expect(status).toBe(200);
    expect(bench.doubted).toEqual(['T1XX3', 'T0XX34']);
  });

  it.each([
    ['no workspaces', {}],
    ['workspaces that are none', { team_ids: ['%', "T1' or 1=1"] }],
    ['an object', { team_ids: { $ne: '' } }],
  ])('with %s changes nothing', async (_what, more) => {
    const { status } = await deliver({ type: 'team_access_revoked', ...more });
    expect(status).toBe(503);
    expect(bench.doubted).toEqual([]);
    await post(gridEast);
  });
});

describe('a workspace that takes the app out', () => {
  it('has its places looked at, and an organisation those of all', async () => {
    await createBrowser().install(bench.botUrl, gridWest.id);
    await bench.cloud.uninstall(gridWest.id);
    await until(() => bench.doubted.length > 0);
    expect(bench.doubted).toEqual([gridWest.id]);
    await bench.cloud.uninstall(grid.id);
    expect(bench.doubted).toEqual([gridWest.id, 'all']);
  });
});
