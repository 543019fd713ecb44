import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fill, fillJoined } from '../../cards/fill.js';
import { textsIn } from '../../cards/texts.js';

describe('a Chinese text', () => {
  const t = textsIn('zh-Hans');

  it('has blanks beside Latin letters and digits', () => {
    expect(t('account.summary', { customer: 'Contoso' })).toBe('Contoso 的帐户');
    expect(t('notice.account.applied', { by: 'Ana', customer: 'Contoso', what: '4 个字段' })).toBe(
      'Ana 更改了 Contoso 的 4 个字段',
    );
  });

  it('has none between its own signs', () => {
    expect(t('account.summary', { customer: '世纪互联' })).toBe('世纪互联的帐户');
    expect(t('notice.account.applied', { by: '李娜', customer: '世纪互联', what: '城市' })).toBe(
      '李娜更改了世纪互联的城市',
    );
    expect(t('links.since', { time: '2026年11月20日' })).toBe('自 2026年11月20日起');
    expect(t('linkAnnounced.unlinked', { chat: 'Slack', user: '李娜' })).toBe(
      'Slack 用户李娜不再能够在 partnerdesk 中以您的身份操作。',
    );
  });

  it('keeps the blanks of a name, and never fills it again', () => {
    expect(t('account.summary', { customer: '世纪 互联 ' })).toBe('世纪 互联  的帐户');
    expect(t('account.summary', { customer: '{{customer}}' })).toBe('{{customer}} 的帐户');
  });

  it('holds every value as it is, and says nothing else', () => {
    const text = fc.array(fc.constantFrom('更新', ' ', '{{a}}', ' {{b}} ', '的帐户', '，', 'Azure', '“{{a}}”'), {
      maxLength: 8,
    });
    const value = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(text, value, value, (pieces, a, b) => {
        const values: Record<string, string> = { a, b };
        const joined = fillJoined(pieces.join(''), (name) => values[name]);
        const plain = fill(pieces.join(''), (name) => values[name]);
        expect(joined.replaceAll(' ', '')).toBe(plain.replaceAll(' ', ''));
        if (pieces.join('').includes('{{a}}')) expect(joined).toContain(a);
        if (pieces.join('').includes('{{b}}')) expect(joined).toContain(b);
      }),
    );
  });
});
