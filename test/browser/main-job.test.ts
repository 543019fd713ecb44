import { describe, expect, it } from '@jest/globals';
import { aroundAll } from './around.js';
import type { Desk } from './desk.js';

let desk: Desk;
aroundAll((opened) => {
  desk = opened;
});

const fabrikam = 'Fabrikam, Inc. | defaultAddress.addressLine1 | 12 Elm Court | 15 Elm Court';
const contosoRetail = 'Contoso Retail | defaultAddress.addressLine1 | 700 Pine Street | 800 Pine Street';
const contoso = 'Contoso Ltd | defaultAddress.addressLine1 | 1 Microsoft Way | 5 Microsoft Way';

/** Each step leaves Partner Center as the next one finds it: they are one story and run in this order. */
describe('the main job, in a real browser', () => {
  it('a Sales agent updates an address in Slack', async () => {
    await desk.become('Sofia Marín');
    await desk.inSlack('/partnerdesk update Fabrikam', 'customers');
    const line = desk.modal.getByLabel('Address line 1');
    await line.fill('15 Elm Court');
    await desk.shoot('slack-1-form');
    await desk.submitModal();
    await desk.modal.getByText('12 Elm Court → 15 Elm Court').waitFor();
    expect(await desk.changes()).toEqual([]);
    await desk.shoot('slack-2-review');
    await desk.submitModal();
    await desk.modal.getByText('Fabrikam, Inc. updated').waitFor();
    await desk.page.locator('.pc-change').waitFor();
    await desk.shoot('slack-3-outcome');
    expect(await desk.changes()).toEqual([fabrikam]);
    await desk.page.keyboard.press('Escape');
    await desk.modal.waitFor({ state: 'detached' });
  });

  it('the outcome stays in the 1:1 chat after the form is closed', async () => {
    await desk.page.locator('#slack').getByRole('button', { name: 'partnerdesk' }).click();
    await desk.slackMessage.getByText('Fabrikam, Inc. updated').waitFor();
    await desk.shoot('slack-4-message');
  });

  it('a Sales agent updates another address in Teams, and an error stays at its field', async () => {
    await desk.become('Tom Becker');
    await desk.inTeams('update Contoso Retail');
    await desk.card.getByLabel('Address line 1').fill('800 Pine Street');
    await desk.card.getByLabel('Postal code').fill('nowhere');
    await desk.card.getByRole('button', { name: 'Review' }).click();
    await desk.card.getByText('This is no postal code').waitFor();
    expect(await desk.card.getByLabel('Address line 1').inputValue()).toBe('800 Pine Street');
    await desk.shoot('teams-1-field-error');
    await desk.card.getByLabel('Postal code').fill('98101');
    await desk.card.getByRole('button', { name: 'Review' }).click();
    await desk.card.getByText('→ 800 Pine Street').waitFor();
    await desk.shoot('teams-2-review');
    expect(await desk.changes()).toEqual([fabrikam]);
    await desk.card.getByRole('button', { name: 'Submit' }).click();
    await desk.page.locator('.pc-change').nth(1).waitFor();
    await desk.card.getByText('Contoso Retail updated').waitFor();
    await desk.shoot('teams-3-outcome');
    expect(await desk.changes()).toEqual([contosoRetail, fabrikam]);
  });

  it('a colleague links a Slack account by signing in, and then gets what they had asked for', async () => {
    await desk.become('Tom Becker');
    await desk.inSlack('/partnerdesk account Contoso Ltd', 'partnerdesk');
    const signIn = desk.slackMessage.getByRole('button', { name: 'Sign in with Microsoft' });
    await signIn.waitFor();
    await desk.shoot('link-1-asked');
    const [page] = await Promise.all([desk.page.waitForEvent('popup'), signIn.click()]);
    await page.getByText('U0TOM').waitFor();
    await desk.shoot('link-2-page', page);
    await page.getByRole('button').click();
    await page.getByRole('button', { name: 'Tom Becker' }).click();
    const code = (await page.getByText(/^link \d{6}$/).textContent()) ?? '';
    await desk.shoot('link-3-code', page);
    await page.close();
    await desk.inSlack(`/partnerdesk ${code}`);
    await desk.slackMessage.getByText('1 Microsoft Way').first().waitFor();
    await desk.shoot('link-4-linked');
  });

  it('the linked colleague updates that customer in Slack, and an error stays at its field', async () => {
    await desk.inSlack('/partnerdesk update Contoso Ltd');
    await desk.modal.getByLabel('Address line 1').fill('5 Microsoft Way');
    await desk.modal.getByLabel('Postal code').fill('nowhere');
    await desk.submitModal();
    await desk.modal.getByLabel('Postal code').and(desk.page.locator('[aria-invalid="true"]')).waitFor();
    expect(await desk.modal.getByLabel('Address line 1').inputValue()).toBe('5 Microsoft Way');
    await desk.shoot('slack-5-field-error');
    await desk.modal.getByLabel('Postal code').fill('98052');
    await desk.submitModal();
    await desk.modal.getByText('→ 5 Microsoft Way').waitFor();
    await desk.submitModal();
    await desk.modal.getByText('Contoso Ltd updated').waitFor();
    await desk.page.locator('.pc-change').nth(2).waitFor();
    await desk.page.keyboard.press('Escape');
    await desk.modal.waitFor({ state: 'detached' });
    expect(await desk.changes()).toEqual([contoso, contosoRetail, fabrikam]);
  });

  it('a Helpdesk agent may look, but is refused to update, in both chats', async () => {
    await desk.become('Henri Dubois');
    await desk.inTeams('account Fabrikam');
    await desk.card.getByText('15 Elm Court').first().waitFor();
    expect(await desk.card.getByRole('button', { name: 'Update' }).count()).toBe(0);
    await desk.inTeams('update Fabrikam');
    await desk.card.getByText('You cannot do this').waitFor();
    await desk.inSlack('/partnerdesk update Fabrikam');
    const refusal = desk.page.locator('#slack').getByText('Sales agent').last();
    await refusal.waitFor();
    await desk.shoot('refused-helpdesk');
    expect(await desk.page.locator('#slack').getByText('15 Elm Court').count()).toBe(0);
  });

  it('somebody from outside is refused everything, in both chats', async () => {
    await desk.become('Oscar Outside');
    await desk.inTeams('customers');
    await desk.card.getByText('You cannot do this').waitFor();
    await desk.inSlack('@partnerdesk account Fabrikam');
    await desk.slackMessage.getByText('You cannot do this').waitFor();
    await desk.shoot('refused-outside');
    const shown = await desk.page.locator('#slack, #teams').allTextContents();
    expect(shown.join(' ')).not.toMatch(/fabrikam\.onmicrosoft|Elm Court/);
  });

  it('the Partner Center pane shows exactly those changes, and where each value was', async () => {
    expect(await desk.changes()).toEqual([contoso, contosoRetail, fabrikam]);
    await desk.page.getByLabel('Search customers').fill('fabrikam');
    await desk.page.locator('.pc-result').first().click();
    const row = desk.page.locator('.pc-row[data-path="defaultAddress.addressLine1"]');
    await row.getByText('15 Elm Court').waitFor();
    expect(await row.locator('del').textContent()).toBe('12 Elm Court');
    const puts = desk.page.locator('.log-row').filter({ hasText: 'PUT' });
    expect(await puts.count()).toBe(3);
    await desk.shoot('partner-center');
  });

  it('two people who change the same field meet: the second is shown both values', async () => {
    await desk.become('Sofia Marín');
    await desk.inTeams('update Fabrikam');
    await desk.card.getByLabel('City').waitFor();
    const row = desk.page.locator('.pc-row[data-path="defaultAddress.addressLine1"]');
    await row.hover();
    await row.getByRole('button').click();
    await row.getByRole('textbox').fill('99 Elm Court');
    await row.getByRole('textbox').press('Enter');
    await row.getByText('99 Elm Court').waitFor();
    await desk.card.getByLabel('Address line 1').fill('20 Elm Court');
    await desk.card.getByRole('button', { name: 'Review' }).click();
    await desk.card.getByRole('button', { name: 'Submit' }).click();
    await desk.card.getByText('changed by somebody else').first().waitFor();
    await desk.card.getByText('99 Elm Court').first().waitFor();
    await desk.card.getByText('20 Elm Court').first().waitFor();
    // The card that was pressed tells the same: nobody can submit it once more.
    await desk.page.locator('#teams').getByRole('button', { name: 'Submit' }).waitFor({ state: 'detached' });
    await desk.shoot('conflict');
    expect((await desk.changes())[0]).toBe(
      'Fabrikam, Inc. | defaultAddress.addressLine1 | 12 Elm Court | 99 Elm Court',
    );
  });

  it('a hostile company name stays text in all three panes', async () => {
    const name = '<!channel> [Click](http://evil.example) & Co';
    await desk.inTeams('account clickandco');
    await desk.card.getByText(name).first().waitFor();
    await desk.inSlack('/partnerdesk account clickandco');
    await desk.slackMessage.getByText(name).first().waitFor();
    await desk.page.getByLabel('Search customers').fill('clickandco');
    await desk.page.locator('.pc-result').first().click();
    await desk.page.locator('.pc-card').getByText(name).first().waitFor();
    await desk.shoot('hostile');
    expect(await desk.page.locator('a[href*="evil"], .mention, .pane b b').count()).toBe(0);
  });

  it('a suggestion types its text for the right person, and the arrow up brings it back once sent', async () => {
    await desk.page.getByRole('button', { name: 'Tom updates Contoso Retail in Teams' }).click();
    expect(await desk.page.getByRole('radio', { name: 'Tom Becker' }).getAttribute('aria-checked')).toBe('true');
    const input = desk.page.getByLabel('Message in Teams');
    expect(await input.inputValue()).toBe('update Contoso Retail');
    await desk.page.keyboard.press('Enter');
    await desk.card.getByLabel('Address line 1').waitFor();
    expect(await input.inputValue()).toBe('');
    await input.press('ArrowUp');
    expect(await input.inputValue()).toBe('update Contoso Retail');
  });

  it('nothing that the page loaded or ran was complained about', () => {
    expect(desk.complaints).toEqual([]);
  });
});
