import { describe, expect, it } from '@jest/globals';
import { aroundAll } from './around.js';
import type { Desk } from './desk.js';
import { wordsOf } from './matrix/catalogue.js';

let desk: Desk;
aroundAll((opened) => {
  desk = opened;
});

const cloud = () => desk.page.getByLabel('Cloud', { exact: true });
const language = () => desk.page.getByLabel('Language of your chats');
const [french, russian, english] = ['fr', 'ru', 'en'].map((tag) => wordsOf(tag).t);
if (!french || !russian || !english) throw new Error('there are not enough catalogues');

/** Each step finds the page as the one before left it. */
describe('what the page can be set to', () => {
  it('begins with the global cloud, and everybody in a language of their own', async () => {
    expect(await cloud().inputValue()).toBe('global');
    expect(await language().inputValue()).toBe('en-US');
    expect(await cloud().locator('option').allTextContents()).toEqual(['Global cloud', 'US Government', '21Vianet']);
  });

  it('is one language for one person, in both chats', async () => {
    await desk.become('Sofia Marín');
    await language().selectOption('fr-FR');
    await desk.inTeams('help');
    await desk.card.getByText(french('help.text')).waitFor();
    await desk.inSlack('/partnerdesk help', 'partnerdesk');
    await desk.slackMessage.getByText(french('help.text')).waitFor();
    await desk.shoot('settings-1-french');
    await desk.become('Tom Becker');
    expect(await language().inputValue()).toBe('en-US');
    await desk.inTeams('help');
    await desk.card.getByText(english('help.text')).waitFor();
  });

  it('counts from the next word on', async () => {
    await desk.become('Sofia Marín');
    expect(await language().inputValue()).toBe('fr-FR');
    await language().selectOption('ru-RU');
    await desk.inSlack('/partnerdesk help', 'partnerdesk');
    await desk.slackMessage.getByText(russian('help.text')).waitFor();
  });

  it('is another cloud, where one is the same person among other customers', async () => {
    await cloud().selectOption('21vianet');
    await desk.page.waitForURL(/cloud=21vianet/);
    await desk.page.locator('#teams article').first().waitFor();
    expect(await cloud().inputValue()).toBe('21vianet');
    expect(await desk.page.getByRole('radio', { name: 'Sofia Marín' }).getAttribute('aria-checked')).toBe('true');
    await desk.inTeams('customers');
    await desk.card.getByText('康托索（上海）贸易有限公司').waitFor();
    await desk.card.getByText(english('cloud.21vianet')).waitFor();
    await desk.shoot('settings-2-21vianet');
  });

  it('is the first cloud again, where all is as it was left', async () => {
    await cloud().selectOption('global');
    await desk.page.waitForURL(/cloud=global/);
    await desk.page.locator('#teams').getByText(french('help.text')).first().waitFor();
    expect(await language().inputValue()).toBe('ru-RU');
  });

  it('nothing that the page loaded or ran was complained about', () => {
    expect(desk.complaints).toEqual([]);
  });
});
