import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../desk.js';
import { wordsOf } from './catalogue.js';
import { leaksIn } from './leaks.js';
import { look } from './look.js';

describe('what the matrix takes for a leak', () => {
  const leaks = leaksIn(wordsOf('fr'));
  const { t } = wordsOf('en');

  it.each([
    ['a key', 'form.summary'],
    ['a key in a sentence', 'See buttons.update here'],
    ['a hole', 'Bonjour {{customer}}'],
    ['an English label', t('buttons.submit')],
    ['an English sentence among French ones', `Voilà. ${t('approval.stands.awaiting')} Merci.`],
    ['an English sentence with a name in it', t('request.awaiting.title', { customer: 'Contoso Ltd' })],
    ['English that is in no catalogue', 'Come back with a smile'],
  ])('is %s', (_what, text) => {
    expect(leaks([text])).toHaveLength(1);
  });

  it('is the word Update on the cloud that says Edit, in every language', () => {
    for (const language of ['en', 'fr', 'es', 'ru', 'zh-Hans']) {
      const there = leaksIn(wordsOf(language, '21vianet'));
      const elsewhere = wordsOf(language).t;
      const title = elsewhere('change.proposed.title', { customer: '康托索' });
      expect(there([elsewhere('buttons.update'), title])).toHaveLength(2);
      const own = wordsOf(language, '21vianet').t;
      expect(there([own('buttons.update'), own('change.proposed.title', { customer: '康托索' })])).toEqual([]);
    }
  });

  it.each([
    ['French', wordsOf('fr').t('request.awaiting.title', { customer: 'Contoso Ltd' })],
    ['a name', 'Fabrikam, Inc.'],
    ['a domain', 'contoso.onmicrosoft.com'],
    ['Chinese', '康托索（上海）贸易有限公司'],
  ])('is not %s', (_what, text) => {
    expect(leaks([text])).toEqual([]);
  });

  it.each(['fr', 'es', 'ru', 'zh-Hans'])('is not a text of the catalogue itself: %s', (language) => {
    const own = wordsOf(language);
    const shown = [...own.texts.values()].map((text) => text.replace(/\{\{\w+\}\}/g, '42'));
    expect(leaksIn(own)(shown)).toEqual([]);
  });
});

describe('what the matrix sees', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage();
  });

  afterAll(async () => {
    await browser.close();
  });

  const see = async (html: string) => {
    await page.setContent(`<main>${html}</main>`);
    return look(page.locator('main'));
  };

  it('is what the desk says, and not what the client says around it and in its midst', async () => {
    const list = '<select><option>Alpha</option></select><input placeholder="Beta" aria-label="Gamma">';
    const { texts } = await see(`<p>Not this</p><div data-by="desk">Word${list}<i data-by="client">nor this</i></div>`);
    expect(texts.toSorted()).toEqual(['Alpha', 'Beta', 'Gamma', 'Word']);
  });

  it.each([
    ['text that runs out of its box', '<div style="width:40px;white-space:nowrap">A rather long label</div>'],
    ['text with an ellipsis', '<div style="width:40px;white-space:nowrap;overflow:hidden">A rather long label</div>'],
    ['lines that are hidden', '<div style="height:20px;overflow:hidden">One<br>two<br>three</div>'],
  ])('includes %s', async (_what, html) => {
    expect((await see(`<section data-by="desk">${html}</section>`)).cut.length).toBeGreaterThan(0);
  });

  it('finds nothing cut off where all fits', async () => {
    expect((await see('<section data-by="desk"><div style="width:400px">Short</div></section>')).cut).toEqual([]);
  });
});
