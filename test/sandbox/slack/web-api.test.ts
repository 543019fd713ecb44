import { describe, expect, it } from '@jest/globals';
import { characters } from '../../../sandbox/stand-in.js';
import {
  TOKEN,
  sofia,
  oscar,
  ROOM,
  call,
  modalOf,
  plain,
  input,
  modal,
  section,
  askWho,
  testAuth,
  openModal,
  slack,
  origin,
  pass,
  useStage,
} from './stage.js';

useStage();

describe('the Web API', () => {
  it('refuses a wrong token', async () => {
    expect(await call('auth.test', {}, 'xoxb-2')).toEqual({ ok: false, error: 'invalid_auth' });
  });

  it('takes forms whose blocks are JSON, as the official client sends them', async () => {
    const response = await fetch(`${origin}/slack/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: new URLSearchParams({ channel: ROOM, text: 'hi', blocks: JSON.stringify([section]) }),
    });
    expect(await response.json()).toMatchObject({ ok: true, channel: ROOM });
  });

  it('keeps no token in its log of calls', async () => {
    await call('chat.postMessage', { token: TOKEN, channel: ROOM, text: 'hi' });
    expect(JSON.stringify(slack.calls)).not.toContain(TOKEN);
  });

  it('gives a locale to members who are asked for with it, and none to outsiders', async () => {
    expect(await askWho(sofia.slackUser)).toMatchObject({ user: { locale: 'en-US', team_id: 'T0PARTNER' } });
    const { user } = await askWho(oscar.slackUser);
    expect(user).toMatchObject({ is_stranger: true, team_id: 'T0OUTSIDE' });
    expect(user).not.toHaveProperty('locale');
  });

  it.each([
    ['chat.postMessage', { channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: ROOM }, 'no_text'],
    ['chat.postMessage', { channel: ROOM, text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['chat.postEphemeral', { channel: ROOM, text: 'x', user: 'U0OSCAR' }, 'user_not_in_channel'],
    ['chat.update', { channel: ROOM, ts: '1.1', text: 'x' }, 'message_not_found'],
    ['views.update', { view_id: 'V1', view: modal(section) }, 'not_found'],
    ['users.info', { user: 'U0NOBODY' }, 'user_not_found'],
    ['no.such', {}, 'unknown_method'],
  ])('answers %s %j with %s', async (method, args, error) => {
    expect(await call(method, args)).toMatchObject({ ok: false, error });
  });

  it.each([
    ['more than 50 blocks', Array.from({ length: 51 }, () => section), '/blocks'],
    ['a section of 3001 characters', [{ type: 'section', text: plain('x'.repeat(3001)) }], '/blocks/0/text/text'],
    ['an unknown block', [{ type: 'bogus' }], '/blocks/0'],
    [
      'a block id twice',
      [
        { ...section, block_id: 'a' },
        { ...section, block_id: 'a' },
      ],
      '/blocks/1/block_id',
    ],
    [
      'a button text of 76 characters',
      [{ type: 'actions', elements: [{ type: 'button', text: plain('x'.repeat(76)) }] }],
      '/blocks/0/elements/0',
    ],
  ])('refuses %s and points at it', async (_name, blocks, pointer) => {
    const answer = await call('chat.postMessage', { channel: ROOM, text: 'x', blocks });
    expect(answer).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(answer)).toContain(`json-pointer:${pointer}`);
  });

  it.each([
    ['a title of 25 characters', { ...modal(section), title: plain('x'.repeat(25)) }],
    ['inputs without a submit button', { type: 'modal', title: plain('x'), blocks: [input('a')] }],
    ['metadata above 3000 characters', { ...modal(section), private_metadata: 'x'.repeat(3001) }],
    [
      'an initial option that is not offered',
      modal(
        input('a', {
          type: 'static_select',
          options: [{ text: plain('A'), value: 'a' }],
          initial_option: { text: plain('A'), value: 'b' },
        }),
      ),
    ],
  ])('refuses a modal with %s', async (_name, view) => {
    const answer = await call('views.open', { trigger_id: slack.mintTrigger(sofia.slackUser), view });
    expect(answer).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect(modalOf()).toBeUndefined();
  });

  it('opens one modal for a trigger', async () => {
    const trigger_id = slack.mintTrigger(sofia.slackUser);
    expect(await call('views.open', { trigger_id, view: modal(section) })).toMatchObject({ ok: true });
    expect(await call('views.open', { trigger_id, view: modal(section) })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  it('lets a trigger expire after three seconds', async () => {
    const trigger_id = slack.mintTrigger(sofia.slackUser);
    pass(3_001);
    expect(await call('views.open', { trigger_id, view: modal(section) })).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  it('refuses an update with an old hash, and changes the hash with every update', async () => {
    const view_id = await openModal(section);
    const first = (modalOf()?.view as { hash?: string } | undefined)?.hash;
    expect(await call('views.update', { view_id, hash: first, view: modal(section) })).toMatchObject({ ok: true });
    expect(await call('views.update', { view_id, hash: first, view: modal(section) })).toMatchObject({
      error: 'hash_conflict',
    });
  });

  it('shows an ephemeral message to its one reader', async () => {
    await call('chat.postEphemeral', { channel: ROOM, user: sofia.slackUser, text: 'psst' });
    const seen = characters.filter((one) => JSON.stringify(slack.scene(one)).includes('psst'));
    expect(seen).toEqual([sofia]);
  });

  it('takes a short burst in a channel, and then says how long to wait', async () => {
    const post = () => call('chat.postMessage', { channel: ROOM, text: 'news' });
    for (let sent = 0; sent < 5; sent += 1) expect(await post()).toMatchObject({ ok: true });
    expect(await post()).toEqual({ ok: false, error: 'ratelimited' });
    pass(5_000);
    expect(await post()).toMatchObject({ ok: true });
  });

  it('rate limits, fails and hangs when told to, and only then', async () => {
    slack.fault({ method: 'auth.test', retryAfter: 9 });
    slack.fault({ method: 'auth.test', status: 503 });
    const limited = await testAuth();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '9']);
    expect((await testAuth()).status).toBe(503);
    expect((await testAuth()).status).toBe(200);
    expect(slack.calls.map((one) => one.outcome)).toEqual(['ratelimited', 'http_503', 'ok']);
  });
});
