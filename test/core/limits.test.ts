import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createLimiter, turnLimits, WINDOW_MS } from '../../core/limits.js';
import type { Act, Turn } from '../../core/turn.js';

const refresh: Act = { type: 'action', action: { v: 1, verb: 'change' }, values: {}, automatic: true };
let count = 0;

function turn(parts: { user?: string; channel?: string; delivery?: string; act?: Act; personal?: true } = {}): Turn {
  const { user = 'U1', channel = 'C1', delivery = `d${(count += 1)}` } = parts;
  return {
    delivery,
    user: { platform: 'slack', tenant: 'T1', user, standing: 'stranger' },
    place: { platform: 'slack', team: 'T1', channel, kind: parts.personal ? 'personal' : 'channel', external: false },
    locale: 'en',
    act: parts.act ?? { type: 'command', command: 'help', argument: '' },
  };
}

function setup(limits = {}) {
  const clock = { now: 1_000_000 };
  return { clock, limiter: createLimiter({ limits, now: () => clock.now }) };
}

describe('a person who asks too often', () => {
  it('is stopped at the limit, whatever their standing, and told once when to go on', () => {
    const { clock, limiter } = setup({ person: 3 });
    for (let taken = 0; taken < 3; taken += 1) {
      expect(limiter.take(turn())).toBeUndefined();
      clock.now += 1_000;
    }
    expect(limiter.take(turn())).toEqual({ of: 'person', seconds: 57, tell: true });
    for (let more = 0; more < 5; more += 1) expect(limiter.take(turn())).toMatchObject({ tell: false });
  });

  it('may go on when they were told to', () => {
    const { clock, limiter } = setup({ person: 2 });
    limiter.take(turn());
    clock.now += 5_000;
    limiter.take(turn());
    const excess = limiter.take(turn());
    clock.now += (excess?.seconds ?? 0) * 1_000;
    expect(limiter.take(turn())).toBeUndefined();
  });

  it('who goes on hammering is not told again, and after a quiet minute is', () => {
    const { clock, limiter } = setup({ person: 1 });
    limiter.take(turn());
    const told = [limiter.take(turn())?.tell];
    for (let second = 0; second < 120; second += 1) {
      clock.now += 1_000;
      told.push(limiter.take(turn())?.tell ?? false);
    }
    expect(told.filter(Boolean)).toHaveLength(1);
    clock.now += 2 * WINDOW_MS;
    limiter.take(turn());
    expect(limiter.take(turn())?.tell).toBe(true);
  });

  it('does not stop anybody else', () => {
    const { limiter } = setup({ person: 1 });
    limiter.take(turn());
    expect(limiter.take(turn())).toBeDefined();
    expect(limiter.take(turn({ user: 'U2' }))).toBeUndefined();
  });
});

describe('a delivery that comes again', () => {
  it('counts once', () => {
    const { limiter } = setup({ person: 2 });
    for (let again = 0; again < 10; again += 1) expect(limiter.take(turn({ delivery: 'same' }))).toBeUndefined();
    expect(limiter.take(turn())).toBeUndefined();
    expect(limiter.take(turn())).toBeDefined();
    expect(limiter.take(turn({ delivery: 'same' }))).toBeUndefined();
  });
});

describe('a place', () => {
  it('is stopped for all of its people together, a 1:1 conversation by its person alone', () => {
    const { limiter } = setup({ person: 10, place: 3 });
    for (const user of ['U1', 'U2', 'U3']) expect(limiter.take(turn({ user }))).toBeUndefined();
    expect(limiter.take(turn({ user: 'U4' }))).toMatchObject({ of: 'place', tell: true });
    expect(limiter.take(turn({ user: 'U4', channel: 'C2' }))).toBeUndefined();
    expect(limiter.take(turn({ user: 'U4', personal: true }))).toBeUndefined();
  });
});

describe('cards that refresh themselves', () => {
  it('have a limit of their own, of which nobody is told', () => {
    const { limiter } = setup({ person: 1, place: 1, refreshes: 2 });
    for (let taken = 0; taken < 2; taken += 1) expect(limiter.take(turn({ act: refresh }))).toBeUndefined();
    expect(limiter.take(turn({ act: refresh }))).toMatchObject({ of: 'refreshes', tell: false });
    expect(limiter.take(turn())).toBeUndefined();
  });
});

describe('whatever comes in whatever order', () => {
  it('never takes more than the limit within any window, and refuses nothing below it', () => {
    const step = fc.record({ wait: fc.integer({ min: 0, max: 40_000 }), user: fc.constantFrom('U1', 'U2') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { clock, limiter } = setup({ person: 4, place: 1_000 });
        const taken: Record<string, number[]> = { U1: [], U2: [] };
        for (const { wait, user } of steps) {
          clock.now += wait;
          const within = (taken[user] ?? []).filter((at) => clock.now - at < WINDOW_MS).length;
          const refused = limiter.take(turn({ user })) !== undefined;
          expect(refused).toBe(within >= 4);
          if (!refused) taken[user]?.push(clock.now);
        }
      }),
    );
  });

  it('a clock that is set back stops nobody for longer', () => {
    const { clock, limiter } = setup({ person: 1 });
    limiter.take(turn());
    clock.now -= 3_600_000;
    expect(limiter.take(turn())).toBeUndefined();
  });

  it('remembers a bounded number of people', () => {
    const { limiter } = setup({ person: 1 });
    limiter.take(turn({ user: 'first' }));
    for (let user = 0; user < 20_000; user += 1) limiter.take(turn({ user: `U${user}`, personal: true }));
    // Forgotten by then, and so let in: memory comes before counting.
    expect(limiter.take(turn({ user: 'first' }))).toBeUndefined();
    expect(turnLimits.person).toBeLessThan(turnLimits.place);
  });
});
