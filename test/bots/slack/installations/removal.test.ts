import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Answer } from '../../../../core/answer.js';
import { nordicsTeam, partnerTeam, type Team } from '../../../../sandbox/slack/team.js';
import { createBrowser } from './browser.js';
import {
  emma,
  grid,
  gridEast,
  gridWest,
  type ManyBench,
  nils,
  openManyBench,
  room,
  sofia,
  until,
} from './many-bench.js';

jest.setTimeout(30_000);

const help: Answer = { type: 'help', commands: ['help'] };

let bench: ManyBench;
beforeEach(async () => {
  bench = await openManyBench({ replicas: 2 });
  for (const home of [partnerTeam.id, nordicsTeam.id, grid.id]) await createBrowser().install(bench.botUrl, home);
});
afterEach(() => bench.close());

const read = (key: string) => bench.installations.read('slack', key);
const post = (team: Team, replica = 0) => bench.bots[replica]?.delivery.post(help, room(team));
const removals = () => bench.journal('installation.removed');
/** An event about the app itself, as Slack sends it. */
const event = (team: Team, members: object, about: object) =>
  bench.cloud.at(team.id).sendJson({
    type: 'event_callback',
    event_id: `Ev${Math.random()}`,
    api_app_id: 'A0PARTNERDSK',
    event_time: Math.floor(Date.now() / 1_000) + 1,
    team_id: team.id,
    ...members,
    event: about,
  });

describe('a workspace that takes the app out', () => {
  it('is removed once, though Slack sends two events, and the removal is journalled', async () => {
    await bench.cloud.uninstall(partnerTeam.id);
    await until(() => bench.logged.some((line) => line.includes('was taken out')));
    expect(await read(partnerTeam.id)).toBeUndefined();
    expect(await removals()).toMatchObject([{ platform: 'slack', detail: { installation: partnerTeam.id } }]);
  });

  it('cannot be written to any more, by any replica, and others go on', async () => {
    await post(partnerTeam, 1);
    await bench.cloud.uninstall(partnerTeam.id);
    bench.cloud.traffic.splice(0);
    await expect(post(partnerTeam, 0)).rejects.toMatchObject({ problem: 'gone', code: 'not_installed' });
    // The other replica remembers the installation; Slack does not take its token.
    await expect(post(partnerTeam, 1)).rejects.toMatchObject({ problem: 'gone' });
    expect(await bench.bots[1]?.delivery.survey(room(partnerTeam).place)).toEqual({ problem: 'gone' });
    await post(nordicsTeam);
    expect(bench.cloud.traffic.map(({ home }) => home)).not.toContain(partnerTeam.id);
  });

  it('has its requests refused and counted', async () => {
    await bench.cloud.uninstall(partnerTeam.id);
    bench.cloud.at(partnerTeam.id).workspace.installed = 'workspace';
    await bench.cloud.at(partnerTeam.id).act(sofia, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });
    expect(bench.turns).toEqual([]);
    expect(await bench.metric('partnerdesk_refused_requests_total', { reason: 'team' })).toBe(1);
  });

  it('stays out after a restart, and is served again once it is installed anew', async () => {
    await bench.cloud.uninstall(partnerTeam.id);
    await bench.restart();
    await expect(post(partnerTeam)).rejects.toMatchObject({ problem: 'gone' });
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    await post(partnerTeam);
    await bench.cloud.at(partnerTeam.id).act(sofia, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });
    expect(bench.turns).toHaveLength(1);
  });

  it('is not removed by the event of an earlier removal that Slack repeats late', async () => {
    await bench.cloud.uninstall(partnerTeam.id);
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    const earlier = Math.floor(Date.now() / 1_000) - 60;
    expect((await event(partnerTeam, { event_time: earlier }, { type: 'app_uninstalled' })).status).toBe(200);
    expect(await read(partnerTeam.id)).toBeDefined();
  });

  it('is asked about again while the store or Slack cannot say', async () => {
    bench.cloud.at(partnerTeam.id).fault({ method: 'auth.test', status: 500, times: 1 });
    const sent = event(partnerTeam, { event_time: 1 }, { type: 'app_uninstalled' });
    expect((await sent).status).toBe(503);
    expect(await read(partnerTeam.id)).toBeDefined();
  });
});

describe('revoked tokens', () => {
  it('of the bot end the installation', async () => {
    await bench.cloud.revokeTokens(nordicsTeam.id);
    expect(await read(nordicsTeam.id)).toBeUndefined();
    expect(await read(partnerTeam.id)).toBeDefined();
    await expect(post(nordicsTeam)).rejects.toMatchObject({ problem: 'gone' });
  });

  it('of a person change nothing', async () => {
    await event(partnerTeam, {}, { type: 'tokens_revoked', tokens: { oauth: [sofia.slackUser], bot: [] } });
    expect(await read(partnerTeam.id)).toBeDefined();
    await post(partnerTeam);
  });

  it('of another app change nothing', async () => {
    await event(partnerTeam, { api_app_id: 'A0OTHER' }, { type: 'app_uninstalled' });
    expect(await read(partnerTeam.id)).toBeDefined();
  });
});

describe('an organisation that takes the app out', () => {
  it('takes it out of every workspace', async () => {
    await Promise.all([post(gridEast), post(gridWest)]);
    await bench.cloud.uninstall(grid.id);
    expect(await read(grid.id)).toBeUndefined();
    for (const team of [gridEast, gridWest]) await expect(post(team)).rejects.toMatchObject({ problem: 'gone' });
    await post(nordicsTeam);
  });

  it('keeps it when an event names one workspace and the token is alive', async () => {
    await event(gridEast, { enterprise_id: grid.id }, { type: 'app_uninstalled' });
    expect(await read(grid.id)).toBeDefined();
    await bench.cloud.at(gridEast.id).act(emma, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });
    await bench.cloud.at(nordicsTeam.id).act(nils, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });
    expect(bench.turns).toHaveLength(2);
  });
});
