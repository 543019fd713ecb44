import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readWish } from '../../cards/understand/wish.js';
import { understand } from '../../cards/understand/understand.js';
import { changePaths } from '../../core/changes/change.js';
import { newsKinds, type WatchWish } from '../../core/watch/watch.js';

const pad = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
const words: Record<NonNullable<WatchWish['kind']>, string> = {
  account: 'billing information',
  purchase: 'purchase permissions',
  relationship: 'relationships',
};
/** A name that asks for nothing else, which needs no quotation marks. */
const plainName = fc.stringMatching(/^zx[a-z]{1,8}( zx[a-z]{1,8}){0,2}$/u);
/** A wish, written out in pieces. */
const written = fc
  .record({
    customer: fc.oneof(
      fc.constant(undefined),
      fc.stringMatching(/^[\p{L}\p{N}.,&()' -]{1,40}$/u).filter((name) => name.trim() === name && name !== ''),
      plainName,
    ),
    country: fc.constantFrom(undefined, 'DE', 'FR', 'GS', 'US', 'KR'),
    kind: fc.constantFrom(undefined, ...newsKinds),
    stage: fc.constantFrom(undefined, 'outcomes', 'requests'),
    origin: fc.constantFrom(undefined, 'anywhere', 'elsewhere'),
    muteOwn: fc.constantFrom(undefined, true),
    rhythm: fc.oneof(
      fc.constantFrom(undefined, { every: 'change' } as const, { every: 'hour' } as const),
      minutes.map((time) => ({ every: 'day' as const, at: time })),
    ),
    quiet: fc.option(
      fc.tuple(minutes, minutes).filter(([from, to]) => from !== to),
      { nil: undefined },
    ),
  })
  .chain(({ customer, country, kind, stage, origin, muteOwn, rhythm, quiet }) => {
    const pieces = [
      customer === undefined ? '' : /^zx[a-z]+( zx[a-z]+)*$/u.test(customer) ? customer : `"${customer}"`,
      country === undefined ? '' : `country ${country}`,
      kind === undefined ? '' : words[kind],
      stage === undefined ? '' : `only ${stage}`,
      origin === undefined ? '' : `made ${origin}`,
      muteOwn === undefined ? '' : 'except my own',
      rhythm === undefined ? '' : rhythm.every === 'day' ? `daily at ${pad(rhythm.at)}` : `every ${rhythm.every}`,
      quiet === undefined ? '' : `quiet ${pad(quiet[0])}-${pad(quiet[1])}`,
    ].filter((piece) => piece !== '');
    const wish = Object.fromEntries(
      Object.entries({
        customer,
        country,
        kind,
        stage,
        origin,
        muteOwn,
        rhythm,
        quiet: quiet && { from: quiet[0], to: quiet[1] },
      }).filter(([, value]) => value !== undefined),
    );
    return fc
      .shuffledSubarray(pieces, { minLength: pieces.length, maxLength: pieces.length })
      .map((order) => ({ text: order.join(' '), wish }));
  });

describe('a wish that is written out', () => {
  it('is read back, in whatever order', () => {
    fc.assert(
      fc.property(written, ({ text, wish }) => {
        expect(readWish(text, 'en-US')).toEqual({ topic: 'changes', ...wish });
      }),
    );
  });

  it('comes with the command, whatever command word was used', () => {
    fc.assert(
      fc.property(written, fc.constantFrom('watch', 'Subscribe to', 'unwatch', 'stop watching'), (one, word) => {
        fc.pre(!/ {2}/u.test(one.text));
        expect(understand(`${word} ${one.text}`, 'en')).toMatchObject({
          type: 'command',
          command: /^(?:un|stop)/u.test(word) ? 'unwatch' : 'watch',
          wish: { topic: 'changes', ...one.wish },
        });
      }),
    );
  });
});

describe('any text at all', () => {
  const pieces = fc.constantFrom(
    'daily',
    'at',
    '9',
    'quiet',
    '18-8',
    '"',
    "'",
    ',',
    'in',
    'Germany',
    'customer',
    'and',
    'Ltd',
    '世',
    '«',
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 1000 }),
    fc.array(pieces, { maxLength: 40 }).map((list) => list.join(' ')),
  );

  it('is a wish of known codes, whose customer is part of the text', () => {
    fc.assert(
      fc.property(anyText, fc.string(), (text, locale) => {
        const wish = readWish(text, locale);
        expect(['changes', 'approvals']).toContain(wish.topic);
        expect(wish.customer).not.toBe('');
        if (wish.kind) expect(newsKinds).toContain(wish.kind);
        if (wish.field) expect(changePaths).toContain(wish.field);
        if (wish.country) expect(wish.country).toMatch(/^[A-Z]{2}$/u);
        const times = [wish.rhythm?.every === 'day' ? wish.rhythm.at : 0, wish.quiet?.from ?? 0, wish.quiet?.to ?? 0];
        expect(times.every((time) => Number.isInteger(time) && time >= 0 && time < 24 * 60)).toBe(true);
      }),
    );
  });

  it('says the same again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readWish(text, 'en')).toEqual(readWish(text, 'en-GB'));
      }),
    );
  });
});
