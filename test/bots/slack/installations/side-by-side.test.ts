import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Answer } from '../../../../core/answer.js';
import { PlaceUnreachable } from '../../../../core/delivery.js';
import type { Character } from '../../../../sandbox/stand-in.js';
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
  oscar,
  person,
  room,
  sofia,
  walt,
  until,
} from './many-bench.js';

jest.setTimeout(30_000);

let bench: ManyBench;
beforeAll(async () => {
  bench = await openManyBench();
  for (const home of [partnerTeam.id, nordicsTeam.id, grid.id]) await createBrowser().install(bench.botUrl, home);
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.turns.splice(0);
  bench.cloud.traffic.splice(0);
});

const say = (team: Team, who: Character, text: string, channel = 'C0CUSTOMERS') =>
  bench.cloud.at(team.id).act(who, { type: 'say', channel, text });
const dm = (who: Character) => `D${who.slackUser.slice(1)}`;
const delivery = () => bench.bots[0]?.delivery as ManyBench['bots'][0]['delivery'];
const heard = (team: Team, who: Character, channel: string) =>
  bench.cloud
    .at(team.id)
    .scene(who)
    .channels.find(({ id }) => id === channel)
    ?.messages.filter(({ from }) => from.bot) ?? [];

/** Whose token every call went out with, by the workspace that it was about. */
const tokensUsed = () => new Set(bench.cloud.traffic.map(({ team, home }) => `${team} by ${home}`));

const help: Answer = { type: 'help', commands: ['help'] };

describe('two workspaces side by side', () => {
  it('are answered each with its own token, also when they speak at the same time', async () => {
    const pairs = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? say(partnerTeam, sofia, 'help', dm(sofia)) : say(nordicsTeam, nils, 'help', dm(nils)),
    );
    await Promise.all(pairs);
    await until(
      () => heard(partnerTeam, sofia, dm(sofia)).length >= 10 && heard(nordicsTeam, nils, dm(nils)).length >= 10,
    );
    expect(tokensUsed()).toEqual(new Set(['T0PARTNER by T0PARTNER', 'T0NORDICS by T0NORDICS']));
  });

  it('hear what is posted, told, revised, replied, looked for and surveyed each through its own token', async () => {
    for (const [team, who] of [
      [partnerTeam, sofia],
      [nordicsTeam, nils],
    ] as const) {
      bench.cloud.traffic.splice(0);
      const to = room(team);
      const user = { platform: 'slack', tenant: team.id, user: who.slackUser, standing: 'member' } as const;
      const address = await delivery().post(help, to, 'mark');
      expect(await delivery().revise(address, help, to)).toBe(true);
      expect(await delivery().reply(address, help, to)).toBe(true);
      await delivery().tell(help, { user, place: to.place, locale: 'en-US' });
      expect(await delivery().find('mark', to, Date.now() - 60_000)).toEqual(address);
      expect(await delivery().survey(to.place)).toEqual({ name: '#customers' });
      expect(tokensUsed()).toEqual(new Set([`${team.id} by ${team.id}`]));
      expect(bench.cloud.traffic.length).toBeGreaterThanOrEqual(6);
    }
  });

  it('keep what is known of people apart: a member here is a stranger there', async () => {
    const there = bench.cloud.at(nordicsTeam.id);
    const stranger = { id: sofia.slackUser, team_id: partnerTeam.id, is_stranger: true, real_name: sofia.name };
    there.alterUser(sofia.slackUser, stranger);
    await say(partnerTeam, sofia, '/partnerdesk help');
    const event = {
      type: 'app_mention',
      channel: 'C0CONNECT',
      user: sofia.slackUser,
      text: '<@U0PDNORDICS> help',
      ts: '1.1',
    };
    await there.sendJson({
      type: 'event_callback',
      team_id: nordicsTeam.id,
      context_team_id: nordicsTeam.id,
      api_app_id: 'A0PARTNERDSK',
      event_id: 'EvShared',
      authorizations: [{ team_id: nordicsTeam.id }],
      event,
    });
    await until(() => bench.turns.length === 2);
    expect(bench.turns.map(({ user, place }) => [user.standing, place.platform === 'slack' && place.team])).toEqual([
      ['member', 'T0PARTNER'],
      ['stranger', 'T0NORDICS'],
    ]);
  });

  it('know somebody anew after a change, in whichever of them it was', async () => {
    await say(nordicsTeam, nils, '/partnerdesk help');
    bench.cloud.at(nordicsTeam.id).alterUser(nils.slackUser, { deleted: true });
    const event = { type: 'user_change', user: { id: nils.slackUser } };
    await bench.cloud
      .at(nordicsTeam.id)
      .sendJson({ type: 'event_callback', team_id: nordicsTeam.id, event_id: 'EvChange', event });
    await say(nordicsTeam, nils, '/partnerdesk help');
    bench.cloud.at(nordicsTeam.id).alterUser(nils.slackUser, { deleted: false });
    await bench.cloud
      .at(nordicsTeam.id)
      .sendJson({ type: 'event_callback', team_id: nordicsTeam.id, event_id: 'EvChangeBack', event });
    expect(bench.turns.map(({ user }) => user.standing)).toEqual(['member', 'bot']);
  });

  it('let somebody from elsewhere press a button of a shared channel as far as their refusal', async () => {
    const payload = {
      type: 'block_actions',
      api_app_id: 'A0PARTNERDSK',
      team: { id: 'T0OUTSIDE', domain: 'outside' },
      user: { id: oscar.slackUser, team_id: 'T0OUTSIDE' },
      trigger_id: '1.2.3',
      // What is answered goes there, and not with a token.
      response_url: bench.cloud.at(partnerTeam.id).mintResponse('C0CONNECT', oscar.slackUser, '1.1'),
      container: { type: 'message', channel_id: 'C0CONNECT', message_ts: '1.1' },
      message: { user: partnerTeam.botUser, team: partnerTeam.id },
      actions: [{ type: 'button', action_id: 'update:0', value: '{"verb":"account","id":"c1"}' }],
    };
    await bench.cloud.at(partnerTeam.id).sendForm({ payload: JSON.stringify(payload) });
    await until(() => bench.turns.length);
    expect(bench.turns).toMatchObject([{ user: { standing: 'stranger' }, place: { team: partnerTeam.id } }]);
  });
});

describe('a workspace that did not install the app', () => {
  const refusals = () => bench.metric('partnerdesk_refused_requests_total', { platform: 'slack', reason: 'team' });
  const command = {
    command: '/partnerdesk',
    team_id: 'T0UNKNOWN',
    api_app_id: 'A0PARTNERDSK',
    channel_id: 'C1',
    user_id: 'U1',
    text: 'help',
    trigger_id: '1.2.9',
    response_url: 'https://hooks.slack.com/x',
  };
  const event = { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'help', ts: '1' };
  const envelope = { type: 'event_callback', team_id: 'T0UNKNOWN', api_app_id: 'A0PARTNERDSK', event_id: 'EvX', event };
  const press = {
    api_app_id: 'A0PARTNERDSK',
    team: { id: 'T0UNKNOWN' },
    user: { id: 'U1', team_id: 'T0UNKNOWN' },
    trigger_id: '1.2.10',
  };
  const view = { id: 'V1', type: 'modal', callback_id: '', team_id: 'T0UNKNOWN', app_installed_team_id: 'T0UNKNOWN' };

  it.each([
    ['a slash command', () => bench.cloud.at(partnerTeam.id).sendForm(command)],
    ['an event', () => bench.cloud.at(partnerTeam.id).sendJson(envelope)],
    [
      'a press',
      () =>
        bench.cloud.at(partnerTeam.id).sendForm({
          payload: JSON.stringify({
            ...press,
            type: 'block_actions',
            container: { type: 'message', channel_id: 'C1' },
            actions: [{ type: 'button', action_id: 'help:0', value: '{"verb":"help"}' }],
          }),
        }),
    ],
    [
      'a submission',
      () =>
        bench.cloud
          .at(partnerTeam.id)
          .sendForm({ payload: JSON.stringify({ ...press, type: 'view_submission', view }) }),
    ],
  ])('is refused and counted: %s', async (_what, send) => {
    const before = await refusals();
    expect((await send()).status).toBe(200);
    expect(await refusals()).toBe(before + 1);
    expect([bench.turns, bench.cloud.traffic]).toEqual([[], []]);
  });

  it('is refused also when another app of it sends for one that did', async () => {
    const before = await refusals();
    await bench.cloud.at(partnerTeam.id).sendForm({ ...command, team_id: partnerTeam.id, api_app_id: 'A0OTHER' });
    expect(await refusals()).toBe(before + 1);
    expect(bench.turns).toEqual([]);
  });

  it('cannot be written to', async () => {
    const to = room({ ...partnerTeam, id: 'T0UNKNOWN' });
    const gone = expect.objectContaining({ name: 'PlaceUnreachable', problem: 'gone', code: 'not_installed' });
    await expect(delivery().post(help, to)).rejects.toEqual(gone);
    await expect(delivery().revise({ channel: 'C1', ts: '1' }, help, to)).rejects.toEqual(gone);
    await expect(delivery().reply({ channel: 'C1', ts: '1' }, help, to)).rejects.toEqual(gone);
    await expect(delivery().find('mark', to, 0)).rejects.toBeInstanceOf(PlaceUnreachable);
    expect(await delivery().survey(to.place)).toEqual({ problem: 'gone' });
    expect(bench.cloud.traffic).toEqual([]);
  });
});

describe('a whole organisation', () => {
  it('is one installation that serves its workspaces, each call naming which', async () => {
    expect(await bench.installations.read('slack', grid.id)).toMatchObject({ kind: 'organisation' });
    await say(gridEast, emma, '/partnerdesk help');
    await say(gridWest, walt, '/partnerdesk help');
    expect(bench.turns).toMatchObject([
      { user: { user: emma.slackUser, standing: 'member' }, place: { team: gridEast.id } },
      { user: { user: walt.slackUser, standing: 'member' }, place: { team: gridWest.id } },
    ]);
    expect(tokensUsed()).toEqual(new Set(['T0EAST by E0GRID', 'T0WEST by E0GRID']));
  });

  it('lets its people press and submit', async () => {
    await say(gridEast, emma, 'help', dm(emma));
    await until(() => bench.turns.length === 1);
    const payload = {
      type: 'view_submission',
      api_app_id: 'A0PARTNERDSK',
      team: null,
      enterprise: grid,
      is_enterprise_install: true,
      user: { id: emma.slackUser, team_id: gridEast.id },
      trigger_id: '1.2.77',
      view: {
        id: 'V1',
        type: 'modal',
        callback_id: '',
        team_id: gridEast.id,
        app_installed_team_id: grid.id,
        private_metadata: '{"verb":"help"}',
      },
    };
    expect((await bench.cloud.at(gridEast.id).sendForm({ payload: JSON.stringify(payload) })).status).toBe(200);
    expect(tokensUsed()).toEqual(new Set(['T0EAST by E0GRID']));
  });

  it('is found for a place of one of its workspaces from which nobody has written yet', async () => {
    await bench.restart();
    await delivery().post(help, room(gridWest));
    expect(tokensUsed()).toEqual(new Set(['T0WEST by E0GRID']));
  });

  it('counts colleagues of its other workspaces as its own, and nobody else', async () => {
    const east = bench.cloud.at(gridEast.id);
    const colleague = {
      id: 'U0COL',
      team_id: gridWest.id,
      enterprise_user: { enterprise_id: grid.id, teams: [gridWest.id] },
    };
    east.alterUser('U0COL', colleague);
    east.alterUser('U0FOE', {
      ...colleague,
      id: 'U0FOE',
      enterprise_user: { enterprise_id: 'E0OTHER', teams: ['T0X'] },
    });
    for (const who of [person('U0COL', 'Col'), person('U0FOE', 'Foe')]) {
      const command = {
        command: '/partnerdesk',
        team_id: gridEast.id,
        enterprise_id: grid.id,
        api_app_id: 'A0PARTNERDSK',
        channel_id: 'C1',
      };
      const rest = { user_id: who.slackUser, text: 'help', trigger_id: east.mintTrigger(who.slackUser) };
      await east.sendForm({ ...command, ...rest, response_url: 'https://hooks.slack.com/x' });
    }
    await until(() => bench.turns.length === 2);
    expect(bench.turns.map(({ user }) => user.standing)).toEqual(['member', 'stranger']);
  });
});
