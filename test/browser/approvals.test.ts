import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { aroundAll } from './around.js';
import type { Desk } from './desk.js';

let desk: Desk;
aroundAll((opened) => {
  desk = opened;
});

const AWAITS = 'Permission request for Contoso Ltd awaits approval';
const CHANGED = 'Permissions of Contoso Ltd changed';
const given = 'Contoso Ltd | permissions.AzureReservedInstances | Off | On';
const decision = (name: 'Approve' | 'Decline') => new RegExp(`^${name}`);

/** yyyy-mm-dd */
const inDays = (days: number) => new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10);

/** How many buttons that decide stand in a message. */
async function deciding(message: Locator): Promise<number> {
  return message.getByRole('button', { name: /^(Approve|Decline|Break glass)/ }).count();
}

/** The copies of a card in both channels and in the two 1:1 chats of somebody, as far as each has one. */
async function copies(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const [chat, conversation] of [
    ['slack', 'customers'],
    ['teams', 'Customer desk'],
  ] as const) {
    await desk.open(chat, conversation);
    await desk.message(chat, text).waitFor();
    found.push(`${chat} ${conversation}: ${await deciding(desk.message(chat, text))}`);
  }
  return found;
}

/** Fills in why and sends the form in Teams. */
async function decideInTeams(name: 'Approve' | 'Decline', reason: string): Promise<void> {
  await desk.card.getByRole('button', { name: decision(name) }).click();
  await desk.card.getByLabel('Reason').fill(reason);
  await desk.card.getByRole('button', { name, exact: true }).click();
}

/** Each step finds the desk as the one before left it: they are one story and run in this order. */
describe('a permission, from asking to undoing, in a real browser', () => {
  it('a Sales agent asks in Slack, and nothing changes yet', async () => {
    await desk.become('Sofia Marín');
    await desk.inSlack('/partnerdesk permission Contoso Ltd', 'partnerdesk');
    await desk.slackMessage.getByRole('button', { name: 'Ask to give' }).first().click();
    await desk.submitModal();
    await desk.modal.getByText('Please complete this required field.').waitFor();
    await desk.modal.getByLabel('Reason').fill('They want to buy reservations for three years.');
    await desk.modal.getByLabel('Last day').fill(inDays(30));
    await desk.shoot('approval-1-form');
    await desk.submitModal();
    await desk.modal.getByText('Your request was sent').waitFor();
    await desk.shoot('approval-2-asked');
    await desk.leaveModal();
    await desk.message('slack', AWAITS).getByRole('button', { name: 'Withdraw' }).waitFor();
    expect(await desk.changes()).toEqual([]);
  });

  it('those who decide are told, and nobody else', async () => {
    const news = desk.page.locator('.person.news');
    await news.nth(1).waitFor();
    expect(await news.locator('b').allTextContents()).toEqual(['Ada Nowak', 'Grace Lin']);
  });

  it('the request is in both channels, with buttons in Teams only for those who may press them', async () => {
    await desk.become('Henri Dubois');
    await desk.open('teams', 'Customer desk');
    await desk.message('teams', AWAITS).waitFor();
    expect(await deciding(desk.message('teams', AWAITS))).toBe(0);
    await desk.become('Ada Nowak');
    await desk
      .message('teams', AWAITS)
      .getByRole('button', { name: decision('Approve') })
      .waitFor();
    await desk.open('teams', 'Customer desk');
    await desk
      .message('teams', AWAITS)
      .getByRole('button', { name: decision('Decline') })
      .waitFor();
    await desk.open('slack', 'customers');
    await desk
      .message('slack', AWAITS)
      .getByRole('button', { name: decision('Approve') })
      .waitFor();
    await desk.shoot('approval-3-both-channels');
  });

  it('whoever asked cannot approve it, and is told why in private', async () => {
    await desk.become('Sofia Marín');
    await desk.open('slack', 'customers');
    await desk
      .message('slack', AWAITS)
      .getByRole('button', { name: decision('Approve') })
      .click();
    await desk.modal.getByText('You asked for this yourself').waitFor();
    await desk.shoot('approval-4-own-request');
    expect(await desk.modal.locator('[data-role="submit"]').count()).toBe(0);
    await desk.leaveModal();
  });

  it('a colleague without the role cannot either', async () => {
    await desk.become('Henri Dubois');
    await desk.open('slack', 'customers');
    await desk
      .message('slack', AWAITS)
      .getByRole('button', { name: decision('Decline') })
      .click();
    await desk.modal.getByText('Your roles do not allow you to decide this').waitFor();
    await desk.leaveModal();
  });

  it('somebody from outside sees nothing of it', async () => {
    await desk.become('Oscar Outside');
    await desk.inTeams('approvals');
    await desk.card.getByText('You cannot do this').waitFor();
    await desk.inSlack('@partnerdesk approvals');
    await desk.slackMessage.getByText('You cannot do this').waitFor();
    const shown = await desk.page.locator('#slack, #teams').allTextContents();
    expect(shown.join(' ')).not.toMatch(/Contoso|Sofia/);
  });

  it('the Home tab shows what awaits a decision, and opens it', async () => {
    await desk.become('Grace Lin');
    await desk.page.getByRole('tab', { name: 'Home' }).click();
    const home = desk.page.locator('#slack .home');
    await home.getByText('1 request waits for you.').waitFor();
    await desk.shoot('approval-5-home');
    await home.getByRole('button', { name: 'Show' }).click();
    await desk.modal.getByRole('button', { name: decision('Approve') }).waitFor();
    await desk.leaveModal();
  });

  it('an admin approves in Teams, and every copy in both chats says so, without buttons', async () => {
    await desk.become('Ada Nowak');
    await desk.open('teams', 'partnerdesk');
    await desk.card.getByRole('button', { name: decision('Approve') }).click();
    await desk.card.getByText('Your approval counts for exactly what is shown here').waitFor();
    await desk.shoot('approval-6-decision-form');
    await desk.card.getByLabel('Reason').fill('Their credit is good.');
    await desk.card.getByRole('button', { name: 'Approve', exact: true }).click();
    await desk.message('teams', CHANGED).getByText('Ada Nowak approved', { exact: true }).waitFor();
    expect(await deciding(desk.message('teams', CHANGED))).toBe(0);
    await desk.shoot('approval-7-approved');
    expect(await copies('Their credit is good.')).toEqual(['slack customers: 0', 'teams Customer desk: 0']);
    await desk.shoot('approval-8-copies');
    await desk.become('Grace Lin');
    await desk.message('teams', 'Their credit is good.').waitFor();
    expect(await deciding(desk.page.locator('#teams'))).toBe(0);
    await desk.page.locator('#slack .home').getByText('Nothing waits for you.').waitFor();
  });

  it('Partner Center has the permission on', async () => {
    expect(await desk.changes()).toEqual([given]);
    await desk.page.getByLabel('Search customers').fill('contoso.onmicrosoft');
    await desk.page.locator('.pc-result').first().click();
    const row = desk.page.locator('.pc-row[data-path="permissions.AzureReservedInstances"]');
    await row.getByText('On', { exact: true }).waitFor();
    expect(await row.getByRole('switch').getAttribute('aria-checked')).toBe('true');
    await row.scrollIntoViewIfNeeded();
    await desk.shoot('approval-9-partner-center');
  });

  it('whoever asked is told, and takes it back, which needs approval too', async () => {
    await desk.become('Sofia Marín');
    await desk.open('slack', 'partnerdesk');
    await desk.message('slack', 'Their credit is good.').waitFor();
    await desk.page.locator('#slack article').getByRole('button', { name: 'Undo' }).last().click();
    await desk.modal.getByLabel('Reason').fill('It was meant for another customer.');
    await desk.submitModal();
    await desk.modal.getByText('Your request was sent').waitFor();
    await desk.leaveModal();
    expect(await desk.changes()).toEqual([given]);
    await desk.become('Ada Nowak');
    await desk.open('teams', 'partnerdesk');
    await desk.message('teams', 'This takes back an earlier change').waitFor();
    await decideInTeams('Approve', 'Agreed.');
    await desk.message('teams', 'Agreed.').waitFor();
    await desk.page.getByText('Changed, and changed back.').waitFor();
    await desk.shoot('approval-10-undone');
    expect(await desk.changes()).toEqual([]);
  });
});

describe('the other way round', () => {
  const ASKED = 'Permission request for Fabrikam, Inc.';

  it('a Sales agent asks in Teams', async () => {
    await desk.become('Tom Becker');
    await desk.inTeams('permission Fabrikam');
    await desk.card.getByRole('button', { name: 'Ask to remove' }).first().click();
    await desk.card.getByLabel('Reason').fill('They have left us.');
    await desk.card.getByRole('button', { name: 'Submit' }).click();
    await desk.message('teams', `${ASKED} awaits approval`).getByRole('button', { name: 'Withdraw' }).waitFor();
    await desk.shoot('approval-11-asked-in-teams');
  });

  it('an admin declines in Slack, with a reason', async () => {
    await desk.become('Grace Lin');
    await desk.open('slack', 'customers');
    await desk
      .message('slack', ASKED)
      .getByRole('button', { name: decision('Decline') })
      .click();
    await desk.submitModal();
    await desk.modal.getByText('Please complete this required field.').waitFor();
    await desk.modal.getByLabel('Reason').fill('Ask them once more.');
    await desk.shoot('approval-12-decline');
    await desk.submitModal();
    await desk.modal.getByText('Grace Lin declined this.').waitFor();
    await desk.leaveModal();
    expect(await copies('Ask them once more.')).toEqual(['slack customers: 0', 'teams Customer desk: 0']);
    await desk.shoot('approval-13-declined');
  });

  it('whoever asked is told why, and nothing was changed', async () => {
    await desk.become('Tom Becker');
    await desk.open('teams', 'partnerdesk');
    await desk.message('teams', 'Ask them once more.').getByText(`${ASKED} declined`).waitFor();
    await desk.shoot('approval-14-told');
    expect(await desk.changes()).toEqual([]);
  });

  it('what somebody switched on in Partner Center meanwhile is not written a second time', async () => {
    await desk.become('Sofia Marín');
    await desk.inSlack('/partnerdesk permission Contoso Retail', 'partnerdesk');
    await desk.slackMessage.getByRole('button', { name: 'Ask to give' }).first().click();
    await desk.modal.getByLabel('Reason').fill('For their savings plan.');
    await desk.submitModal();
    await desk.modal.getByText('Your request was sent').waitFor();
    await desk.leaveModal();
    await desk.page.getByLabel('Search customers').fill('contoso retail');
    await desk.page.locator('.pc-result').first().click();
    const row = desk.page.locator('.pc-row[data-path="permissions.AzureSavingsPlan"]');
    await row.getByRole('switch').click();
    await row.getByText('On', { exact: true }).waitFor();
    await desk.become('Ada Nowak');
    await desk.message('teams', 'For their savings plan.').waitFor();
    const writes = desk.page.locator('.log-row').filter({ hasText: /POST|PUT|DELETE/ });
    const before = await writes.count();
    await desk.card.getByRole('button', { name: decision('Approve') }).click();
    await desk.card.getByText('Partner Center held this already').waitFor();
    await desk.shoot('approval-15-switched-meanwhile');
    expect(await writes.count()).toBe(before);
    const change = desk.page.locator('.pc-change').filter({ hasText: 'Contoso Retail' });
    expect(await change.getByText('by Partner Center').count()).toBe(1);
  });

  it('nothing that the page loaded or ran was complained about', () => {
    expect(desk.complaints).toEqual([]);
  });
});
