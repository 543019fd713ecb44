import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Answer } from '../../../../core/answer.js';
import { nordicsTeam, partnerTeam } from '../../../../sandbox/slack/team.js';
import { createBrowser } from './browser.js';
import { emma, grid, gridEast, gridWest, type ManyBench, nils, openManyBench, room, walt } from './many-bench.js';

jest.setTimeout(30_000);

const help: Answer = { type: 'help', commands: ['help'] };

let bench: ManyBench;
const open = async (listed?: readonly string[]) => {
  bench = await openManyBench(listed ? { listed } : {});
};
afterEach(() => bench.close());

const install = (home: string) => createBrowser().install(bench.botUrl, home);
const read = (key: string) => bench.installations.read('slack', key);
const refused = (reason: string) => bench.metric('partnerdesk_refused_requests_total', { platform: 'slack', reason });
const say = (team: string, who: typeof nils) =>
  bench.cloud.at(team).act(who, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });

describe('a workspace that the policy does not list', () => {
  beforeEach(() => open([partnerTeam.id, gridEast.id]));

  it('is told so, plainly, and leaves nothing: no row, no journal entry', async () => {
    const page = await install(nordicsTeam.id);
    expect(page.status).toBe(403);
    expect(page.text).toContain('This workspace is not served');
    expect(await read(nordicsTeam.id)).toBeUndefined();
    expect(await bench.journal('installation.added')).toEqual([]);
    expect(await refused('workspace')).toBe(1);
  });

  it('gets its token back: Slack takes it no more, and the app is out', async () => {
    await install(nordicsTeam.id);
    expect(bench.cloud.at(nordicsTeam.id).workspace.installed).toBe(false);
    const revoked = { operation: 'auth.revoke', outcome: 'ok' };
    expect(await bench.metric('partnerdesk_outward_calls_total', revoked)).toBe(1);
    expect(bench.logged.join('')).not.toMatch(/xox[eb]/u);
  });

  it('is refused all the same when Slack takes nothing back', async () => {
    bench.cloud.refuse(503, 1, 'auth.revoke');
    expect((await install(nordicsTeam.id)).status).toBe(403);
    expect(await read(nordicsTeam.id)).toBeUndefined();
    expect(bench.logged.join('')).toContain('could not be revoked');
  });

  it('does not come in with its organisation, which would bring others along', async () => {
    expect((await install(grid.id)).status).toBe(403);
    expect((await install(gridEast.id)).status).toBe(200);
    expect((await install(gridWest.id)).status).toBe(403);
    expect((await install(partnerTeam.id)).status).toBe(200);
  });
});

describe('an organisation that the policy lists', () => {
  beforeEach(() => open([grid.id]));

  it('brings its workspaces along', async () => {
    expect((await install(grid.id)).status).toBe(200);
    await say(gridEast.id, emma);
    await say(gridWest.id, walt);
    expect(bench.turns).toHaveLength(2);
  });

  it('lets each of its workspaces install by itself', async () => {
    expect((await install(gridWest.id)).status).toBe(200);
    await say(gridWest.id, walt);
    expect(bench.turns).toHaveLength(1);
    expect((await install(partnerTeam.id)).status).toBe(403);
  });
});

describe('a workspace that installed before the policy listed others', () => {
  beforeEach(() => open());

  it('has its requests refused and counted, and nothing is said there', async () => {
    await install(nordicsTeam.id);
    await install(grid.id);
    await bench.restart([partnerTeam.id, gridWest.id]);
    await say(nordicsTeam.id, nils);
    await say(gridEast.id, emma);
    expect(bench.turns).toEqual([]);
    expect(await refused('team')).toBe(2);
    for (const team of [nordicsTeam, gridEast])
      await expect(bench.bots[0]?.delivery.post(help, room(team))).rejects.toMatchObject({ problem: 'gone' });
    // Of the same organisation, by the same installation, and listed.
    await say(gridWest.id, walt);
    expect(bench.turns).toHaveLength(1);
  });
});
