import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Place } from '../../../core/turn.js';
import { card, room } from './approval-answers.js';
import { ada, ROOM, toRoom } from './pressing.js';
import { type Bench, openBench, SOFIA_DM } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const RENEWALS = 'C0RENEWALS';
const DEALS = 'C0BIGDEALS';
const survey = (channel: string, more: Partial<Place & { platform: 'slack' }> = {}) =>
  bench.bot.delivery.survey({ ...toRoom(channel).place, ...more } as Place);
const say = (channel: string, text: string) => bench.slack.act(ada, { type: 'say', channel, text });

describe('a survey of a channel', () => {
  it('finds no problem where the bot is among colleagues, and its name', async () => {
    expect(await survey(ROOM)).toEqual({ name: '#customers' });
  });

  it('does so too when a command or a press could not tell who reads there', async () => {
    expect(await survey(ROOM, { external: true })).toEqual({ name: '#customers' });
  });

  it('finds that the bot is not in a public one, until somebody invites it', async () => {
    expect(await survey(RENEWALS)).toEqual({ problem: 'notMember', name: '#renewals' });
    await say(RENEWALS, '/invite @partnerdesk');
    expect(await survey(RENEWALS)).toEqual({ name: '#renewals' });
  });

  it('finds that the bot is not in a private one, whose name it may not know, until somebody invites it', async () => {
    expect(await survey(DEALS)).toEqual({ problem: 'notMember' });
    await say(DEALS, '/invite @partnerdesk');
    expect(await survey(DEALS)).toEqual({ name: '#big-deals' });
  });

  it('finds that people of other organisations read it', async () => {
    expect(await survey('C0CONNECT')).toEqual({ problem: 'external', name: '#shared-with-outside' });
  });

  it('finds that it was archived', async () => {
    bench.slack.alterChannel(ROOM, { archived: true });
    expect(await survey(ROOM)).toEqual({ problem: 'archived', name: '#customers' });
  });

  it.each(['channels:read', 'groups:read'])('finds it unreadable without the scope %s', async (scope) => {
    bench.slack.alterScope(scope, false);
    await say(DEALS, '/invite @partnerdesk');
    expect(await survey(scope.startsWith('groups') ? DEALS : ROOM)).toEqual({ problem: 'unreadable' });
  });

  it('is made anew each time, and what it finds holds for the next post', async () => {
    await survey(ROOM);
    bench.slack.alterChannel(ROOM, { external: true });
    expect(await survey(ROOM)).toMatchObject({ problem: 'external' });
    await expect(bench.bot.delivery.post(card(room), toRoom())).rejects.toMatchObject({ problem: 'external' });
  });

  it('does not hold once people of other organisations have come in: the post finds out', async () => {
    expect(await survey(ROOM)).not.toHaveProperty('problem');
    bench.slack.alterChannel(ROOM, { external: true });
    bench.pass(30_001);
    await expect(bench.bot.delivery.post(card(room), toRoom())).rejects.toMatchObject({ problem: 'external' });
  });

  it('cannot be made while Slack is away', async () => {
    bench.slack.fault({ method: 'conversations.info', status: 502 });
    await expect(survey(ROOM)).rejects.toMatchObject({ code: 'http' });
  });

  it('of another platform is refused', async () => {
    const place = { ...toRoom().place, platform: 'teams' } as never;
    await expect(bench.bot.delivery.survey(place)).rejects.toMatchObject({ code: 'not_a_slack_place' });
  });
});

describe('a survey of a conversation of two', () => {
  it('finds no problem in the bot’s own, without asking', async () => {
    expect(await survey(SOFIA_DM, { kind: 'personal' })).toEqual({});
    expect(bench.slack.calls.map(({ method }) => method)).not.toContain('conversations.info');
  });

  it('finds no problem in the bot’s own where a slash command was typed, which does not tell', async () => {
    expect(await survey(SOFIA_DM, { external: true })).toEqual({});
    await expect(bench.bot.delivery.post(card(room), toRoom(SOFIA_DM))).resolves.toMatchObject({ channel: SOFIA_DM });
  });

  it('between colleagues finds it unreadable: nobody can bring the bot in', async () => {
    expect(await survey('D0COLLEAGUES')).toEqual({ problem: 'unreadable' });
  });
});
