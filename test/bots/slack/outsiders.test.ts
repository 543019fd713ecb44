import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { card, decisionForm, refusing, room } from './approval-answers.js';
import { contoso } from './answers.js';
import { ada, forged, press, shared, toRoom, whispers } from './pressing.js';
import { type Bench, openBench, oscar, textOf, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const modal = (who = ada) => bench.slack.scene(who).modal;

describe('a press by somebody who is no member', () => {
  const CONNECT = 'C0CONNECT';

  /** A card from before the channel was shared with another organisation. */
  beforeEach(async () => {
    bench.slack.alterChannel(CONNECT, { external: false });
    await bench.bot.delivery.post(card(room), toRoom(CONNECT));
    bench.slack.alterChannel(CONNECT, { external: true });
    bench.answerWith(refusing(() => decisionForm()));
  });

  it('of the other organisation is refused by their standing, before a form opens', async () => {
    const before = shared(bench, oscar, CONNECT);
    await press(bench, 'approving', oscar, CONNECT);
    const [refusal] = await until(() => whispers(bench, oscar, CONNECT).length > 0 && whispers(bench, oscar, CONNECT));
    expect(bench.turns).toMatchObject([{ user: { user: oscar.slackUser, standing: 'stranger' } }]);
    expect(textOf(refusal)).not.toContain(contoso.name);
    expect(modal(oscar)).toBeUndefined();
    expect(shared(bench, oscar, CONNECT)).toEqual(before);
    expect(bench.slack.calls.map(({ method }) => method)).not.toContain('views.open');
  });

  it.each([
    ['whom Slack marks as a stranger', { is_stranger: true }, 'stranger'],
    ['who is a guest of the workspace', { is_restricted: true }, 'guest'],
    ['whose account is switched off', { deleted: true }, 'bot'],
  ])('%s is refused by their standing', async (_name, members, standing) => {
    bench.slack.alterUser(ada.slackUser, members);
    await press(bench, 'approving', ada, CONNECT);
    await until(() => whispers(bench, ada, CONNECT).length);
    expect(bench.turns).toMatchObject([{ user: { user: ada.slackUser, standing } }]);
    expect(modal(ada)).toBeUndefined();
  });

  it('whom Slack does not show is refused by their standing', async () => {
    bench.slack.fault({ method: 'users.info', error: 'user_not_found' });
    await press(bench, 'approving', oscar, CONNECT);
    await until(() => whispers(bench, oscar, CONNECT).length);
    expect(bench.turns).toMatchObject([{ user: { standing: 'stranger' } }]);
  });

  it('who claims to be of our workspace is who Slack says that they are', async () => {
    await bench.bot.delivery.post(card(room), toRoom());
    const user = { id: oscar.slackUser, team_id: 'T0PARTNER' };
    await bench.slack.sendForm(forged(bench, '{"v":1,"verb":"approving","id":"change-7"}', { user }));
    await until(() => bench.turns.length);
    expect(bench.turns).toMatchObject([{ user: { tenant: 'T0OUTSIDE', standing: 'stranger' } }]);
  });

  it('who submits a decision without having been shown its form is refused by their standing', async () => {
    const view = {
      id: 'V1',
      callback_id: 'partnerdesk',
      team_id: 'T0PARTNER',
      private_metadata: '{"v":1,"verb":"approve","id":"change-7","version":1}',
      state: { values: {} },
    };
    const submission = { type: 'view_submission', team: { id: 'T0OUTSIDE' }, trigger_id: '9.9.9', view };
    const user = { id: oscar.slackUser, team_id: 'T0OUTSIDE' };
    const answer = await bench.slack.sendForm({ payload: JSON.stringify({ ...submission, user }) });
    expect(bench.turns).toMatchObject([{ user: { standing: 'stranger' } }]);
    expect(answer.body).not.toContain(contoso.name);
  });
});
