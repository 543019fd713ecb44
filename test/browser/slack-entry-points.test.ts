import { describe, expect, it } from '@jest/globals';
import { aroundAll } from './around.js';
import type { Desk } from './desk.js';

let desk: Desk;
aroundAll((opened) => {
  desk = opened;
});

const slack = () => desk.page.locator('#slack');
const home = () => slack().locator('.home');
const PAGE = 'https://partner.microsoft.com/commerce/customers/c0000000-0000-4000-8000-000000000001/account';

async function shortcut(name: string): Promise<void> {
  await slack().getByRole('button', { name: 'Shortcuts' }).click();
  await slack().getByRole('menuitem', { name }).click();
  await desk.modal.getByRole('combobox', { name: 'Customer' }).waitFor();
}
const field = () => desk.modal.getByRole('combobox', { name: 'Customer' });
const offered = (name: string) => desk.modal.getByRole('option', { name });

/** Each step follows the one before. */
describe('the entry points of Slack, in a real browser', () => {
  it('a customer is found by a shortcut and a part of the name', async () => {
    await desk.become('Sofia Marín');
    await shortcut('Find a customer');
    await field().pressSequentially('fabri');
    await offered('Fabrikam, Inc.').first().waitFor();
    await desk.shoot('slack-entry-1-typeahead');
    await offered('Fabrikam, Inc.').first().click();
    await desk.submitModal();
    await desk.modal.getByText('12 Elm Court').first().waitFor();
    await desk.leaveModal();
  });

  it('the customer opened last is offered before anything is typed', async () => {
    await shortcut('Update account info');
    await field().click();
    await offered('Fabrikam, Inc.').first().waitFor();
    await field().press('ArrowDown');
    await desk.page.keyboard.press('Enter');
    expect(await field().inputValue()).toBe('Fabrikam, Inc.');
    await desk.submitModal();
    await desk.modal.getByLabel('Address line 1').waitFor();
    await desk.leaveModal();
  });

  it('a message that names a customer leads to the account', async () => {
    await desk.inSlack('Contoso Retail called about an invoice', 'customers');
    const message = desk.message('slack', 'called about an invoice');
    await message.hover();
    await message.getByRole('button', { name: 'Find customer in message' }).click();
    await desk.modal.getByText('contosoretail.onmicrosoft.com').waitFor();
    await desk.shoot('slack-entry-2-message');
    await desk.modal.getByRole('button', { name: 'Account' }).first().click();
    await desk.modal.getByText('700 Pine Street').first().waitFor();
    await desk.leaveModal();
  });

  it('a link to Partner Center shows the room the name and the domain', async () => {
    await desk.inSlack(`see ${PAGE}`, 'customers');
    const preview = desk.message('slack', `see ${PAGE}`).locator('.sl-preview');
    await preview.getByText('contoso.onmicrosoft.com').waitFor();
    expect(await preview.textContent()).not.toContain('Microsoft Way');
    await desk.shoot('slack-entry-3-link');
  });

  it('a colleague opens the account from it, for their own eyes', async () => {
    await desk.become('Ada Nowak');
    await desk.open('slack', 'customers');
    await desk.message('slack', `see ${PAGE}`).getByRole('button', { name: 'Account' }).click();
    await desk.message('slack', 'Only visible to you').getByText('1 Microsoft Way').first().waitFor();
  });

  it('a channel that another organisation reads is shown nothing', async () => {
    await desk.inSlack(`hidden ${PAGE}`, 'shared-with-outside');
    await desk.open('slack', 'customers');
    // What is posted after it has its preview: that of the former one would have come by then.
    await desk.inSlack(`later ${PAGE}`);
    await desk.message('slack', `later ${PAGE}`).locator('.sl-preview').waitFor();
    await desk.open('slack', 'shared-with-outside');
    expect(await desk.message('slack', `hidden ${PAGE}`).locator('.sl-preview').count()).toBe(0);
  });

  it('the Home tab shows recent customers, requests, roles and language', async () => {
    await desk.become('Sofia Marín');
    await desk.open('slack', 'partnerdesk');
    await slack().getByRole('tab', { name: 'Home' }).click();
    for (const part of ['Recent customers', 'Contoso Retail', 'Fabrikam, Inc.', 'Approvals', 'Your roles'])
      await home().getByText(part).first().waitFor();
    await desk.shoot('slack-entry-4-home');
    await home().getByRole('button', { name: 'Account', exact: true }).first().click();
    await desk.modal.getByText('700 Pine Street').first().waitFor();
    await desk.leaveModal();
  });

  it('the Home tab speaks the language that is chosen there', async () => {
    await home().getByRole('button', { name: 'Change language' }).click();
    await desk.modal.getByRole('button', { name: 'Español' }).click();
    await home().getByText('Clientes recientes').waitFor();
    await desk.leaveModal();
    await home().getByRole('button', { name: 'Cambiar de idioma' }).click();
    await desk.modal.getByRole('button', { name: 'El de mi chat' }).click();
    await home().getByText('Recent customers').waitFor();
    await desk.leaveModal();
  });

  it('nothing that the page loaded or ran was complained about', () => {
    expect(desk.complaints).toEqual([]);
  });
});
