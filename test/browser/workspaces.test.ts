import { describe, expect, it } from '@jest/globals';
import { aroundAll } from './around.js';
import type { Desk } from './desk.js';

let desk: Desk;
aroundAll((opened) => {
  desk = opened;
});

const slack = () => desk.page.locator('#slack');
const add = () => slack().getByRole('link', { name: 'Add partnerdesk' });
const remove = () => slack().getByRole('button', { name: 'Remove partnerdesk' });

/** Each step leaves Slack as the next one finds it: they are one story and run in this order. */
describe('a second workspace of Slack, in a real browser', () => {
  it('is without the desk, while the first one has it from the beginning', async () => {
    await desk.become('Sofia Marín');
    await slack().getByText('Northwind Partner Services').waitFor();
    expect(await add().count()).toBe(0);
    await desk.become('Nora Lind');
    await add().waitFor();
    await desk.inSlack('/partnerdesk help', 'customers');
    await slack().getByText('not a valid command').waitFor();
    await desk.shoot('install-1-missing');
  });

  it('does not get it when its administrator cancels', async () => {
    const [page] = await Promise.all([desk.page.waitForEvent('popup'), add().click()]);
    expect(await page.getByLabel('Workspace').inputValue()).toBe('T0NORDICS');
    await desk.shoot('install-2-asked', page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Nothing was installed').waitFor();
    await page.close();
    expect(await remove().count()).toBe(0);
  });

  it('gets it when its administrator allows it, once', async () => {
    const [page] = await Promise.all([desk.page.waitForEvent('popup'), add().click()]);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('It now serves the Slack workspace Northwind Nordics.').waitFor();
    await desk.shoot('install-3-installed', page);
    await page.reload();
    await page.getByText('This install is over').waitFor();
    await page.close();
    await remove().waitFor();
  });

  it('is served like the first one', async () => {
    await desk.inSlack('/partnerdesk account Contoso Ltd', 'partnerdesk');
    await desk.slackMessage.getByText('1 Microsoft Way').first().waitFor();
    await desk.shoot('install-4-served');
    await desk.become('Sofia Marín');
    await desk.inSlack('/partnerdesk account Fabrikam', 'partnerdesk');
    await desk.slackMessage.getByText('12 Elm Court').first().waitFor();
  });

  it('is without the desk again once it was taken out, and the first one keeps it', async () => {
    await desk.become('Nora Lind');
    await remove().click();
    await add().waitFor();
    await desk.inSlack('/partnerdesk help', 'customers');
    await slack().getByText('not a valid command').waitFor();
    await desk.shoot('install-5-removed');
    await desk.become('Sofia Marín');
    await desk.inSlack('/partnerdesk account Contoso Ltd', 'partnerdesk');
    await desk.slackMessage.getByText('1 Microsoft Way').first().waitFor();
  });

  it('can have it once more', async () => {
    await desk.become('Nora Lind');
    const [page] = await Promise.all([desk.page.waitForEvent('popup'), add().click()]);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('partnerdesk is installed').waitFor();
    await page.close();
    await remove().waitFor();
    await desk.inSlack('/partnerdesk account Fabrikam', 'partnerdesk');
    await desk.slackMessage.getByText('12 Elm Court').first().waitFor();
  });

  it('leaves nothing in the console of the browser but refusals that were meant', () => {
    expect(desk.complaints.filter((text) => !text.includes('403'))).toEqual([]);
  });
});
