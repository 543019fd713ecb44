import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { member, memberName, parseJson } from '../../../core/partner/json.js';

describe('members', () => {
  it('are found whatever their casing', () => {
    const name = fc.stringMatching(/^[A-Za-z]{1,12}$/);
    fc.assert(
      fc.property(name, fc.infiniteStream(fc.boolean()), fc.jsonValue(), (written, flips, value) => {
        const asked = Array.from(written)
          .map((c) => (flips.next().value ? c.toUpperCase() : c.toLowerCase()))
          .join('');
        expect(member({ other: 1, [written]: value } as never, asked)).toEqual(
          asked === 'other' && written !== 'other' ? 1 : value,
        );
      }),
    );
  });

  it('are preferred in the exact spelling', () => {
    expect(member({ Etag: 'a', etag: 'b' }, 'etag')).toBe('b');
    expect(memberName({ Etag: 'a' }, 'etag')).toBe('Etag');
  });

  it('do not include what every object inherits', () => {
    expect(member({}, 'constructor')).toBeUndefined();
    expect(member({}, '__proto__')).toBeUndefined();
  });
});

describe('a body', () => {
  it.each([
    ['', undefined],
    [' \r\n', undefined],
    ['\uFEFF', undefined],
    ['<html>', undefined],
    ['\uFEFF{"a":1}', { a: 1 }],
    ['{\r\n"a": 1}\r\n', { a: 1 }],
    ['false', false],
  ])('%j is read as %j', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });
});
