import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { makeCompanies } from '../../../../bench/search/company-names.js';
import type { CustomerIndex } from '../../../../core/customers/search/customer-index.js';
import { fold } from '../../../../core/customers/search/fold.js';
import { customer, idOf, indexOf } from './indexed.js';

/** Of five scripts, as the bench has them. */
const others = [...makeCompanies(20261125, 1_000)].map(({ name }) => name);
const SUBJECT = 5_000;

const letters = {
  Latin: 'abcdefghijklmnopqrstuvwxyzéüñßœł',
  Cyrillic: 'абвгдеёжзийклмнопрстуфхцчшщыьэюя',
  Greek: 'αβγδεζηθικλμνξοπρστυφχψωάίς',
  Arabic: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
  Han: '华中国东方大海天成金泰安宝瑞丰盛达信诚和平康健臺灣電腦',
  Hangul: '가나다라마바사아자차카타파하한국',
  Devanagari: 'कखगघचछजझटठडतथदनपफबमयरलवशसह',
  rare: '𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇',
};

/** A name of so many letters of one script, in one word or several. */
const nameOf = (fewest: number, most: number) =>
  fc.constantFrom(...Object.values(letters)).chain((alphabet) =>
    fc.record({
      alphabet: fc.constant(Array.from(alphabet)),
      signs: fc.array(fc.constantFrom(...Array.from(alphabet)), { minLength: fewest, maxLength: most }),
      blank: fc.nat({ max: most * 2 }),
    }),
  );

const joined = (signs: readonly string[], blank: number) =>
  [...signs.slice(0, blank), ' ', ...signs.slice(blank)].join('').trim();

describe('among a thousand others', () => {
  let index: CustomerIndex;
  beforeAll(async () => {
    index = await indexOf(...others);
  });

  async function finds(name: string, text: string, limit = 200): Promise<boolean> {
    await index.put([customer(SUBJECT, name)]);
    return (await index.search(text, { limit })).some(({ id }) => id === idOf(SUBJECT));
  }

  it('finds any name by any beginning of it', async () => {
    await fc.assert(
      fc.asyncProperty(nameOf(1, 40), fc.nat(), async ({ signs, blank }, cut) => {
        const name = joined(signs, blank);
        const typed = Array.from(name).slice(0, 1 + (cut % name.length));
        expect(await finds(name, typed.join(''), 1_500)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('finds any name with one edit in it, wherever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        nameOf(6, 40),
        fc.nat(),
        fc.constantFrom('more' as const, 'fewer' as const, 'other' as const, 'exchanged' as const),
        fc.nat(),
        async ({ signs, blank, alphabet }, place, edit, letter) => {
          const name = joined(signs, blank);
          const written = Array.from(name);
          const at = place % written.length;
          fc.pre(written[at] !== ' ');
          const other = alphabet[letter % alphabet.length] ?? '';
          const [before, after] = [written.slice(0, at), written.slice(at + 1)];
          const edited = {
            more: [other, ...written.slice(at)],
            fewer: after,
            other: [other, ...after],
            exchanged: [...written.slice(at, at + 2).toReversed(), ...written.slice(at + 2)],
          };
          const text = [...before, ...edited[edit]].join('');
          // ß and œ are two letters: exchanging them with a neighbour is more than one edit.
          fc.pre(!/[ßœ]/u.test(name + text) || fold(name) === fold(text));
          expect(await finds(name, text)).toBe(true);
        },
      ),
      { numRuns: 120 },
    );
  }, 120_000);

  it('finds any of the others by itself, in front of all who are called otherwise', async () => {
    for (const name of others.filter((_, number) => number % 20 === 0)) {
      const [first] = await index.search(name, { limit: 5 });
      expect(fold(first?.name ?? '')).toBe(fold(name));
    }
  });

  it('throws for no text and no name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'binary' }),
        async (name, text) => {
          await index.put([customer(SUBJECT, name, { domain: text, otherName: text, domains: [name] })]);
          expect((await index.search(text, { limit: 5 })).length).toBeLessThanOrEqual(5);
          expect((await index.search(name, { limit: 5 })).length).toBeLessThanOrEqual(5);
        },
      ),
      { numRuns: 60 },
    );
  });
});
