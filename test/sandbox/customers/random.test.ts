import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { asciiLabel } from '../../../sandbox/customers/ascii.js';
import { seeded } from '../../../sandbox/customers/random.js';

function take(seed: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: 20 }, () => random.next());
}

describe('the seeded source of numbers', () => {
  it('gives the same for the same seed, and other things for another', () => {
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });

  it('stays within its limits', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, limit) => {
        const number = seeded(seed).below(limit);
        expect(number >= 0 && number < limit && Number.isInteger(number)).toBe(true);
      }),
    );
  });

  it('makes GUIDs of version 4', () => {
    const random = seeded(1);
    for (let n = 0; n < 50; n++)
      expect(random.guid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('the label of a domain', () => {
  it('is ASCII whatever the name', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => /^[a-z0-9]{0,25}$/.test(asciiLabel(name))));
  });

  it('writes Cyrillic and accents in Latin letters', () => {
    expect([asciiLabel('Щербак и Жук'), asciiLabel('Weiß Möbel'), asciiLabel('Têxteis São')]).toEqual([
      'shcherbakizhuk',
      'weissmobel',
      'texteissao',
    ]);
  });
});
