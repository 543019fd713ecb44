import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { changePaths } from '../../../core/changes/change.js';
import { kindOf, type News, sameFilter, wants } from '../../../core/watch/filter.js';
import { newsKinds, type WatchFilter } from '../../../core/watch/watch.js';

const people = ['ada', 'sofia', 'tom'];
const customers = ['c1', 'c2', 'c3'].map((id) => ({ id, name: id, domain: `${id}.example` }));
const countries = ['ES', 'FR', 'DE'];
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

const filter: fc.Arbitrary<WatchFilter> = fc
  .record({
    customer: maybe(fc.constantFrom(...customers)),
    country: maybe(fc.constantFrom(...countries)),
    kind: maybe(fc.constantFrom(...newsKinds)),
    field: maybe(fc.constantFrom(...changePaths)),
    stage: fc.constantFrom('outcomes' as const, 'requests' as const),
    origin: fc.constantFrom('anywhere' as const, 'elsewhere' as const),
    muteOwn: fc.boolean(),
  })
  .map((given) => JSON.parse(JSON.stringify(given)) as WatchFilter);

const news: fc.Arbitrary<News> = fc
  .record({
    kind: fc.constantFrom(...newsKinds),
    origin: fc.constantFrom('desk' as const, 'elsewhere' as const),
    stage: fc.constantFrom('request' as const, 'outcome' as const),
    customer: maybe(fc.constantFrom(...customers.map(({ id }) => id))),
    countries: fc.uniqueArray(fc.constantFrom(...countries), { maxLength: 2 }),
    paths: fc.uniqueArray(fc.constantFrom(...changePaths), { maxLength: 4 }),
    actor: maybe(fc.constantFrom(...people)),
  })
  .map(({ customer, actor, ...rest }) => ({
    ...rest,
    ...(customer === undefined ? {} : { customer }),
    ...(actor === undefined ? {} : { actor }),
  }));
const owner = fc.constantFrom(...people);
const everything: WatchFilter = { stage: 'requests', origin: 'anywhere', muteOwn: false };

describe('a filter', () => {
  it('that narrows nothing lets everything through', () => {
    fc.assert(
      fc.property(news, owner, (one, who) => {
        expect(wants({ topic: 'changes', filter: everything, owner: who }, one)).toBe(true);
      }),
    );
  });

  it('lets through what each of its parts alone lets through, and nothing else', () => {
    fc.assert(
      fc.property(filter, news, owner, (all, one, who) => {
        const alone = (Object.keys(all) as (keyof WatchFilter)[]).map((part) =>
          wants({ topic: 'changes', filter: { ...everything, [part]: all[part] }, owner: who }, one),
        );
        expect(wants({ topic: 'changes', filter: all, owner: who }, one)).toBe(alone.every(Boolean));
      }),
    );
  });

  it('for approvals wants no notices', () => {
    fc.assert(
      fc.property(filter, news, owner, (all, one, who) => {
        expect(wants({ topic: 'approvals', filter: all, owner: who }, one)).toBe(false);
      }),
    );
  });

  it('that mutes mutes the owner, and nobody else', () => {
    fc.assert(
      fc.property(news, owner, (one, who) => {
        const muted = wants({ topic: 'changes', filter: { ...everything, muteOwn: true }, owner: who }, one);
        expect(muted).toBe(one.actor !== who);
      }),
    );
  });

  it('by country knows where the customer came from and where it went', () => {
    fc.assert(
      fc.property(news, fc.constantFrom(...countries), (one, country) => {
        const heard = wants({ topic: 'changes', filter: { ...everything, country }, owner: 'ada' }, one);
        expect(heard).toBe(one.countries.includes(country));
      }),
    );
  });

  it('by field hears of what may have been that field, where nobody says what changed', () => {
    fc.assert(
      fc.property(news, fc.constantFrom(...changePaths), (one, field) => {
        const heard = wants(
          { topic: 'changes', filter: { ...everything, field }, owner: 'ada' },
          { ...one, paths: [] },
        );
        expect(heard).toBe(one.kind === kindOf(field));
      }),
    );
  });
});

describe('two filters', () => {
  it('that are the same want the same news', () => {
    fc.assert(
      fc.property(filter, news, owner, owner, (one, what, who, whoElse) => {
        const same = sameFilter({ filter: one, owner: who }, { filter: { ...one }, owner: whoElse });
        expect(same).toBe(!one.muteOwn || who === whoElse);
        if (!same) return;
        expect(wants({ topic: 'changes', filter: one, owner: who }, what)).toBe(
          wants({ topic: 'changes', filter: one, owner: whoElse }, what),
        );
      }),
    );
  });

  it('are the same as themselves, and differ by every part', () => {
    fc.assert(
      fc.property(filter, filter, owner, (one, other, who) => {
        expect(sameFilter({ filter: one, owner: who }, { filter: { ...one }, owner: who })).toBe(true);
        const parts = [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof WatchFilter)[];
        const equal = parts.every((part) => JSON.stringify(one[part]) === JSON.stringify(other[part]));
        expect(sameFilter({ filter: one, owner: who }, { filter: other, owner: who })).toBe(equal);
      }),
    );
  });
});
