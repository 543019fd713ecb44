import { describe, expect, it } from '@jest/globals';
import { createRateLimits } from '../../sandbox/slack/rate-limits.js';
import { createSendBudget } from '../../sandbox/teams/rate-limits.js';

/** How many of so many in a row are let through, each after a pause. */
function passed(many: number, pauseMs: number, clock: { at: number }, send: (n: number) => boolean): number {
  let count = 0;
  for (let n = 0; n < many; n += 1) {
    if (send(n)) count += 1;
    clock.at += pauseMs;
  }
  return count;
}

describe('the limits of the Slack stand-in', () => {
  const setUp = (limiting: boolean | 'strict' = 'strict') => {
    const clock = { at: 1_800_000_000_000 };
    const limits = createRateLimits(limiting, () => clock.at);
    return { clock, post: (channel: string) => limits.retryAfter('chat.postMessage', channel), limits };
  };

  it('let one message a second into a channel, when they are strict', () => {
    const { clock, post } = setUp();
    expect([post('C1'), post('C1'), post('C2')]).toEqual([undefined, 1, undefined]);
    clock.at += 1_000;
    expect(post('C1')).toBeUndefined();
  });

  it('let a short burst pass, as Slack does', () => {
    const { clock, post } = setUp(true);
    expect(passed(20, 0, clock, () => post('C1') === undefined)).toBe(5);
  });

  it('know that a person and their conversation are one', () => {
    const { post } = setUp();
    expect([post('U07KQWA1SOF'), post('D07KQWA1SOF')]).toEqual([undefined, 1]);
  });

  it('let 300 messages a minute into a workspace, wherever they go', () => {
    const { clock, post } = setUp();
    expect(passed(400, 100, clock, (n) => post(`C${n}`) === undefined)).toBe(300);
    clock.at += 20_000;
    expect(post('C1')).toBeUndefined();
  });

  it('let 50 messages a minute be changed, whatever is posted', () => {
    const { clock, limits, post } = setUp();
    expect(passed(60, 0, clock, (n) => limits.retryAfter('chat.update', `C${n}`) === undefined)).toBe(50);
    expect(limits.retryAfter('chat.update', 'C1')).toBe(60);
    expect(post('C1')).toBeUndefined();
  });

  it('concern nothing else, and nothing at all when they are off', () => {
    const { clock, limits } = setUp();
    expect(passed(500, 0, clock, () => limits.retryAfter('users.info', '') === undefined)).toBe(500);
    const off = setUp(false);
    expect(passed(500, 0, off.clock, () => off.post('C1') === undefined)).toBe(500);
  });
});

describe('the limits of the Teams stand-in', () => {
  const setUp = () => {
    const clock = { at: 1_800_000_000_000 };
    return { clock, send: createSendBudget(() => clock.at) };
  };

  it('let 7 messages a second and 8 in two seconds into a conversation', () => {
    const { clock, send } = setUp();
    expect(passed(10, 0, clock, () => send('a', 't'))).toBe(7);
    clock.at += 1_000;
    expect(passed(10, 0, clock, () => send('a', 't'))).toBe(1);
    expect(send('b', 't')).toBe(true);
  });

  it('let 60 messages in 30 seconds into a conversation, and 1,800 in an hour', () => {
    const { clock, send } = setUp();
    expect(passed(100, 290, clock, () => send('a', 't'))).toBe(60);
    const slow = setUp();
    expect(passed(3_599, 1_000, slow.clock, () => slow.send('a', 't'))).toBe(1_800);
  });

  it('let 50 messages a second into a tenant', () => {
    const { clock, send } = setUp();
    expect(passed(60, 0, clock, (n) => send(`c${n}`, 't'))).toBe(50);
    expect(send('c1', 'another tenant')).toBe(true);
    clock.at += 1_000;
    expect(send('d', 't')).toBe(true);
  });
});
