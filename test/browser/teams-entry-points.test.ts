import { describe, expect, it } from '@jest/globals';
import { aroundAll } from './around.js';
import type { Desk } from './desk.js';

let desk: Desk;
aroundAll((opened) => {
  desk = opened;
});

const teams = () => desk.page.locator('#teams');
/** The newest card that somebody put into a message. */
const shared = () => teams().locator('article.mine .card').last();

/** Each step follows the one before. */
describe('the entry points of Teams, in a real browser', () => {
  it('a customer is found by typing a part of the name in a field of a card', async () => {
    await desk.become('Sofia Marín');
    await desk.inTeams('account');
    const field = desk.card.getByRole('combobox', { name: 'Customer' });
    await field.click();
    await field.pressSequentially('fabri');
    const offered = desk.card.locator('datalist option[value^="Fabrikam, Inc."]');
    await offered.first().waitFor({ state: 'attached' });
    await desk.shoot('teams-entry-1-typeahead');
    await field.fill((await offered.first().getAttribute('value')) ?? '');
    await desk.card.getByRole('button', { name: 'Continue' }).click();
    await desk.card.getByText('12 Elm Court').first().waitFor();
  });

  it('a customer is put into a message of a channel, with no more than name and domain', async () => {
    await desk.open('teams', 'Customer desk');
    await teams().getByRole('button', { name: '+ Customer' }).click();
    await teams().getByLabel('Search for a customer').fill('contoso ltd');
    const result = teams().locator('.tm-result').filter({ hasText: 'contoso.onmicrosoft.com' });
    await result.waitFor();
    await desk.shoot('teams-entry-2-search');
    await result.click();
    await teams().getByRole('button', { name: 'Send the card' }).click();
    await shared().getByText('contoso.onmicrosoft.com').waitFor();
    expect(await shared().textContent()).not.toContain('Microsoft Way');
    await desk.shoot('teams-entry-3-card');
  });

  it('a colleague opens the account from it, and updates it through a dialog', async () => {
    await desk.become('Tom Becker');
    await desk.open('teams', 'Customer desk');
    await shared().getByRole('button', { name: 'Account' }).click();
    await shared().getByText('1 Microsoft Way').first().waitFor();
    await shared().getByRole('button', { name: 'Update' }).click();
    await desk.modal.getByLabel('Address line 1').fill('7 Microsoft Way');
    await desk.modal.getByLabel('Postal code').fill('nowhere');
    await desk.modal.getByRole('button', { name: 'Review' }).click();
    await desk.modal.getByText('This is no postal code').waitFor();
    expect(await desk.modal.getByLabel('Address line 1').inputValue()).toBe('7 Microsoft Way');
    await desk.shoot('teams-entry-4-dialog');
    await desk.modal.getByLabel('Postal code').fill('98052');
    await desk.modal.getByRole('button', { name: 'Review' }).click();
    await desk.modal.getByText('→ 7 Microsoft Way').waitFor();
    expect(await desk.changes()).toEqual([]);
    await desk.modal.getByRole('button', { name: 'Submit' }).click();
    await desk.modal.getByText('Contoso Ltd updated').waitFor();
    await desk.page.locator('.pc-change').waitFor();
    expect(await desk.changes()).toEqual([
      'Contoso Ltd | defaultAddress.addressLine1 | 1 Microsoft Way | 7 Microsoft Way',
    ]);
    await desk.leaveModal();
  });

  it('nobody else sees what a colleague opened', async () => {
    await desk.become('Ada Nowak');
    await desk.open('teams', 'Customer desk');
    await shared().getByText('contoso.onmicrosoft.com').waitFor();
    expect(await shared().textContent()).not.toContain('Microsoft Way');
  });

  it('a message that names a customer leads to the form', async () => {
    await desk.inTeams('Fabrikam, Inc. has moved, who updates it?');
    const message = teams().locator('article.mine').filter({ hasText: 'has moved' });
    await message.getByRole('button', { name: 'Update from this message' }).click();
    await desk.modal.getByText('fabrikam.onmicrosoft.com').waitFor();
    await desk.shoot('teams-entry-5-message');
    await desk.modal.getByRole('button', { name: 'Update' }).first().click();
    await desk.modal.getByLabel('Address line 1').waitFor();
    await desk.leaveModal();
  });

  it('a chat with somebody from outside is told why it gets no customer', async () => {
    await desk.open('teams', 'Renewals with Oscar');
    await teams().getByRole('button', { name: '+ Customer' }).click();
    await teams().locator('.tm-results').getByText('People from outside').waitFor();
  });

  it('nothing that the page loaded or ran was complained about', () => {
    expect(desk.complaints).toEqual([]);
  });
});
