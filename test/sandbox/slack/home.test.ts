import { describe, expect, it } from '@jest/globals';
import { botAnswers, call, input, modalOf, oscar, plain, received, section, slack, sofia, useStage } from './stage.js';

useStage();

const button = { type: 'button', action_id: 'go', text: plain('Go'), value: 'it' };
const home = (...blocks: object[]) => ({ type: 'home', blocks });
const publish = (view: object, user_id = sofia.slackUser) => call('views.publish', { user_id, view });
const shown = (who = sofia) => slack.scene(who).home as { id: string; hash: string; blocks: unknown[] } | undefined;
const payloadOf = (request = received.at(-1)) =>
  JSON.parse(new URLSearchParams(request?.body ?? '').get('payload') ?? '{}') as Record<string, unknown>;

describe('the Home tab', () => {
  it('is published for one person, and keeps its id when it is published again', async () => {
    await publish(home(section));
    const first = shown();
    await publish(home(section, section));
    expect(shown()).toMatchObject({ id: first?.id, blocks: [{ type: 'section' }, { type: 'section' }] });
    expect(shown()?.hash).not.toBe(first?.hash);
    expect(slack.scene(oscar).home).toBeUndefined();
  });

  it('is not published over a newer one when a hash is given', async () => {
    await publish(home(section));
    const { hash } = shown() ?? {};
    await publish(home(section));
    const args = { user_id: sofia.slackUser, hash, view: home(section) };
    expect(await call('views.publish', args)).toMatchObject({ error: 'hash_conflict' });
  });

  it.each([
    ['somebody of another organisation', oscar.slackUser],
    ['nobody', 'U0NOBODY'],
  ])('is not there for %s', async (_name, user) => {
    expect(await publish(home(section), user)).toMatchObject({ ok: false, error: 'user_not_found' });
  });

  it.each([
    ['a modal', { type: 'modal', title: plain('x'), blocks: [section] }],
    ['a view with a title', { ...home(section), title: plain('x') }],
    ['a view with a submit button', { ...home(input('a')), submit: plain('x') }],
    ['more than 100 blocks', home(...Array.from({ length: 101 }, () => section))],
    ['an alert, which is for modals', home({ type: 'alert', text: plain('x') })],
  ])('does not take %s', async (_name, view) => {
    expect(await publish(view)).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect(shown()).toBeUndefined();
  });

  it('is no view that a modal can be', async () => {
    const trigger_id = slack.mintTrigger(sofia.slackUser);
    expect(await call('views.open', { trigger_id, view: home(section) })).toMatchObject({ error: 'invalid_arguments' });
  });

  it('tells the bot when it is opened, with what it shows', async () => {
    await slack.act(sofia, { type: 'home' });
    await publish(home(section));
    await slack.act(sofia, { type: 'home' });
    const [first, second] = received.map(({ body }) => JSON.parse(body) as { event: object });
    expect(first?.event).toMatchObject({ type: 'app_home_opened', user: 'U0SOFIA', channel: 'D0SOFIA', tab: 'home' });
    expect(first?.event).not.toHaveProperty('view');
    expect(second?.event).toMatchObject({ view: { type: 'home', id: shown()?.id } });
  });

  it('is opened again by Slack when the bot did not acknowledge', async () => {
    botAnswers(() => ({ status: received.length < 2 ? 503 : 200 }));
    await slack.act(sofia, { type: 'home' });
    while (received.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(received[1]?.headers['x-slack-retry-num']).toBe('1');
  });

  it('cannot be opened by somebody of another organisation', async () => {
    await slack.act(oscar, { type: 'home' });
    expect(received).toEqual([]);
    expect(slack.scene(oscar).clientError).toContain('not an app of your workspace');
  });

  it('has buttons whose trigger opens a modal, and no message to replace', async () => {
    await publish(home({ type: 'actions', block_id: 'b', elements: [button] }));
    await slack.act(sofia, { type: 'pressInHome', blockId: 'b', actionId: 'go' });
    const payload = payloadOf();
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: shown()?.id },
      view: { type: 'home', id: shown()?.id },
      actions: [{ action_id: 'go', block_id: 'b', value: 'it' }],
    });
    expect(payload).not.toHaveProperty('response_url');
    const view = { type: 'modal', title: plain('x'), blocks: [section] };
    await call('views.open', { trigger_id: payload['trigger_id'], view });
    expect(modalOf()).toBeDefined();
  });

  it('says so when the button is not there any more', async () => {
    await slack.act(sofia, { type: 'pressInHome', blockId: 'b', actionId: 'go' });
    expect(received).toEqual([]);
    expect(slack.scene(sofia).clientError).toContain('changed');
  });
});
