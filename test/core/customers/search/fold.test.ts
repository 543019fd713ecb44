import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '../../../../core/customers/search/fold.js';

/** Texts of all planes, with accents, directions and halves of characters. */
const anything = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes)),
);

describe('fold', () => {
  it.each([
    ['case', 'CONTOSO ltd', 'contoso LTD'],
    ['accents', 'Éditions Beauséjour', 'editions beausejour'],
    ['accents as marks of their own', 'Peñalara', 'Pen\u0303alara'],
    ['sharp s', 'Weiß & Groß', 'weiss gross'],
    ['ligatures', 'Œuvre Ægir', 'oeuvre aegir'],
    ['barred letters', 'Łódź Øresund Đặng', 'lodz oresund dang'],
    ['a Turkish i', 'İstanbul Işık', 'istanbul isik'],
    ['ё', 'Ёлкин и Щёголев', 'елкин и щеголев'],
    ['full width', 'Ｃｏｎｔｏｓｏ１２３', 'contoso123'],
    ['half-width katakana', 'ﾄﾖﾀ', 'トヨタ'],
    ['the two kana', 'トヨタ', 'とよた'],
    ['traditional signs', '臺灣積體電路製造股份有限公司', '台湾积体电路制造股份有限公司'],
    ['traditional signs of traditional signs', '薴麻', '苎麻'],
    ['Arabic signs that hold what is not seen', 'بﹷ', 'ب'],
    ['the final sigma', 'Ξένος', 'ξενοσ'],
    ['letters of Persian', 'شرکت نفت ایران', 'شركت نفت ايران'],
    ['vowels of Arabic', 'شَرِكَة', 'شركه'],
    ['digits of Arabic', '٢٠٢٦ ۲۰۲۶', '2026 2026'],
    ['apostrophes', "O'Neill’s", 'oneills'],
    ['initials', 'S.A.R.L. Martin', 'sarl martin'],
    ['punctuation and blanks', ' «Contoso,\u00a0Ltd.»  (HQ) ', 'contoso ltd hq'],
    ['what is not seen', 'Con\u200btoso\u202e\u00ad', 'contoso'],
  ])('makes no difference of %s', (_, written, typed) => {
    expect(fold(written)).toBe(fold(typed));
    expect(fold(written)).not.toBe('');
  });

  it('keeps vowels that are marks apart where they are letters', () => {
    expect(fold('की')).not.toBe(fold('का'));
    expect(fold('กิ')).not.toBe(fold('กา'));
  });

  it('leaves nothing of what has no letter and no digit', () => {
    expect(fold('<!> ★ — 。')).toBe('');
  });

  it('throws for no text, and folds what is folded to itself', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const once = fold(text);
        expect(fold(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it('does not care for case, width or composition', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('aéßœŁёЙщ中臺ｶﾞ가한')) }), (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text));
        expect(fold(text.normalize('NFKC'))).toBe(fold(text));
        expect(fold(text.toUpperCase().toLowerCase())).toBe(fold(text));
      }),
    );
  });
});
