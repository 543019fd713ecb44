import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountAnswer, form, found } from './answers.js';
import {
  type Bench,
  character,
  impatient,
  later,
  openBench,
  said,
  SOFIA_DM,
  sofia,
  textOf,
  until,
} from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  bench.answerWith(() => found);
});
afterEach(() => bench.close());

const ROOM = 'C0CUSTOMERS';
const ada = character('Admin agent');
const say = (channel: string, text: string) => bench.slack.act(sofia, { type: 'say', channel, text });

/** Presses the button with that verb in the last message of the bot. */
async function press(channel: string, verb: string): Promise<void> {
  const message = said(bench.slack, sofia, channel).at(-1);
  for (const block of (message?.blocks ?? []) as Record<string, unknown>[]) {
    const elements = [...((block['elements'] as object[] | undefined) ?? []), block['accessory']];
    const element = elements.find((one) => textOf(one ?? '').includes(`\\"verb\\":\\"${verb}\\"`));
    if (!element || !message) continue;
    const { action_id: actionId } = element as { action_id: string };
    const blockId = String(block['block_id']);
    return bench.slack.act(sofia, { type: 'press', channel, ts: message.ts, blockId, actionId });
  }
  throw new Error(`no button for ${verb}: ${textOf(message)}`);
}

describe('a direct message', () => {
  it('is answered in the same conversation', async () => {
    await say(SOFIA_DM, 'find cont');
    const message = await until(() => said(bench.slack, sofia, SOFIA_DM)[0]);
    expect(textOf(message)).toContain('Contoso Ltd');
    expect(message.ephemeral).toBe(false);
    expect(bench.turns[0]?.place).toMatchObject({ kind: 'personal', external: false, channel: SOFIA_DM });
  });

  it('is read as it was typed, without what Slack makes of links and signs', async () => {
    await say(SOFIA_DM, 'find <http://contoso.com|contoso.com> &amp; sons');
    await until(() => bench.turns.length);
    expect(bench.turns[0]?.act).toMatchObject({ command: 'find', argument: 'contoso.com & sons' });
  });

  it('gets "working" when the answer takes longer, and the answer in its place', async () => {
    bench = await impatient(bench);
    const { script, give } = later(found);
    bench.answerWith(script);
    await say(SOFIA_DM, 'find cont');
    const note = await until(() => said(bench.slack, sofia, SOFIA_DM)[0]);
    expect(textOf(note)).not.toContain('Contoso');
    give();
    await until(() => textOf(said(bench.slack, sofia, SOFIA_DM)).includes('Contoso Ltd'));
    expect(said(bench.slack, sofia, SOFIA_DM)).toMatchObject([{ ts: note.ts }]);
  });

  it('has one effect when Slack repeats the event after a lost acknowledgement', async () => {
    const event = {
      type: 'event_callback',
      team_id: 'T0PARTNER',
      event_id: 'Ev1',
      event: { type: 'message', channel_type: 'im', channel: SOFIA_DM, user: sofia.slackUser, text: 'help', ts: '1.1' },
    };
    expect((await bench.slack.sendJson(event)).status).toBe(200);
    const again = await bench.slack.sendJson({ ...event, event_time: 1 }, { 'x-slack-retry-num': '1' });
    expect(again).toMatchObject({ status: 200, body: '' });
    expect(bench.turns).toHaveLength(1);
  });

  it('is repeated by Slack, and answered once, when Slack could not say who wrote', async () => {
    bench.slack.fault({ method: 'users.info', status: 503 });
    await say(SOFIA_DM, 'find cont');
    await until(() => said(bench.slack, sofia, SOFIA_DM).length);
    expect(bench.turns).toHaveLength(1);
  });

  it('keeps its answer for later when Slack asks us to wait', async () => {
    bench.slack.fault({ method: 'chat.postMessage', retryAfter: 30 });
    await say(SOFIA_DM, 'find cont');
    await until(() => bench.logged.some((line) => line.includes('could not be delivered')));
    await bench.restart();
    await until(() => textOf(said(bench.slack, sofia, SOFIA_DM)).includes('Contoso Ltd'));
    expect(bench.turns).toHaveLength(1);
  });

  it('is told of a failure when Slack does not take the card of its answer', async () => {
    bench.slack.fault({ method: 'chat.postMessage', error: 'invalid_blocks' });
    await say(SOFIA_DM, 'find cont');
    const message = await until(() => said(bench.slack, sofia, SOFIA_DM)[0]);
    expect(textOf(message)).not.toContain('Contoso');
    expect(bench.logged.join('')).toContain('invalid_blocks');
  });

  it.each([
    ['an edit', { subtype: 'message_changed' }],
    ['somebody who joined', { subtype: 'channel_join' }],
    ['another bot', { bot_id: 'B0OTHER' }],
    ['the bot itself', { user: 'U0PARTNERDSK' }],
    ['a message of a channel', { channel_type: 'channel', channel: ROOM }],
    ['an event without a person', { user: undefined }],
  ])('is not seen in %s', async (_name, change) => {
    const event = {
      type: 'message',
      channel_type: 'im',
      channel: SOFIA_DM,
      user: sofia.slackUser,
      text: 'help',
      ts: '1',
    };
    const body = { type: 'event_callback', team_id: 'T0PARTNER', event_id: 'Ev2', event: { ...event, ...change } };
    expect((await bench.slack.sendJson(body)).status).toBe(200);
    expect(bench.turns).toEqual([]);
  });
});

describe('a mention in a channel', () => {
  it('is answered to its author alone', async () => {
    await say(ROOM, '@partnerdesk find cont');
    await until(() => said(bench.slack, sofia, ROOM).length);
    expect(said(bench.slack, sofia, ROOM)).toMatchObject([{ ephemeral: true }]);
    expect(said(bench.slack, ada, ROOM)).toEqual([]);
    expect(bench.turns[0]).toMatchObject({
      act: { type: 'command', command: 'find', argument: 'cont' },
      place: { kind: 'channel', channel: ROOM, external: false },
    });
  });

  it('knows a channel that is shared with another organisation', async () => {
    await say('C0CONNECT', '@partnerdesk find cont');
    await until(() => bench.turns.length);
    expect(bench.turns[0]?.place).toMatchObject({ external: true });
  });

  it('is answered in the own conversation where the bot may not write', async () => {
    bench.slack.fault({ method: 'chat.postEphemeral', error: 'not_in_channel' });
    await say(ROOM, '@partnerdesk find cont');
    await until(() => textOf(said(bench.slack, sofia, SOFIA_DM)).includes('Contoso Ltd'));
  });
});

describe('a button of a message', () => {
  it('replaces the private message that it stands in', async () => {
    await say(ROOM, '/partnerdesk find cont');
    bench.answerWith(() => accountAnswer);
    await press(ROOM, 'account');
    await until(() => textOf(said(bench.slack, sofia, ROOM)).includes('Seattle'));
    expect(said(bench.slack, sofia, ROOM)).toHaveLength(1);
    expect(said(bench.slack, ada, ROOM)).toEqual([]);
  });

  it('replaces the message of the direct conversation that it stands in', async () => {
    await say(SOFIA_DM, 'find cont');
    const list = await until(() => said(bench.slack, sofia, SOFIA_DM)[0]);
    bench.answerWith(() => accountAnswer);
    await press(SOFIA_DM, 'account');
    await until(() => textOf(said(bench.slack, sofia, SOFIA_DM)).includes('Seattle'));
    expect(said(bench.slack, sofia, SOFIA_DM)).toMatchObject([{ ts: list.ts }]);
  });

  it('opens the form in a modal and leaves its message', async () => {
    bench.answerWith(() => accountAnswer);
    await say(ROOM, '/partnerdesk account Contoso');
    bench.answerWith(() => form(1, 'Seattle'));
    await press(ROOM, 'update');
    await until(() => textOf(bench.slack.scene(sofia).modal?.view).includes('Seattle'));
    expect(said(bench.slack, sofia, ROOM)).toHaveLength(1);
  });

  it('has the answer in a message of its own when its response URL is used up', async () => {
    await say(ROOM, '/partnerdesk find cont');
    bench.answerWith(() => accountAnswer);
    const { calls } = bench.slack;
    for (let count = 0; count < 5; count += 1) bench.slack.fault({ method: 'response_url', status: 404 });
    await press(ROOM, 'account');
    await until(() => textOf(said(bench.slack, sofia, SOFIA_DM)).includes('Seattle'));
    expect(calls.filter((one) => one.method === 'response_url')).toHaveLength(1);
  });

  it('is told that it is out of date when it carries nothing that the desk knows', async () => {
    const payload = {
      type: 'block_actions',
      team: { id: 'T0PARTNER' },
      user: { id: sofia.slackUser, team_id: 'T0PARTNER' },
      trigger_id: '1.2.3',
      container: { type: 'message', channel_id: SOFIA_DM, message_ts: '1.1', is_ephemeral: true },
      actions: [{ type: 'button', action_id: 'old:0', value: '{"verb":"approveEverything"}' }],
    };
    expect((await bench.slack.sendForm({ payload: JSON.stringify(payload) })).status).toBe(200);
    await until(() => said(bench.slack, sofia, SOFIA_DM).length);
    expect(bench.turns).toEqual([]);
  });

  it('that only opens a page is acknowledged and nothing else', async () => {
    const payload = {
      type: 'block_actions',
      team: { id: 'T0PARTNER' },
      user: { id: sofia.slackUser },
      trigger_id: '1.2.4',
      container: { type: 'message', channel_id: SOFIA_DM },
      actions: [{ type: 'button', action_id: 'open:0' }],
    };
    expect((await bench.slack.sendForm({ payload: JSON.stringify(payload) })).status).toBe(200);
    expect(bench.turns).toEqual([]);
  });

  it('has one effect when its trigger comes twice', async () => {
    const payload = {
      type: 'block_actions',
      team: { id: 'T0PARTNER' },
      user: { id: sofia.slackUser },
      trigger_id: '1.2.5',
      container: { type: 'message', channel_id: SOFIA_DM },
      actions: [{ type: 'button', action_id: 'help:0', value: '{"verb":"help"}' }],
    };
    await bench.slack.sendForm({ payload: JSON.stringify(payload) });
    await bench.slack.sendForm({ payload: JSON.stringify({ ...payload, token: 'x' }) });
    expect(bench.turns).toHaveLength(1);
  });
});

describe('shortcuts and typeaheads that the app does not have', () => {
  it.each([
    { type: 'shortcut', callback_id: 'x', trigger_id: '1', user: { id: 'U0SOFIA' }, team: { id: 'T0PARTNER' } },
    { type: 'view_closed', view: { callback_id: 'x' }, user: { id: 'U0SOFIA' }, team: { id: 'T0PARTNER' } },
    { type: 'block_suggestion', action_id: 'x', value: 'y', user: { id: 'U0SOFIA' }, team: { id: 'T0PARTNER' } },
  ])('are acknowledged without effect: $type', async (payload) => {
    expect((await bench.slack.sendForm({ payload: JSON.stringify(payload) })).status).toBe(200);
    expect(bench.turns).toEqual([]);
  });
});

describe('what the core has to tell', () => {
  it('comes as a message in the own conversation', async () => {
    const place = { platform: 'slack', team: 'T0PARTNER', channel: ROOM, kind: 'channel', external: false } as const;
    const user = { platform: 'slack', tenant: 'T0PARTNER', user: sofia.slackUser, standing: 'member' } as const;
    await bench.bot.delivery.tell(accountAnswer, { user, place, locale: 'en-US' });
    expect(textOf(said(bench.slack, sofia, SOFIA_DM))).toContain('Seattle');
    expect(said(bench.slack, sofia, ROOM)).toEqual([]);
  });

  it('says how long to wait when Slack limits the rate, and nothing of the message', async () => {
    bench.slack.fault({ method: 'chat.postMessage', retryAfter: 7 });
    const place = { platform: 'slack', team: 'T0PARTNER', channel: ROOM, kind: 'channel', external: false } as const;
    const user = { platform: 'slack', tenant: 'T0PARTNER', user: sofia.slackUser, standing: 'member' } as const;
    const told = bench.bot.delivery.tell(accountAnswer, { user, place, locale: 'en-US' });
    await expect(told).rejects.toMatchObject({
      name: 'SlackCallError',
      message: 'Slack chat.postMessage: ratelimited',
      retryAfterSeconds: 7,
    });
  });

  it('does not hold up a form while it is rate limited', async () => {
    bench.slack.fault({ method: 'chat.postMessage', retryAfter: 60 });
    await say(SOFIA_DM, 'find cont');
    bench.answerWith(() => form(1, 'Seattle'));
    await say(ROOM, '/partnerdesk update Contoso');
    await until(() => textOf(bench.slack.scene(sofia).modal?.view).includes('Seattle'));
  });
});
