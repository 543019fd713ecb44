import { describe, expect, it } from '@jest/globals';
import { localeOf } from '../../../core/partner/headers.js';
import { openApprovalDesk, until } from '../approval/approval-desk.js';
import { expectAnswer, type Guest } from '../desk/counter.js';
import { insertWatch } from '../watch/elsewhere/bench.js';

const CONTOSO = 'c0000000-0000-4000-8000-000000000001';

describe('the locale that Partner Center is sent', () => {
  it.each([
    ['fr-FR', 'fr-FR'],
    ['fr', 'fr-FR'],
    ['zh-Hans', 'zh-CN'],
    ['zh-Hans-CN', 'zh-CN'],
    ['zh-TW', 'zh-TW'],
    ['ru', 'ru-RU'],
    ['en', 'en-US'],
    ['es-419', 'es-419'],
  ])('of %s is %s: a language and a region', (given, sent) => {
    expect(localeOf(given)).toBe(sent);
  });

  it('is the next one that is given, where one is missing or none', () => {
    expect(localeOf(undefined, 'fr')).toBe('fr-FR');
    expect(localeOf('x\r\ny: z', 'fr')).toBe('fr-FR');
    expect(localeOf(undefined, 'not a tag')).toBe('en-US');
    expect(localeOf()).toBe('en-US');
  });
});

describe('on a desk whose own language is French', () => {
  it('it is that of whoever asks, and French where nobody does', async () => {
    const counter = await openApprovalDesk({ languages: { default: 'fr' }, watch: { 'poll every': '5s' } });
    try {
      const locales = (path: RegExp) =>
        new Set(
          counter.world.partnerCenter
            .pane()
            .requests.filter((one) => path.test(one.path))
            .map(({ locale }) => locale),
        );
      const asking = (who: Guest, locale: string) =>
        who.give({ ...who.turn({ type: 'command', command: 'account', argument: CONTOSO }), locale });
      for (const locale of ['es-ES', 'zh-CN', 'ru']) expectAnswer(await asking(counter.as('Sofia'), locale), 'account');
      expect(locales(/^\/v1\/customers\/c0000000/)).toEqual(new Set(['es-ES', 'zh-CN', 'ru-RU']));
      await insertWatch(counter.core.store, counter.now() - 1);
      await until(() => locales(/^\/v1\/auditrecords/).size > 0);
      expect(locales(/^\/v1\/auditrecords/)).toEqual(new Set(['fr-FR']));
    } finally {
      await counter.close();
    }
  });
});
