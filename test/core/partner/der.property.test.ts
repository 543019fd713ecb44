import { describe, expect, it } from '@jest/globals';
import { assert, property, uint8Array } from 'fast-check';
import { DerError, derValues, GENERALIZED_TIME, timeOf, UTC_TIME } from '../../../core/partner/der.js';

describe('bytes that may be DER', () => {
  it('are read as values that lie one behind the other, or refused, whatever they are', () => {
    assert(
      property(uint8Array({ maxLength: 300 }), (bytes) => {
        const given = Buffer.from(bytes);
        try {
          const read = [...derValues(given)];
          expect(Buffer.concat(read.map(({ whole }) => whole))).toEqual(given);
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }),
    );
  });
});

describe('a time', () => {
  const time = (tag: number, text: string) => timeOf({ tag, content: Buffer.from(text), whole: Buffer.alloc(0) });

  it.each([
    ['of this century', UTC_TIME, '261118093000Z', '2026-11-18T09:30:00Z'],
    ['of the last one', UTC_TIME, '991231235959Z', '1999-12-31T23:59:59Z'],
    ['in four digits', GENERALIZED_TIME, '20500101000000Z', '2050-01-01T00:00:00Z'],
  ])('%s', (_what, tag, text, iso) => {
    expect(time(tag, text)).toBe(Date.parse(iso));
  });

  it.each([
    ['without seconds', UTC_TIME, '2611180930Z'],
    ['with a zone', UTC_TIME, '261118093000+0100'],
    ['of the other kind', UTC_TIME, '20261118093000Z'],
    ['of words', GENERALIZED_TIME, 'tomorrow'],
  ])('%s is none', (_what, tag, text) => {
    expect(time(tag, text)).toBeNaN();
  });
});
