import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countryCodes } from '../../cards/countries.js';
import { namesIn } from '../../cards/names.js';
import { addressLines, addressOption, addressText } from '../../cards/screens/address-lines.js';
import { type Voice, voiceFor } from '../../cards/voice.js';
import { english } from './samples.js';

const reading = (locale: string): Voice => ({ ...voiceFor(english), names: namesIn(locale) });

type Address = Parameters<typeof addressLines>[0];
const shenzhen: Address = {
  addressLine1: '科技园南路12号',
  addressLine2: '3栋',
  city: '深圳',
  state: 'GD',
  postalCode: '518057',
  country: 'CN',
};
const petersburg: Address = {
  addressLine1: 'Невский проспект 28',
  addressLine2: 'офис 4',
  city: 'Санкт-Петербург',
  postalCode: '191186',
  country: 'RU',
};

describe('an address is written as its country does:', () => {
  it.each<[string, string, Address, string[]]>([
    ['China, in Chinese', 'zh-Hans', shenzhen, ['中国', '518057 广东省深圳', '科技园南路12号', '3栋']],
    ['China, for somebody else', 'en', shenzhen, ['518057 广东省深圳', '科技园南路12号', '3栋', 'China']],
    [
      'China, a city that is a province',
      'zh-Hans',
      { ...shenzhen, city: '北京', state: 'BJ', postalCode: '100020' },
      ['中国', '100020 北京', '科技园南路12号', '3栋'],
    ],
    [
      'China, the same with its kind',
      'zh-Hans',
      { ...shenzhen, city: '北京市', state: 'BJ', postalCode: '100020' },
      ['中国', '100020 北京市', '科技园南路12号', '3栋'],
    ],
    [
      'China, in Latin letters',
      'en',
      { ...shenzhen, addressLine1: '12 Keji Nan Road', addressLine2: '', city: 'Shenzhen' },
      ['12 Keji Nan Road', 'Shenzhen', 'Guangdong, 518057', 'China'],
    ],
    ['Russia', 'ru', petersburg, ['Россия', '191186, Санкт-Петербург', 'Невский проспект 28', 'офис 4']],
    [
      'Russia, in Latin letters',
      'fr',
      { addressLine1: 'Tverskaya ul. 7', city: 'Moscow', postalCode: '125009', country: 'RU' },
      ['Tverskaya ul. 7', 'Moscow', '125009', 'Russie'],
    ],
    [
      'the United States',
      'zh-Hans',
      { addressLine1: '1 Microsoft Way', city: 'Redmond', state: 'WA', postalCode: '98052', country: 'US' },
      ['1 Microsoft Way', 'Redmond, WA 98052', '美国'],
    ],
    [
      'Germany',
      'de',
      { addressLine1: 'Lindenstraße 5', city: 'Berlin', postalCode: '10115', country: 'DE' },
      ['Lindenstraße 5', '10115 Berlin', 'Deutschland'],
    ],
    [
      'France',
      'fr',
      { addressLine1: '1 rue de la Paix', city: 'Paris', postalCode: '75002', country: 'FR' },
      ['1 rue de la Paix', '75002 Paris', 'France'],
    ],
    [
      'Spain',
      'es',
      { addressLine1: 'Calle de Alcalá 42', city: 'Madrid', postalCode: '28013', country: 'ES' },
      ['Calle de Alcalá 42', '28013 Madrid', 'España'],
    ],
    [
      'the United Kingdom',
      'en-GB',
      { addressLine1: '10 High Street', city: 'London', postalCode: 'EC1A 1BB', country: 'GB' },
      ['10 High Street', 'London', 'EC1A 1BB', 'United Kingdom'],
    ],
    [
      'Portugal',
      'en',
      { addressLine1: 'Rua Augusta 10', city: 'Lisboa', postalCode: '1100-148', country: 'PT' },
      ['Rua Augusta 10', '1100-148 Lisboa', 'Portugal'],
    ],
    [
      'Brazil',
      'en',
      { addressLine1: 'Av. Paulista 1', city: 'São Paulo', state: 'SP', postalCode: '01310-100', country: 'BR' },
      ['Av. Paulista 1', 'São Paulo-SP', '01310-100', 'Brazil'],
    ],
    [
      'Mexico',
      'en',
      { addressLine1: 'Calle Hidalgo 3', city: 'Guadalajara', state: 'JC', postalCode: '44100', country: 'MX' },
      ['Calle Hidalgo 3', '44100 Guadalajara, Jalisco', 'Mexico'],
    ],
    [
      'Japan',
      'ja',
      { addressLine1: '神田神保町1-1', city: '千代田区', state: '東京都', postalCode: '101-0051', country: 'JP' },
      ['日本', '101-0051', '東京都千代田区', '神田神保町1-1'],
    ],
    [
      'Kazakhstan',
      'ru',
      { addressLine1: 'пр. Абая 10', city: 'Алматы', postalCode: '050000', country: 'KZ' },
      ['050000', 'Алматы', 'пр. Абая 10', 'Казахстан'],
    ],
    [
      'Hungary',
      'en',
      { addressLine1: 'Váci utca 1', city: 'Budapest', postalCode: '1052', country: 'HU' },
      ['Budapest', 'Váci utca 1', '1052', 'Hungary'],
    ],
    ['nowhere', 'en', { addressLine1: 'A', city: 'C', state: 'S', postalCode: 'Z' }, ['A', 'Z C', 'S']],
    [
      'what the country has no place for',
      'en',
      { city: 'Bath', state: 'SOM', country: 'GB' },
      ['Bath', 'Somerset', 'United Kingdom'],
    ],
  ])('%s', (_title, locale, address, lines) => {
    expect(addressLines(address, reading(locale))).toEqual(lines);
  });

  it('on one line, as its script joins lines', () => {
    expect(addressText(shenzhen, reading('zh-Hans'))).toBe('中国 518057 广东省深圳 科技园南路12号 3栋');
    expect(addressText(petersburg, reading('ru'))).toBe('Россия, 191186, Санкт-Петербург, Невский проспект 28, офис 4');
  });

  it('to be chosen from several: what tells them apart comes first, never the country', () => {
    expect(addressOption(shenzhen, reading('zh-Hans'))).toEqual({
      title: '518057 广东省深圳',
      detail: '科技园南路12号 3栋 中国',
    });
    expect(addressOption({ country: 'CN' }, reading('zh-Hans'))).toEqual({ title: '中国' });
  });
});

describe('of an address of any country, in any script and for any reader', () => {
  // Markers that no name of a state or country holds, in each script that turns an address round.
  const scripts = ['Q', '丂', 'Ѫ', 'ㅿ'];
  const part = (mark: string) => fc.constantFrom(...scripts).map((script) => `${script}${mark}${script}`);
  const parts = fc.record(
    {
      addressLine1: part('⑴'),
      addressLine2: part('⑵'),
      city: part('⑶'),
      state: part('⑷'),
      postalCode: part('⑸'),
    },
    { requiredKeys: [] },
  );
  const anywhere = fc.constantFrom(...countryCodes, 'UK', 'us', '');
  const locales = fc.constantFrom('en', 'fr', 'es', 'ru', 'zh-Hans', 'ja', 'ar');

  it('every part and the country appear exactly once, and nothing else but signs between', () => {
    fc.assert(
      fc.property(parts, anywhere, locales, (given, country, locale) => {
        const voice = reading(locale);
        const name = country === '' ? '' : voice.names.country(country);
        const all = [...Object.values(given), ...(name === '' ? [] : [name])];
        for (const text of [
          addressLines({ ...given, country }, voice).join('\n'),
          addressText({ ...given, country }, voice),
        ]) {
          let rest = text;
          for (const one of all) {
            expect([text, one, rest.split(one).length - 1]).toEqual([text, one, 1]);
            rest = rest.replace(one, ' ');
          }
          expect(rest.replace(/[\s,/-]/gu, '')).toBe('');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
