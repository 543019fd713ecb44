import { describe, expect, it } from '@jest/globals';
import { aroundAll } from './around.js';
import type { Desk } from './desk.js';

let desk: Desk;
aroundAll((opened) => {
  desk = opened;
});

const slack = () => desk.page.locator('#slack');

/** Says something in Slack as Tom, signs in as himself on the page that he is given, and types what it shows. */
async function signInAsTom(asking: string, shots?: string): Promise<void> {
  await desk.open('slack', 'partnerdesk');
  const offers = slack().getByRole('button', { name: 'Sign in with Microsoft' });
  const before = await offers.count();
  await desk.inSlack(asking);
  // The newest one alone: an older link is over.
  const signIn = offers.nth(before);
  await signIn.waitFor();
  const [page] = await Promise.all([desk.page.waitForEvent('popup'), signIn.click()]);
  await page.getByText('U0TOM').waitFor();
  await page.getByRole('button').click();
  await page.getByRole('button', { name: 'Tom Becker' }).click();
  const code = (await page.getByText(/^link \d{6}$/).textContent()) ?? '';
  if (shots) await desk.shoot(`${shots}-code`, page);
  await page.close();
  await desk.inSlack(code);
}

/** Each step leaves the desk as the next one finds it: they are one story and run in this order. */
describe('a link, in a real browser', () => {
  it('is made by signing in, and whoami shows it with the way to end it', async () => {
    await desk.become('Tom Becker');
    await signInAsTom('whoami', 'links-1');
    await desk.message('slack', 'Chat accounts that act as you').waitFor();
    await desk.message('slack', 'Chat accounts that act as you').getByText('by signing in').waitFor();
    await desk.shoot('links-2-whoami');
  });

  it('stands in the admin’s list, which others do not get', async () => {
    await desk.become('Ada Nowak');
    await desk.inTeams('links');
    await desk.card.getByText('Slack: Tom Becker (U0TOM), workspace T0PARTNER').waitFor();
    await desk.card.getByText('Set in the configuration').waitFor();
    await desk.shoot('links-3-list');
    await desk.inTeams('links becker');
    await desk.card.getByText('1 link').waitFor();
    await desk.become('Sofia Marín');
    await desk.inTeams('links');
    await desk.card.getByText('You cannot do this').waitFor();
  });

  it('is ended by its owner, who is asked first', async () => {
    await desk.become('Tom Becker');
    await desk.open('slack', 'partnerdesk');
    const whoami = desk.message('slack', 'Chat accounts that act as you');
    await whoami.getByRole('button', { name: 'Unlink…' }).click();
    await slack().getByText('Unlink this account?').waitFor();
    await desk.shoot('links-4-asked');
    await slack().getByRole('button', { name: 'Unlink', exact: true }).click();
    await slack().getByText('no longer acts as you').waitFor();
    await desk.shoot('links-5-unlinked');
  });

  it('is needed: without it they are nobody in Slack, and themselves in Teams', async () => {
    await desk.inSlack('customers', 'partnerdesk');
    await desk.message('slack', 'Sign in once').waitFor();
    await desk.shoot('links-6-refused');
    await desk.inTeams('unlink');
    await desk.card.getByText('That is no link').waitFor();
    await desk.inTeams('customers');
    await desk.card.getByText('Choose a customer').waitFor();
  });

  it('is made again, and they get what they had asked for', async () => {
    await signInAsTom('customers');
    await desk.message('slack', 'You are signed in as Tom Becker').getByText('Contoso Ltd').waitFor();
    await desk.shoot('links-7-again');
  });

  it('is removed by an admin, and both sides are told by whom', async () => {
    await desk.become('Ada Nowak');
    await desk.inTeams('links tom');
    await desk.card.getByText('Links that match “tom”').waitFor();
    await desk.card.getByRole('button', { name: 'Remove…' }).click();
    await desk.card.getByText('Remove this link?').waitFor();
    await desk.shoot('links-8-remove');
    await desk.card.getByRole('button', { name: 'Remove the link' }).click();
    await desk.card.getByText('no longer acts as Tom Becker').waitFor();
    await desk.shoot('links-9-removed');
    await desk.become('Tom Becker');
    await desk.open('slack', 'partnerdesk');
    await desk.message('slack', 'Your Slack account no longer acts as Tom Becker').getByText('Ada Nowak').waitFor();
    await desk.card.getByText('no longer acts as you').waitFor();
    await desk.shoot('links-10-told');
  });

  it('is complained about by nobody', () => {
    expect(desk.complaints).toEqual([]);
  });
});
