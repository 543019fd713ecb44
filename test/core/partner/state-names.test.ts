import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { stateCodeOf, stateNameIn } from '../../../core/partner/state-names.js';
import { countries } from '../../../sandbox/partner-center/country-rules.js';

const listed = ['CN', 'US', 'CA', 'MX', 'BR'].flatMap((country) =>
  (countries.get(country)?.states ?? []).map((code): [string, string] => [country, code]),
);
const languages = ['en', 'fr', 'es', 'ru', 'zh-Hans'];
const codesOf = (country: string) => countries.get(country)?.states ?? [];

describe('a state', () => {
  it('has a name in every language, which means its code again, with or without its code’s case', () => {
    for (const [country, code] of listed) {
      for (const language of languages) {
        const name = stateNameIn(language, country, code) ?? '';
        expect([country, language, name, name === '' || name === code]).toEqual([country, language, name, false]);
        expect([name, stateCodeOf(country, name, codesOf(country))]).toEqual([name, code]);
        expect(stateCodeOf(country, ` ${name.toUpperCase()} `, codesOf(country))).toBe(code);
      }
      expect(stateCodeOf(country, code.toLowerCase(), codesOf(country))).toBe(code);
    }
  });

  it('is called differently by its neighbours, in every language', () => {
    for (const country of ['CN', 'US', 'CA', 'MX', 'BR']) {
      for (const language of languages) {
        const names = codesOf(country).map((code) => stateNameIn(language, country, code));
        expect(new Set(names).size).toBe(names.length);
      }
    }
  });

  it.each([
    ['zh-Hans', 'CN', 'GD', '广东省'],
    ['zh-CN', 'US', 'WA', '华盛顿州'],
    ['ru', 'CN', 'GD', 'Гуандун'],
    ['ru-RU', 'US', 'CA', 'Калифорния'],
    ['fr', 'US', 'NC', 'Caroline du Nord'],
    ['fr-CA', 'CA', 'QC', 'Québec'],
    ['es', 'US', 'NY', 'Nueva York'],
    ['es-MX', 'MX', 'JC', 'Jalisco'],
    // What a language calls as English does, and a language that has no file.
    ['fr', 'US', 'TX', 'Texas'],
    ['de', 'CN', 'NM', 'Inner Mongolia'],
    ['en', 'MX', 'JAL', 'Jalisco'],
  ])('is called in %s, %s-%s: %s', (language, country, code, name) => {
    expect(stateNameIn(language, country, code)).toBe(name);
  });

  it.each([
    ['CN', 'Guangdong', 'GD'],
    ['CN', 'guangdong sheng', 'GD'],
    ['CN', 'Guangdong Province', 'GD'],
    ['CN', '广东', 'GD'],
    ['CN', '广东省', 'GD'],
    ['CN', 'провинция Гуандун', 'GD'],
    ['CN', 'ＧＤ', 'GD'],
    ['CN', '内蒙古', 'NM'],
    ['CN', 'Neimenggu', 'NM'],
    ['CN', '西藏自治区', 'XZ'],
    ['CN', '新疆', 'XJ'],
    ['CN', '北京', 'BJ'],
    ['CN', 'Shaanxi', 'SN'],
    ['CN', 'Shanxi', 'SX'],
    ['US', 'State of Washington', 'WA'],
    ['US', 'Washington, D.C.', 'DC'],
    ['US', 'штат Вашингтон', 'WA'],
    ['CA', 'Quebec', 'QC'],
    ['MX', 'Ciudad de México', 'DF'],
    ['MX', 'México', 'MC'],
    ['BR', 'sao paulo', 'SP'],
  ])('of %s is meant by %j: %s', (country, text, code) => {
    expect(stateCodeOf(country, text, codesOf(country))).toBe(code);
    // Without a list of its own a country has the states that are known.
    if (text !== 'ＧＤ') expect(stateCodeOf(country, text, [])).toBe(code);
  });

  it.each(['', '广', 'Atlantis', 'Province', '省', 'GDD', '北京市朝阳区', '广东'.repeat(60)])(
    'is not meant by %j',
    (text) => {
      expect(stateCodeOf('CN', text, codesOf('CN'))).toBeUndefined();
    },
  );

  it('is none that the country does not list, and nothing of what is no country', () => {
    expect(stateCodeOf('CN', 'Guangdong', ['BJ'])).toBeUndefined();
    const wild = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', 'co', 'toString'));
    fc.assert(
      fc.property(wild, wild, (country, text) => {
        expect(['undefined', 'string']).toContain(typeof stateNameIn('zh', country, text));
        expect([undefined, 'QQ']).toContain(stateCodeOf(country, text, ['QQ']));
      }),
    );
    expect(stateNameIn('en', 'co', 'nstructor')).toBeUndefined();
  });
});
