import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { found, form } from './answers.js';
import { type Bench, impatient, later, openBench, oscar, said, SOFIA_DM, sofia, textOf, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const ROOM = 'C0CUSTOMERS';
const type = (text: string) => bench.slack.act(sofia, { type: 'say', channel: ROOM, text: `/partnerdesk ${text}` });

describe('a slash command', () => {
  it('becomes a turn of whoever typed it, in their language and time zone', async () => {
    await type('find Contoso');
    expect(bench.turns).toMatchObject([
      {
        user: { platform: 'slack', tenant: 'T0PARTNER', user: 'U0SOFIA', name: 'Sofia Marín', standing: 'member' },
        place: { platform: 'slack', team: 'T0PARTNER', channel: ROOM, external: true },
        locale: 'en-US',
        timeZone: 'Europe/Madrid',
        act: { type: 'command', command: 'find', argument: 'Contoso' },
      },
    ]);
  });

  it('is answered in its acknowledgement, to its author alone', async () => {
    bench.answerWith(() => found);
    await type('find cont');
    expect(textOf(said(bench.slack, sofia, ROOM))).toContain('Contoso Ltd');
    expect(said(bench.slack, sofia, ROOM)).toMatchObject([{ ephemeral: true }]);
    expect(said(bench.slack, oscar, 'C0CONNECT')).toEqual([]);
    expect(bench.slack.calls.filter((one) => one.method.startsWith('chat.'))).toEqual([]);
  });

  it('says that it works when the answer takes longer, and the answer follows', async () => {
    bench = await impatient(bench);
    const { script, give } = later(found);
    bench.answerWith(script);
    await type('find cont');
    // The acknowledgement itself was empty: "working" comes when it has been long enough.
    expect(said(bench.slack, sofia, ROOM)).toEqual([]);
    await until(() => said(bench.slack, sofia, ROOM)[0]);
    expect(textOf(said(bench.slack, sofia, ROOM))).not.toContain('Contoso');
    give();
    const second = await until(() => said(bench.slack, sofia, ROOM)[1]);
    expect(textOf(second)).toContain('Contoso Ltd');
    expect(second.ephemeral).toBe(true);
  });

  it('asks Slack who somebody is once in some minutes', async () => {
    await type('help');
    await type('whoami');
    expect(bench.slack.calls.filter((one) => one.method === 'users.info')).toHaveLength(1);
  });

  it('is told to be tried again when Slack cannot say who typed it, and was not taken', async () => {
    bench.slack.fault({ method: 'users.info', status: 500 });
    await type('find Contoso');
    expect(bench.turns).toEqual([]);
    expect(said(bench.slack, sofia, ROOM)).toHaveLength(1);
    await type('find Contoso');
    expect(bench.turns).toHaveLength(1);
  });

  it('has one effect when its trigger comes twice, and the stored answer again', async () => {
    bench.answerWith(() => found);
    const fields = {
      team_id: 'T0PARTNER',
      channel_id: ROOM,
      user_id: sofia.slackUser,
      command: '/partnerdesk',
      text: 'find cont',
      trigger_id: '1.2.the-same',
      response_url: 'https://hooks.slack.com/commands/1/2/3',
    };
    const first = await bench.slack.sendForm(fields);
    // Not byte for byte the same request: another signature, the same trigger.
    const second = await bench.slack.sendForm({ ...fields, team_domain: 'partner' });
    expect(second).toEqual(first);
    expect(bench.turns).toHaveLength(1);
  });

  it('never sends an answer to an address that is not of Slack', async () => {
    await bench.slack.sendForm({
      team_id: 'T0PARTNER',
      channel_id: ROOM,
      user_id: sofia.slackUser,
      command: '/partnerdesk',
      text: 'find cont',
      trigger_id: '1.2.elsewhere',
      response_url: 'https://attacker.example/collect',
    });
    const refused = { platform: 'slack', reason: 'responseUrl' };
    expect(await bench.metric('partnerdesk_refused_requests_total', refused)).toBe(1);
    expect(bench.turns).toEqual([]);
    expect(bench.logged.join('')).not.toContain('attacker.example');
  });
});

describe('`update`, typed as a slash command', () => {
  it('opens a loading modal with the trigger and fills it with the form', async () => {
    const { script, give } = later(form(1, 'Seattle'));
    bench.answerWith(script);
    await type('update Contoso');
    const loading = await until(() => bench.slack.scene(sofia).modal);
    expect(textOf(loading.view)).not.toContain('plain_text_input');
    give();
    await until(() => textOf(bench.slack.scene(sofia).modal?.view).includes('Seattle'));
    expect(bench.slack.scene(sofia).modal?.id).toBe(loading.id);
    expect(said(bench.slack, sofia, ROOM)).toEqual([]);
  });

  it('shows a refusal in the modal too', async () => {
    bench.answerWith(() => ({ type: 'refused', reason: 'role', needed: ['Admin agent'], have: [] }));
    await type('update Contoso');
    await until(() => textOf(bench.slack.scene(sofia).modal?.view).includes('Admin agent'));
  });

  it('leads to a message with a button when the trigger has expired', async () => {
    bench.slack.fault({ method: 'views.open', error: 'expired_trigger_id' });
    bench.answerWith(() => form(1, 'Seattle'));
    await type('update Contoso');
    const message = await until(() => said(bench.slack, sofia, ROOM)[0]);
    expect(message.ephemeral).toBe(true);
    expect(textOf(message.blocks)).toContain('\\"verb\\":\\"form\\"');
    expect(bench.slack.scene(sofia).modal).toBeUndefined();
  });

  it('still leads to a message when Slack is slow to open the modal', async () => {
    bench.slack.fault({ method: 'views.open', hang: true });
    bench.answerWith(() => form(1, 'Seattle'));
    await type('update Contoso');
    await until(() => said(bench.slack, sofia, ROOM)[0]);
  });

  it('fills the modal although Slack fails at first', async () => {
    bench.slack.fault({ method: 'views.update', status: 503 });
    bench.slack.fault({ method: 'views.update', retryAfter: 1 });
    bench.answerWith(() => form(1, 'Seattle'));
    await type('update Contoso');
    await until(() => textOf(bench.slack.scene(sofia).modal?.view).includes('Seattle'));
  });

  it('leaves somebody alone who closed the modal before it was filled', async () => {
    const { script, give } = later(form(1, 'Seattle'));
    bench.answerWith(script);
    await type('update Contoso');
    const { id } = await until(() => bench.slack.scene(sofia).modal);
    await bench.slack.act(sofia, { type: 'closeModal', view: id });
    give();
    await until(() => bench.slack.calls.some((one) => one.method === 'views.update' && one.outcome === 'not_found'));
    expect(said(bench.slack, sofia, ROOM)).toEqual([]);
    expect(said(bench.slack, sofia, SOFIA_DM)).toEqual([]);
  });
});
