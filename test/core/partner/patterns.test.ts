import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compilePattern } from '../../../core/partner/patterns.js';

const usPhone = '^(1[ \\-\\/\\.]?)?(\\((\\d{3})\\)|(\\d{3}))[ \\-\\/\\.]?(\\d{3})[ \\-\\/\\.]?(\\d{4})$';

describe('a pattern of Partner Center', () => {
  it.each([
    ['^\\d{5}(-\\d{4})?$', '98052', true],
    ['^\\d{5}(-\\d{4})?$', '98052-', false],
    ['^[0-9]{6,6}$', '100080', true],
    [usPhone, '(425) 555-0100', true],
    [usPhone, '+14255550100', false],
    ['^DE[\\d]{9,9}$', 'DE123456789', true],
    ['^(?<area>\\d+)$', '12', true],
    // .NET's \d takes the digits of every script, but nothing else.
    ['^\\d{5}$', '九八零五二', false],
    ['^\\d{5}$', '９８０５２', 'unknown'],
    ['^\\w+ \\d+$', 'Київ 12', 'unknown'],
    ['^[A-Z]+$', 'КИЇВ', false],
    // Without anchors .NET looks anywhere.
    ['\\d{2}', 'a12b', true],
    ['', 'anything', true],
  ])('%s says of %j: %s', (pattern, text, expected) => {
    expect(compilePattern(pattern)(text)).toBe(expected);
  });

  it.each([
    ['look-ahead', '^(?=\\d)\\w+$'],
    ['a back reference', '^(a)\\1$'],
    ['a broken group', '('],
    ['a class with a part taken out', '^[a-z-[aeiou]]+$'],
    ['more than 2,000 characters', 'a'.repeat(2_001)],
    ['repetitions that make a large program', '\\p{L}{1000}'.repeat(100)],
    ['repetitions of repetitions', '((a{30}){30}){10}'],
  ])('accepts everything when it has %s', (_name, pattern) => {
    expect(compilePattern(pattern)('x')).toBe('unknown');
  });

  it('does not judge a text of more than 500 characters', () => {
    expect(compilePattern('^a+$')('a'.repeat(500))).toBe(true);
    expect(compilePattern('^a+$')('a'.repeat(501))).toBe('unknown');
  });

  it.each(['^(a+)+$', '^(a|a)*$', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    'comes to an end where backtracking would not: %s',
    (pattern) => {
      expect(compilePattern(pattern)(`${'a'.repeat(450)}!`)).toBe(false);
    },
  );

  it('gives an answer for any pattern and any text', () => {
    const piece = fc.constantFrom(
      'a',
      '\\d',
      '[^x]',
      '(',
      ')',
      '{2}',
      '{0,40}',
      '*',
      '+?',
      '|',
      '(?:',
      '.',
      '\\',
      '[',
      ']',
    );
    const pattern = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(pattern, fc.string({ maxLength: 600 }), (source, text) => {
        expect([true, false, 'unknown']).toContain(compilePattern(source)(text));
      }),
    );
  });
});
