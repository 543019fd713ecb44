import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, openBench, oscar, said, sofia, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const standing = () => bench.turns.map((turn) => turn.user.standing);
const type = () => bench.slack.act(sofia, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk find Contoso' });

describe('who somebody is, as users.info has it', () => {
  it.each([
    ['a restricted account', 'guest', { is_restricted: true }],
    ['a single-channel guest', 'guest', { is_restricted: true, is_ultra_restricted: true }],
    ['a guest of whom only the narrower mark is set', 'guest', { is_ultra_restricted: true }],
    ['a stranger', 'stranger', { is_stranger: true }],
    ['a member of another workspace', 'stranger', { team_id: 'T0ELSE' }],
    ['somebody without a workspace', 'stranger', { team_id: undefined }],
    ['a deactivated account', 'bot', { deleted: true }],
    ['another bot', 'bot', { is_bot: true }],
    ['an administrator of the workspace, who is no more than others', 'member', { is_admin: true }],
    [
      'a member of the organisation that the workspace is part of',
      'member',
      { team_id: 'E0ORG', enterprise_user: { id: 'W1', enterprise_id: 'E0ORG', teams: ['T0PARTNER', 'T0TWO'] } },
    ],
    [
      'a member of the organisation, but not of this workspace',
      'stranger',
      { team_id: 'T0TWO', enterprise_user: { id: 'W1', enterprise_id: 'E0ORG', teams: ['T0TWO'] } },
    ],
  ])('makes %s a %s', async (_name, expected, members) => {
    bench.slack.alterUser(sofia.slackUser, members);
    await type();
    expect(standing()).toEqual([expected]);
  });

  it('makes somebody whom Slack does not show a stranger', async () => {
    bench.slack.fault({ method: 'users.info', error: 'user_not_found' });
    await type();
    expect(standing()).toEqual(['stranger']);
  });

  it.each(['not_allowed_token_type', 'missing_scope', 'fatal_error'])(
    'makes nobody a member when users.info answers %s',
    async (error) => {
      bench.slack.fault({ method: 'users.info', error });
      await type();
      expect(bench.turns).toEqual([]);
    },
  );

  it('is asked anew after Slack said that somebody changed', async () => {
    await type();
    bench.slack.alterUser(sofia.slackUser, { deleted: true });
    const event = { type: 'user_change', user: { id: sofia.slackUser } };
    await bench.slack.sendJson({ type: 'event_callback', team_id: 'T0PARTNER', event_id: 'Ev8', event });
    await type();
    expect(standing()).toEqual(['member', 'bot']);
  });

  it('lets a stranger who mentions the bot in a shared channel come as far as their refusal', async () => {
    bench.answerWith(() => ({ type: 'refused', reason: 'standing', needed: [], have: [] }));
    await bench.slack.act(oscar, { type: 'say', channel: 'C0CONNECT', text: '@partnerdesk find Contoso' });
    await until(() => said(bench.slack, oscar, 'C0CONNECT').length);
    expect(bench.turns).toMatchObject([{ user: { tenant: 'T0OUTSIDE', standing: 'stranger' } }]);
    expect(said(bench.slack, sofia, 'C0CONNECT')).toEqual([]);
  });

  it('takes a button pressed from another workspace as pressed by a stranger', async () => {
    const payload = {
      type: 'block_actions',
      team: { id: 'T0OUTSIDE', domain: 'outside' },
      user: { id: oscar.slackUser, team_id: 'T0OUTSIDE' },
      trigger_id: '1.2.3',
      container: { type: 'message', channel_id: 'C0CONNECT', message_ts: '1.1' },
      actions: [{ type: 'button', action_id: 'update:0', value: '{"verb":"account","id":"c1"}' }],
    };
    await bench.slack.sendForm({ payload: JSON.stringify(payload) });
    await until(() => bench.turns.length);
    expect(standing()).toEqual(['stranger']);
  });

  it('ignores a button of another workspace pressed by a member of a third', async () => {
    const payload = {
      type: 'block_actions',
      team: { id: 'T0ELSE' },
      user: { id: sofia.slackUser, team_id: 'T0PARTNER' },
      trigger_id: '1.2.4',
      container: { type: 'message', channel_id: 'C0CONNECT' },
      actions: [{ type: 'button', action_id: 'help:0', value: '{"verb":"help"}' }],
    };
    expect((await bench.slack.sendForm({ payload: JSON.stringify(payload) })).status).toBe(200);
    expect(bench.turns).toEqual([]);
  });

  it('ignores an event that names other workspaces only', async () => {
    const event = { type: 'app_mention', channel: 'C0CUSTOMERS', user: sofia.slackUser, text: 'help', ts: '1' };
    const body = {
      type: 'event_callback',
      team_id: 'T0ELSE',
      event_id: 'Ev9',
      authorizations: [{ team_id: 'T0ELSE' }],
      event,
    };
    expect((await bench.slack.sendJson(body)).status).toBe(200);
    expect(bench.turns).toEqual([]);
  });
});
