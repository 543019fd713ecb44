import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { assert, constantFrom, nat, pre, property, string } from 'fast-check';
import { createSealer, digest } from '../../../core/store/sealer.js';

const anyText = string({ unit: 'grapheme', maxLength: 200 });

describe('the sealer', () => {
  const sealer = createSealer([randomBytes(32)]);

  it('opens what it sealed, whatever the text and the context', () => {
    assert(property(anyText, anyText, (text, context) => sealer.open(sealer.seal(text, context), context) === text));
  });

  it('refuses every other context', () => {
    assert(
      property(anyText, anyText, anyText, (text, context, other) => {
        pre(context !== other);
        const sealed = sealer.seal(text, context);
        expect(() => sealer.open(sealed, other)).toThrow('altered, or belongs to another row');
      }),
    );
  });

  it('refuses a sealed text with any one character changed, dropped or added', () => {
    const character = constantFrom('A', 'B', 'w', 'z', '0', '9', '-', '_', '.', '=', '+', '/', ' ', 'é');
    assert(
      property(anyText, nat(), character, constantFrom('change', 'drop', 'add'), (text, at, other, how) => {
        const sealed = sealer.seal(text, 'row');
        const place = at % sealed.length;
        const rest = sealed.slice(how === 'add' ? place : place + 1);
        const altered = sealed.slice(0, place) + (how === 'drop' ? '' : other) + rest;
        pre(altered !== sealed);
        expect(() => sealer.open(altered, 'row')).toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('refuses texts that were never sealed, with an error that does not quote them', () => {
    assert(
      property(string({ minLength: 8 }), (text) => {
        let said = '';
        try {
          sealer.open(text, 'row');
        } catch (error) {
          said = String(error);
        }
        expect(said).not.toBe('');
        expect(said).not.toContain(text);
      }),
    );
  });

  it('seals the same text differently each time, and shows nothing of it', () => {
    const text = 'Fabrikam Rosengarten';
    const [one, two] = [sealer.seal(text, 'row'), sealer.seal(text, 'row')];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('Fabrikam');
  });

  it('seals with the first key and opens with each of them', () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const before = createSealer([older]).seal('kept', 'row');
    const rotated = createSealer([newer, older]);
    expect(rotated.open(before, 'row')).toBe('kept');
    expect(createSealer([newer]).open(rotated.seal('new', 'row'), 'row')).toBe('new');
    expect(() => createSealer([older]).open(rotated.seal('new', 'row'), 'row')).toThrow('ENCRYPTION_KEY');
  });

  it('needs a key, of 32 bytes', () => {
    expect(() => createSealer([])).toThrow('at least one key');
    expect(() => createSealer([randomBytes(32), randomBytes(16)])).toThrow('32 bytes');
  });
});

describe('the digest', () => {
  it('is SHA-256 in base64url', () => {
    // FIPS 180-2, appendix B.1.
    const expected = Buffer.from('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'hex');
    expect(digest('abc')).toBe(expected.toString('base64url'));
  });
});
