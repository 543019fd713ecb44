import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { asksFamilyNameFirst, personName } from '../../cards/person-name.js';

describe('somebody’s name', () => {
  it.each([
    ['Chinese, in Chinese characters', { first: '小明', last: '王' }, 'zh-CN', '王小明'],
    ['Chinese, whatever culture the record has', { first: '小明', last: '王' }, 'en-US', '王小明'],
    ['Chinese, with two characters of family', { first: '思远', last: '欧阳' }, undefined, '欧阳思远'],
    ['Chinese, with a rare character', { first: '𠮷', last: '吉' }, 'zh-CN', '吉𠮷'],
    ['Japanese', { first: '花子', last: '山田' }, 'ja-JP', '山田花子'],
    ['Japanese, in two scripts', { first: 'はなこ', last: '山田' }, 'ja-JP', '山田はなこ'],
    ['Korean', { first: '지우', last: '김' }, 'ko-KR', '김지우'],
    [
      'Russian, with a patronymic',
      { first: 'Екатерина', middle: 'Сергеевна', last: 'Черных' },
      'ru-RU',
      'Черных Екатерина Сергеевна',
    ],
    ['Russian, without one', { first: 'Фёдор', last: 'Ёлкин' }, 'en-US', 'Ёлкин Фёдор'],
    ['Bulgarian', { first: 'Иван', middle: 'Петров', last: 'Стоянов' }, 'bg-BG', 'Иван Петров Стоянов'],
    ['Hungarian', { first: 'Anna', middle: 'Mária', last: 'Nagy' }, 'hu-HU', 'Nagy Anna Mária'],
    ['Vietnamese', { first: 'An', middle: 'Văn', last: 'Nguyễn' }, 'vi-VN', 'Nguyễn Văn An'],
    ['English', { first: 'John', middle: 'F.', last: 'Doe' }, 'en-US', 'John F. Doe'],
    ['Spanish', { first: 'Íñigo', last: 'Núñez García' }, 'es-ES', 'Íñigo Núñez García'],
    ['of a foreigner in a Chinese record', { first: 'John', last: 'Doe' }, 'zh-CN', 'John Doe'],
    ['in two scripts', { first: 'David', last: '王' }, 'zh-CN', '王 David'],
    ['of one part', { last: '王' }, 'zh-CN', '王'],
    ['of no part', {}, 'zh-CN', ''],
  ])('is in its own order: %s', (_title, parts, culture, name) => {
    expect(personName(parts, culture)).toBe(name);
  });

  it('holds each part as it is, once, and nothing but blanks between, whatever they are', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 12 });
    fc.assert(
      fc.property(part, part, part, fc.string(), (first, middle, last, culture) => {
        const name = personName({ first, middle, last }, culture);
        const orders = [
          [first, middle, last],
          [last, first, middle],
          [last, middle, first],
        ].map((parts) => parts.filter((one) => one !== ''));
        const joined = orders.some((parts) => {
          let rest = name;
          return (
            parts.every((one, index) => {
              if (index > 0 && rest.startsWith(' ') && !one.startsWith(' ')) rest = rest.slice(1);
              else if (index > 0 && rest.startsWith(` ${one}`)) rest = rest.slice(1);
              const here = rest.startsWith(one);
              rest = rest.slice(one.length);
              return here;
            }) && rest === ''
          );
        });
        expect([name, joined]).toEqual([name, true]);
      }),
    );
  });
});

describe('a form', () => {
  it.each([
    ['zh-Hans', true],
    ['zh-CN', true],
    ['ru-RU', true],
    ['ja', true],
    ['en-US', false],
    ['fr', false],
    ['es-MX', false],
  ])('for somebody who reads %s asks for the family name first: %s', (locale, first) => {
    expect(asksFamilyNameFirst(locale)).toBe(first);
  });
});
