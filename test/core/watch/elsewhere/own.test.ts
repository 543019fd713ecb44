import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Fields } from '../../../../core/partner/fields.js';
import { judge, OWN_WITHIN_MS, type OwnWrite, replay, type Suspect } from '../../../../core/watch/elsewhere/own.js';
import { differencesIn } from '../../../../core/watch/elsewhere/values.js';
import { CONTOSO, HOUR, MINUTE } from './bench.js';

const AT = Date.UTC(2026, 9, 14, 11);

const write = (more: Partial<OwnWrite> = {}): OwnWrite => ({
  change: 'change-1',
  state: 'applied',
  before: { companyName: 'Old', lastName: 'Roe' },
  after: { companyName: 'New' },
  correlationId: 'turn-1',
  writtenAt: [AT],
  appliedAt: AT + 500,
  ...more,
});

function suspect(more: Partial<Suspect> = {}, without: readonly ('before' | 'after')[] = []): Suspect {
  const record: Suspect = {
    customer: CONTOSO,
    operation: 'update_customer_billing_profile',
    at: AT + 200,
    correlationId: undefined,
    before: { companyName: 'Old', lastName: 'Roe' },
    after: { companyName: 'New', lastName: 'Roe' },
    whole: true,
    ...more,
  };
  for (const side of without) delete record[side];
  return record;
}

const whose = (record: Suspect, ...writes: OwnWrite[]) => judge(record, writes, () => false).whose;

describe('whose deed a record is', () => {
  it.each<[string, Suspect, OwnWrite, string]>([
    ['holds what we wrote a moment ago', suspect(), write(), 'own'],
    ['holds what we wrote, under a correlation id that is not ours', suspect({ correlationId: 'x' }), write(), 'own'],
    ['has our correlation id, whatever it holds', suspect({ correlationId: 'turn-1', after: {} }), write(), 'own'],
    ['has our correlation id, a day later', suspect({ correlationId: 'turn-1', at: AT + 24 * HOUR }), write(), 'own'],
    [
      'has our correlation id, of a change that failed',
      suspect({ correlationId: 'turn-1' }),
      write({ state: 'ended' }),
      'own',
    ],
    [
      'names no customer, and has our correlation id',
      suspect({ customer: undefined, correlationId: 'turn-1' }),
      write(),
      'own',
    ],
    ['names no customer', suspect({ customer: undefined }), write(), 'elsewhere'],
    ['holds the same an hour later', suspect({ at: AT + HOUR }), write(), 'elsewhere'],
    ['holds the same an hour earlier', suspect({ at: AT - HOUR }), write(), 'elsewhere'],
    ['holds another value', suspect({ after: { companyName: 'Newer' } }), write(), 'elsewhere'],
    ['holds a value in another case', suspect({ after: { companyName: 'NEW' } }), write(), 'elsewhere'],
    ['began at another value', suspect({ before: { companyName: 'Between' } }), write(), 'elsewhere'],
    ['does not say where it began', suspect({}, ['before']), write(), 'own'],
    ['does not say what it holds', suspect({}, ['before', 'after']), write(), 'own'],
    [
      'does not say what it holds, an hour later',
      suspect({ at: AT + HOUR }, ['before', 'after']),
      write(),
      'elsewhere',
    ],
    [
      'holds more that others changed meanwhile',
      suspect({ after: { companyName: 'New', lastName: 'Doe' } }),
      write(),
      'own',
    ],
    [
      'holds one of two fields that we wrote',
      suspect(),
      write({ after: { companyName: 'New', lastName: 'Doe' } }),
      'elsewhere',
    ],
    [
      'holds what we emptied',
      suspect({ after: { companyName: 'New', lastName: '' } }),
      write({ after: { lastName: '' } }),
      'own',
    ],
    ['lacks what we emptied', suspect({ after: { companyName: 'New' } }), write({ after: { lastName: '' } }), 'own'],
    ['holds what a change was found to be already', suspect(), write({ writtenAt: [] }), 'elsewhere'],
    ['holds what a change that failed would have written', suspect(), write({ state: 'ended' }), 'elsewhere'],
    ['holds what a write sets whose answer is not known', suspect(), write({ state: 'open' }), 'undecided'],
    [
      'holds other than a write sets whose answer is not known',
      suspect({ after: { companyName: 'X' } }),
      write({ state: 'open' }),
      'elsewhere',
    ],
    [
      'holds what was written once before the answer came, hours later',
      suspect(),
      write({ appliedAt: AT + 5 * HOUR }),
      'own',
    ],
    ['holds what the second try wrote', suspect({ at: AT + HOUR }), write({ writtenAt: [AT, AT + HOUR] }), 'own'],
    [
      'tells a part, and that is ours',
      suspect({ whole: false, before: { companyName: 'Old' }, after: { companyName: 'New' } }),
      write({ after: { companyName: 'New', lastName: 'Doe' } }),
      'own',
    ],
    [
      'tells a part that we did not write',
      suspect({ whole: false, before: {}, after: { email: 'a@b.example' } }),
      write(),
      'elsewhere',
    ],
  ])('when it %s', (_what, record, own, verdict) => {
    expect(whose(record, own)).toBe(verdict);
  });

  it('is not ours without a change', () => {
    expect(whose(suspect({ correlationId: 'turn-1' }))).toBe('elsewhere');
  });

  it('is not ours when the change has its record already', () => {
    expect(judge(suspect(), [write()], () => true).whose).toBe('elsewhere');
    expect(judge(suspect({ correlationId: 'turn-1' }), [write()], () => true).whose).toBe('own');
  });

  it('goes to the change that was written nearest to it', () => {
    const [far, near] = [write({ change: 'far', writtenAt: [AT - 2 * MINUTE] }), write({ change: 'near' })];
    expect(judge(suspect(), [far, near], () => false)).toEqual({ whose: 'own', change: 'near' });
    expect(judge(suspect(), [far, near], (change) => change === 'near')).toEqual({ whose: 'own', change: 'far' });
  });

  const value = fc.constantFrom('a', 'b', 'c', '');
  const fields = fc.record({ companyName: value, lastName: value, email: value });

  it('is never ours when it holds a value that the change did not set', () => {
    fc.assert(
      fc.property(fields, fields, fields, fc.integer({ min: -HOUR, max: HOUR }), (before, after, held, later) => {
        const differs = (['companyName', 'lastName', 'email'] as const).some((path) => held[path] !== after[path]);
        fc.pre(differs);
        const record = suspect({ before, after: held, at: AT + later });
        expect(whose(record, write({ before, after }))).toBe('elsewhere');
      }),
    );
  });

  it('is ours within minutes of the write and not beyond, whatever was written', () => {
    fc.assert(
      fc.property(fields, fields, fc.integer({ min: -HOUR, max: HOUR }), (before, after, later) => {
        const record = suspect({ before, after: { ...before, ...after }, at: AT + later });
        const expected = Math.abs(later) <= OWN_WITHIN_MS ? 'own' : 'elsewhere';
        expect(whose(record, write({ before, after }))).toBe(expected);
      }),
    );
  });
});

describe('what a profile would be by the desk alone', () => {
  const value = fc.constantFrom('a', 'b', 'c', '');
  const path = fc.constantFrom('companyName', 'lastName', 'email');
  type Path = 'companyName' | 'lastName' | 'email';
  const deed = fc.record({ ours: fc.boolean(), path, value });

  /** Plays deeds of the desk and of others, in order. */
  function play(then: Fields, deeds: readonly { ours: boolean; path: string; value: string }[]) {
    const now: Fields = { ...then };
    const writes: OwnWrite[] = [];
    for (const { ours, path: name, value: next } of deeds) {
      const at = name as Path;
      if (ours) writes.push(write({ before: { ...now }, after: { [at]: next }, writtenAt: [AT + writes.length] }));
      now[at] = next;
    }
    return { now, writes };
  }

  const start: Fields = { companyName: 'a', lastName: 'a', email: 'a' };

  it('is what it is when only the desk wrote', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 6 }), (deeds) => {
        const { now, writes } = play(
          start,
          deeds.map((one) => ({ ...one, ours: true })),
        );
        expect(replay(start, now, writes)).toEqual(now);
      }),
    );
  });

  it('is what it was when only others wrote', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 6 }), (deeds) => {
        const { now, writes } = play(
          start,
          deeds.map((one) => ({ ...one, ours: false })),
        );
        expect(replay(start, now, writes)).toEqual(start);
      }),
    );
  });

  it('differs from what it is in every field that somebody else wrote last and otherwise', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 6 }), (deeds) => {
        const { now, writes } = play(start, deeds);
        const replayed = replay(start, now, writes) ?? {};
        const told = differencesIn({ before: replayed, after: now, whole: true }).map((one) => one.path);
        for (const name of ['companyName', 'lastName', 'email'] as const) {
          const here = deeds.filter((one) => one.path === name);
          // The desk's last write began where somebody else had left it: that is told by its own notice.
          if (here.every(({ ours }) => ours)) expect(told).not.toContain(name);
          const last = here.at(-1);
          const ours = here.filter((one) => one.ours);
          if (last && !last.ours && ours.length === 0 && last.value !== start[name]) expect(told).toContain(name);
        }
      }),
    );
  });

  it('waits for a write that seems to have taken effect, and only then', () => {
    const open = write({ state: 'open', before: { companyName: 'a' }, after: { companyName: 'b' } });
    expect(replay(start, { ...start, companyName: 'b' }, [open])).toBeUndefined();
    expect(replay(start, start, [open])).toEqual(start);
    expect(replay(start, { ...start, lastName: 'b' }, [open])).toEqual(start);
  });
});
