import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countryCodes } from '../../cards/countries.js';
import { namesIn } from '../../cards/names.js';
import { localeOf } from '../../cards/languages.js';
import { voiceFor } from '../../cards/voice.js';

const names = namesIn('en');

describe('names', () => {
  it.each([
    ['US', 'WA', 'Washington (WA)'],
    ['CN', 'AH', 'Anhui (AH)'],
    ['CA', 'BC', 'British Columbia (BC)'],
    ['MX', 'JAL', 'Jalisco (JAL)'],
    ['US', 'XX', 'XX'],
    ['PL', 'Mazowieckie', 'Mazowieckie'],
    ['', 'WA', 'WA'],
  ])('of a state in %s: %s is %s', (country, code, name) => {
    expect(names.state(country, code)).toBe(name);
  });

  it.each([
    ['zh-CHS', 'Chinese (Simplified)'],
    ['pt-PT', 'Portuguese (Portugal)'],
    ['en', 'English'],
    ['no such tag', 'no such tag'],
  ])('of a language: %s is %s', (tag, name) => {
    expect(names.language(tag)).toBe(name);
  });

  it.each([
    ['zh-Hans', 'CN', 'GD', '广东省 (GD)'],
    ['ru', 'CN', 'GD', 'Гуандун (GD)'],
    ['fr', 'US', 'CA', 'Californie (CA)'],
    ['es', 'MX', 'JC', 'Jalisco (JC)'],
    ['de', 'CN', 'GD', 'Guangdong (GD)'],
  ])('of a state are those of the reader’s language: %s', (locale, country, code, name) => {
    expect(namesIn(locale).state(country, code)).toBe(name);
  });

  it.each([
    ['zh-Hans', 'CN', '广东'],
    ['zh-Hans', 'CN', '广东省'],
    ['zh-Hans', 'CN', 'Guangdong'],
    ['zh-Hans', 'CN', 'GD'],
    ['ru', 'CN', 'Гуандун'],
    ['ru', 'CN', 'Guangdong'],
    ['ru', 'CN', 'GD'],
    ['fr', 'CN', 'Guangdong'],
    ['en', 'CN', 'GD'],
  ])('of a state can be searched for as chat clients do, in what is shown (%s: %s %s)', (locale, country, typed) => {
    const options = namesIn(locale).stateOptions(country, ['AH', 'BJ', 'GD', 'GX', 'ZJ']);
    expect(options.filter(({ title }) => title.includes(typed)).map(({ value }) => value)).toEqual(['GD']);
  });

  it.each([
    ['zh-Hans', '中国'],
    ['zh-Hans', 'China'],
    ['ru', 'Китай'],
    ['ru', '(CN)'],
    ['fr', 'Chine'],
    ['en', '(CN)'],
  ])('of a country can be searched for by name or code (%s: %s)', (locale, typed) => {
    const options = namesIn(locale).countryOptions(['CH', 'CL', 'CN', 'GB', 'DE']);
    expect(options.filter(({ title }) => title.includes(typed)).map(({ value }) => value)).toEqual(['CN']);
  });

  it.each(['en', 'fr', 'es', 'ru', 'zh-Hans'])('of every country fit into an option of Slack, in %s', (locale) => {
    for (const { value, title } of namesIn(locale).countryOptions(countryCodes)) {
      expect([title, title.length <= 75, title.endsWith(`(${value})`)]).toEqual([title, true, true]);
    }
  });

  it('never throws for what is no code, and never loses it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (code) => {
        for (const name of [names.country(code), names.language(code), names.state('US', code)]) {
          expect(name === '' && code !== '').toBe(false);
        }
      }),
    );
  });

  it('sorts by name, and gives the same list again', () => {
    const options = names.countryOptions(['ZW', 'AX', 'AL', 'AF']);
    expect(options.map(({ value }) => value)).toEqual(['AF', 'AX', 'AL', 'ZW']);
    expect(names.countryOptions(['ZW', 'AX', 'AL', 'AF'])).toBe(options);
  });
});

describe('a locale', () => {
  it.each([
    ['en-GB', 'en-GB'],
    ['en_US', 'en-US'],
    ['EN', 'en'],
    ['tlh', 'en'],
    ['', 'en'],
    ['x!', 'en'],
  ])('%j reads as %s', (requested, locale) => {
    expect(localeOf(requested)).toEqual({ language: 'en', locale });
  });

  it('decides how a date is written, the time zone what it says', () => {
    const at = Date.UTC(2026, 10, 20, 23, 30);
    expect(voiceFor({ locale: 'en-GB', timeZone: 'Europe/Madrid', cloud: 'global' }).dateTime(at)).toBe(
      '21 Nov 2026, 00:30',
    );
    expect(voiceFor({ locale: 'en-GB', timeZone: 'no/zone', cloud: 'global' }).dateTime(at)).toBe('20 Nov 2026, 23:30');
  });
});
