import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  SECRET,
  sofia,
  oscar,
  ROOM,
  call,
  modalOf,
  plain,
  input,
  modal,
  section,
  openModal,
  say,
  respond,
  texts,
  slack,
  received,
  botAnswers,
  pass,
  useStage,
  type Received,
} from './stage.js';

useStage();

describe('requests to the bot', () => {
  it('are signed over timestamp and raw body', async () => {
    await say(sofia, ROOM, '/partnerdesk find a&b');
    const [{ body, headers }] = received as [Received];
    const timestamp = String(headers['x-slack-request-timestamp']);
    const wanted = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${wanted}`);
    expect(timestamp).toBe('1800000000');
    expect(new URLSearchParams(body).get('text')).toBe('find a&b');
  });

  it('can be repeated byte for byte', async () => {
    await say(sofia, ROOM, '/partnerdesk help');
    await slack.deliverAgain();
    const [first, second] = received as [Received, Received];
    expect(second.body).toBe(first.body);
    expect(second.headers['x-slack-signature']).toBe(first.headers['x-slack-signature']);
  });

  it('repeat an event that is answered with an error, and tell so', async () => {
    botAnswers(() => ({ status: received.length < 3 ? 500 : 200 }));
    await say(sofia, 'D0SOFIA', 'hello');
    while (received.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
    expect(new Set(received.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id)).size).toBe(1);
  });

  it('are not made for a channel message that does not mention the bot', async () => {
    await say(sofia, ROOM, 'hello all');
    expect(received).toEqual([]);
  });

  it('name the workspace of somebody from outside, and that the channel is shared', async () => {
    await say(oscar, 'C0CONNECT', '@partnerdesk find Contoso');
    expect(JSON.parse((received as [Received])[0].body)).toMatchObject({
      is_ext_shared_channel: true,
      event: { type: 'app_mention', user: 'U0OSCAR', user_team: 'T0OUTSIDE', text: '<@U0PARTNERDSK> find Contoso' },
    });
  });

  it('are not made for a slash command of somebody from outside', async () => {
    await say(oscar, 'C0CONNECT', '/partnerdesk find Contoso');
    expect(received).toEqual([]);
    expect(slack.scene(oscar).clientError).toContain('not a valid command');
  });
});

describe('what the client shows', () => {
  it('is the acknowledgement of a slash command, to its author alone', async () => {
    botAnswers(() => ({ body: { text: 'found', response_type: 'ephemeral' } }));
    await say(sofia, ROOM, '/partnerdesk find x');
    expect(JSON.stringify(slack.scene(sofia))).toContain('found');
    expect(JSON.stringify(slack.scene(oscar))).not.toContain('found');
  });

  it('is a timeout when the bot says nothing in time', async () => {
    botAnswers(() => ({ hang: true }));
    await say(sofia, ROOM, '/partnerdesk find x');
    expect(slack.scene(sofia).clientError).toContain('operation_timeout');
  });

  it('is a required field that was left empty, before anything is sent', async () => {
    const view = await openModal(input('city'));
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(modalOf()?.errors).toHaveProperty('city');
    expect(received).toEqual([]);
  });

  it('is the errors that the bot finds, at the inputs', async () => {
    const view = await openModal(input('city', { initial_value: 'X' }));
    botAnswers(() => ({ body: { response_action: 'errors', errors: { city: 'No such city' } } }));
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(modalOf()?.errors).toEqual({ city: 'No such city' });
  });

  it('is trouble when the errors name something that is no input', async () => {
    const view = await openModal(input('city', { initial_value: 'X' }));
    botAnswers(() => ({ body: { response_action: 'errors', errors: { town: 'No' } } }));
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(slack.scene(sofia).clientError).toContain('trouble');
  });

  it('is the view that replaces the submitted one, under the same id', async () => {
    const view = await openModal(input('city', { initial_value: 'X' }));
    botAnswers(() => ({ body: { response_action: 'update', view: modal(section) } }));
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(modalOf()).toMatchObject({ id: view, view: { blocks: [{ type: 'section' }] } });
  });

  it('is no modal after an empty answer', async () => {
    const view = await openModal(input('city', { initial_value: 'X' }));
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(modalOf()).toBeUndefined();
  });

  it('tells its listeners of every change', async () => {
    let changes = 0;
    slack.onChange(() => (changes += 1));
    await call('chat.postMessage', { channel: ROOM, text: 'hi' });
    expect(changes).toBeGreaterThan(0);
  });
});

describe('a response URL', () => {
  it('of a slash command posts anew even when it is asked to replace', async () => {
    botAnswers(() => ({ body: { text: 'working' } }));
    await say(sofia, ROOM, '/partnerdesk find x');
    await respond({ text: 'found', replace_original: true });
    expect(texts()).toEqual(['working', 'found']);
  });

  it('of a button replaces the message that it stands in', async () => {
    const button = { type: 'button', action_id: 'go', text: plain('Go'), value: '1' };
    const blocks = [{ type: 'actions', block_id: 'b', elements: [button] }];
    const { message_ts: ts } = await call('chat.postEphemeral', {
      channel: ROOM,
      user: sofia.slackUser,
      text: 'list',
      blocks,
    });
    await slack.act(sofia, { type: 'press', channel: ROOM, ts: String(ts), blockId: 'b', actionId: 'go' });
    await respond({ text: 'account', replace_original: true });
    expect(texts()).toEqual(['account']);
  });

  it('is used up after five times and expires after thirty minutes', async () => {
    await say(sofia, ROOM, '/partnerdesk find x');
    for (let count = 0; count < 5; count += 1) expect(await respond({ text: 'x' })).toEqual([200, 'ok']);
    expect(await respond({ text: 'x' })).toEqual([404, 'used_url']);
    await say(sofia, ROOM, '/partnerdesk find y');
    pass(30 * 60_000 + 1);
    expect(await respond({ text: 'x' })).toEqual([404, 'expired_url']);
  });
});
