import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Recipient } from '../../../core/delivery.js';
import type { Place } from '../../../core/turn.js';
import { card, decided, person, room } from './approval-answers.js';
import { type Bench, character, chatUser, openBench, said, SOFIA_DM, sofia, textOf } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const ROOM = 'C0CUSTOMERS';
const ada = character('Admin agent');
const placeOf = (channel: string, more: object = {}): Place => ({
  platform: 'slack',
  team: 'T0PARTNER',
  channel,
  kind: 'channel',
  external: false,
  ...more,
});
const toRoom = (channel = ROOM, more: object = {}): Recipient => ({
  platform: 'slack',
  place: placeOf(channel, more),
  locale: 'en-US',
});
const toSofia: Recipient = { ...toRoom(), user: chatUser(sofia) };
const post = (to: Recipient = toRoom()) => bench.bot.delivery.post(card(room), to);
const revise = (address: Awaited<ReturnType<typeof post>>, to: Recipient = toRoom()) =>
  bench.bot.delivery.revise(address, decided, to);
const postings = () => bench.slack.calls.filter(({ method }) => method === 'chat.postMessage');

describe('a copy of a card', () => {
  it('for a place is read by everybody in it, and has an address', async () => {
    const address = await post();
    const [message] = said(bench.slack, ada, ROOM);
    expect(textOf(message)).toContain('Contoso Ltd');
    expect(message?.ephemeral).toBe(false);
    expect(address).toEqual({ channel: ROOM, ts: message?.ts });
  });

  it('for a person stands in their own conversation, whose real id is in its address', async () => {
    const address = await bench.bot.delivery.post(card(person({ mayWithdraw: true })), toSofia);
    expect(address).toEqual({ channel: SOFIA_DM, ts: said(bench.slack, sofia, SOFIA_DM)[0]?.ts });
    expect(said(bench.slack, sofia, ROOM)).toEqual([]);
  });

  it('for a thread stands in it', async () => {
    await post(toRoom(ROOM, { thread: '1700000000.000100' }));
    expect(postings()[0]?.args).toMatchObject({ channel: ROOM, thread_ts: '1700000000.000100' });
  });

  it('is shown anew in its place', async () => {
    const address = await post();
    expect(textOf(said(bench.slack, ada, ROOM))).toContain('approving');
    expect(await revise(address)).toBe(true);
    const messages = said(bench.slack, ada, ROOM);
    expect(messages).toHaveLength(1);
    expect(textOf(messages)).toContain('Ada Nowak');
    expect(textOf(messages)).not.toContain('approving');
  });

  it('in a personal conversation is shown anew without asking who else reads there', async () => {
    const address = await bench.bot.delivery.post(card(person()), toSofia);
    expect(await bench.bot.delivery.revise(address, decided, toSofia)).toBe(true);
    expect(textOf(said(bench.slack, sofia, SOFIA_DM))).toContain('Ada Nowak');
    expect(bench.slack.calls.map(({ method }) => method)).not.toContain('conversations.info');
  });

  it('shows the same when it is revised twice', async () => {
    const address = await post();
    await revise(address);
    expect(await revise(address)).toBe(true);
    expect(said(bench.slack, ada, ROOM)).toHaveLength(1);
  });

  it('has new block ids whenever it changes', async () => {
    const ids = () => {
      const blocks = (said(bench.slack, ada, ROOM)[0]?.blocks ?? []) as { block_id: string }[];
      return blocks.map(({ block_id }) => block_id);
    };
    const address = await post();
    const before = ids();
    await revise(address);
    expect(ids().filter((id) => before.includes(id))).toEqual([]);
  });
});

describe('a copy whose place cannot be written to', () => {
  it.each([
    ['its channel is archived', { archived: true }, 'archived'],
    ['the bot was removed', { bot: false }, 'gone'],
  ] as const)('because %s is not lost: it follows once the place works again', async (_why, trouble, problem) => {
    const address = await post();
    bench.slack.alterChannel(ROOM, trouble);
    await expect(revise(address)).rejects.toMatchObject({ name: 'PlaceUnreachable', problem });
    bench.slack.alterChannel(ROOM, { archived: false, bot: true });
    expect(await revise(address)).toBe(true);
  });
});

describe('a copy that is gone', () => {
  it('because somebody deleted it is not revised any more', async () => {
    const address = await post();
    bench.slack.removeMessage(ROOM, said(bench.slack, ada, ROOM)[0]?.ts ?? '');
    expect(await revise(address)).toBe(false);
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'is one of which Slack says %s',
    async (error) => {
      const address = await post();
      bench.slack.fault({ method: 'chat.update', error });
      expect(await revise(address)).toBe(false);
    },
  );

  it('is not one that Slack could not be asked about', async () => {
    const address = await post();
    bench.slack.fault({ method: 'chat.update', error: 'fatal_error' });
    await expect(revise(address)).rejects.toMatchObject({ code: 'fatal_error' });
  });

  it('is not one for which Slack asks to wait', async () => {
    const address = await post();
    bench.slack.fault({ method: 'chat.update', retryAfter: 1 });
    await expect(revise(address)).rejects.toMatchObject({ code: 'ratelimited', retryAfterSeconds: 1 });
    expect(bench.slack.calls.filter(({ method }) => method === 'chat.update')).toHaveLength(1);
  });
});

describe('a place with people of other organisations', () => {
  const refused = { name: 'PlaceUnreachable', problem: 'external', code: 'external_place' };

  it('gets nothing when Slack says that it is shared', async () => {
    await expect(post(toRoom('C0CONNECT'))).rejects.toMatchObject(refused);
    expect(postings()).toEqual([]);
  });

  it('is what Slack says, not what a command or a press could not tell of its channel', async () => {
    await post(toRoom(ROOM, { external: true }));
    expect(postings()).toHaveLength(1);
  });

  it('gets nothing any more half a minute after it was shared', async () => {
    await post();
    bench.slack.alterChannel(ROOM, { external: true });
    bench.pass(30_001);
    await expect(post()).rejects.toMatchObject(refused);
    expect(postings()).toHaveLength(1);
  });

  it('has a copy of before, which is not given more to read', async () => {
    const address = await post();
    bench.slack.alterChannel(ROOM, { external: true });
    bench.pass(30_001);
    await expect(revise(address)).rejects.toMatchObject(refused);
    expect(textOf(said(bench.slack, ada, ROOM))).not.toContain('Ada Nowak');
  });

  it('is what a channel counts as of which Slack does not say, as without the scope', async () => {
    bench.slack.fault({ method: 'conversations.info', error: 'missing_scope' });
    await expect(post()).rejects.toMatchObject({ problem: 'unreadable', code: 'missing_scope' });
    expect(postings()).toEqual([]);
  });

  it('is asked about anew after Slack could not say', async () => {
    bench.slack.fault({ method: 'conversations.info', status: 503 });
    await expect(post()).rejects.toMatchObject({ code: 'http' });
    await post();
    expect(postings()).toHaveLength(1);
  });

  it('is asked about once for several posts in a row', async () => {
    await Promise.all([post(), post(), post()]);
    expect(bench.slack.calls.filter(({ method }) => method === 'conversations.info')).toHaveLength(1);
    expect(postings()).toHaveLength(3);
  });
});
