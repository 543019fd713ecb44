import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountAnswer, found } from './answers.js';
import { card, decisionForm, room } from './approval-answers.js';
import { ada, forged, ROOM, shared, toRoom, whispers } from './pressing.js';
import { type Bench, openBench, said, sofia, textOf, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  await bench.bot.delivery.post(card(room), toRoom());
});
afterEach(() => bench.close());

const modal = (who = ada) => bench.slack.scene(who).modal;
const value = (verb: string) => JSON.stringify({ v: 1, verb, id: 'thing-1', version: 2 });
/** A press with the response URL that Slack would give. */
const press = (verb: string, more: object = {}) => bench.slack.sendForm(forged(bench, value(verb), more));
const inList = { container: { type: 'message', channel_id: ROOM, message_ts: '1.1', is_ephemeral: true } };
const respondingTo = () => ({
  response_url: bench.slack.mintResponse(ROOM, ada.slackUser, shared(bench)[0]?.ts ?? ''),
});

describe('a press on a notice that a whole channel reads', () => {
  it.each(['account', 'report', 'watches', 'testWatch', 'unwatch'])(
    'that asks for %s is answered to the presser alone, beside the notice',
    async (verb) => {
      const before = shared(bench);
      bench.answerWith(() => accountAnswer);
      await press(verb, respondingTo());
      await until(() => textOf(whispers(bench)).includes('Seattle'));
      expect(shared(bench)).toEqual(before);
      expect(textOf(said(bench.slack, sofia, ROOM))).toBe(textOf(before));
    },
  );

  it.each(['account', 'report', 'unwatch', 'watching'])('that asks for %s comes from that channel', async (verb) => {
    await press(verb);
    await until(() => bench.turns.length);
    expect(bench.turns).toMatchObject([
      {
        act: { type: 'action', action: { verb, id: 'thing-1', version: 2 } },
        place: { platform: 'slack', team: 'T0PARTNER', channel: ROOM, kind: 'channel' },
        user: { user: ada.slackUser, standing: 'member' },
      },
    ]);
  });

  it('that edits a watch opens a form for the presser alone', async () => {
    const before = shared(bench);
    bench.answerWith(() => decisionForm());
    await press('watching', respondingTo());
    await until(() => textOf(modal()?.view).includes('"reason'));
    expect(modal(sofia)).toBeUndefined();
    expect(whispers(bench)).toEqual([]);
    expect(shared(bench)).toEqual(before);
  });

  it('that stands in a thread comes from the channel, and from that thread', async () => {
    const thread = '1700000000.000100';
    const container = { type: 'message', channel_id: ROOM, message_ts: '1.1', is_ephemeral: false, thread_ts: thread };
    await press('unwatch', { container });
    await until(() => bench.turns.length);
    expect(bench.turns[0]?.place).toMatchObject({ channel: ROOM, kind: 'channel' });
  });
});

describe('a press on a list that one person alone sees in a channel', () => {
  it.each(['account', 'report', 'unwatch', 'testWatch', 'watches'])('for %s comes from that channel', async (verb) => {
    await press(verb, inList);
    await until(() => bench.turns.length);
    expect(bench.turns[0]?.place).toMatchObject({ channel: ROOM, kind: 'channel' });
  });

  it('for unwatch makes room for its answer, for that person alone', async () => {
    bench.answerWith(() => found);
    await bench.slack.act(ada, { type: 'say', channel: ROOM, text: '/partnerdesk find cont' });
    const list = await until(() => whispers(bench)[0]);
    bench.answerWith(() => accountAnswer);
    const response_url = bench.slack.mintResponse(ROOM, ada.slackUser, list.ts);
    await press('unwatch', { ...inList, message: undefined, response_url });
    await until(() => textOf(whispers(bench)).includes('Seattle'));
    expect(whispers(bench)).toHaveLength(1);
    expect(shared(bench)).toHaveLength(1);
  });

  it('for the form of a watch opens it, and leaves the list', async () => {
    bench.answerWith(() => found);
    await bench.slack.act(ada, { type: 'say', channel: ROOM, text: '/partnerdesk find cont' });
    const list = await until(() => whispers(bench)[0]);
    bench.answerWith(() => decisionForm());
    const response_url = bench.slack.mintResponse(ROOM, ada.slackUser, list.ts);
    await press('watching', { ...inList, message: undefined, response_url });
    await until(() => textOf(modal()?.view).includes('"reason'));
    expect(whispers(bench)).toEqual([list]);
  });
});
