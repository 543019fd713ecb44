import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { aroundAll } from './around.js';
import type { Chat, Desk } from './desk.js';

let desk: Desk;
aroundAll((opened) => {
  desk = opened;
});

const ROOMS = { slack: 'customers', teams: 'Customer desk' } as const;
const chats = ['slack', 'teams'] as const;

/** The messages of a chat's room with this text. Lines under a message count as part of it. */
async function inRoom(chat: Chat, text: string | RegExp): Promise<Locator> {
  await desk.open(chat, ROOMS[chat]);
  return desk.page.locator(`#${chat} article`).filter({ hasText: text });
}

/** Waits for a message in the rooms of both chats, and sees that it stands there once. */
async function announcedOnce(text: string | RegExp): Promise<void> {
  for (const chat of chats) {
    const messages = await inRoom(chat, text);
    await messages.first().waitFor();
    expect(await messages.count()).toBe(1);
  }
}

/** Each step finds the desk as the one before left it: they are one story and run in this order. */
describe('watches, in a real browser', () => {
  it('a channel of Teams begins to watch, and gets a test at once', async () => {
    await desk.become('Ada Nowak');
    await desk.open('teams', ROOMS.teams);
    await desk.inTeams('@partnerdesk watch everything, requests too');
    await (await inRoom('teams', 'Test: notices of changes arrive here')).waitFor();
    await desk.shoot('watch-1-teams');
    await desk.open('teams', 'partnerdesk');
    await desk.card.getByText('Watching from now on').waitFor();
  });

  it('a channel of Slack begins to watch, and is told so to whoever asked alone', async () => {
    await desk.become('Sofia Marín');
    await desk.inSlack('/partnerdesk watch', ROOMS.slack);
    await (await inRoom('slack', 'Test: notices of changes arrive here')).waitFor();
    await desk.message('slack', 'Watching from now on').getByText('Only visible to you').waitFor();
    await desk.shoot('watch-2-slack');
  });

  it('a change made in Slack appears in both channels, once', async () => {
    await desk.inSlack('/partnerdesk update Fabrikam');
    await desk.modal.getByLabel('Address line 1').fill('15 Elm Court');
    await desk.submitModal();
    await desk.modal.getByText('→ 15 Elm Court').waitFor();
    await desk.submitModal();
    await desk.modal.getByText('Fabrikam, Inc. updated').waitFor();
    await desk.leaveModal();
    await announcedOnce('Sofia Marín changed Address line 1 of Fabrikam, Inc.');
    await desk.shoot('watch-3-made-in-slack');
  });

  it('a change made in Teams appears in both channels, once', async () => {
    await desk.become('Tom Becker');
    await desk.open('teams', 'partnerdesk');
    await desk.inTeams('update Contoso Retail');
    await desk.card.getByLabel('Address line 1').fill('800 Pine Street');
    await desk.card.getByRole('button', { name: 'Review' }).click();
    await desk.card.getByText('→ 800 Pine Street').waitFor();
    await desk.card.getByRole('button', { name: 'Submit' }).click();
    await desk.card.getByText('Contoso Retail updated').waitFor();
    await announcedOnce('Tom Becker changed Address line 1 of Contoso Retail');
  });

  it('a change typed directly into Partner Center appears in both channels, once', async () => {
    const { page } = desk;
    await page.getByPlaceholder('Search customers').fill('Contoso Ltd');
    await page.locator('#partner-center').getByRole('button', { name: 'Contoso Ltd' }).first().click();
    await page.getByRole('button', { name: 'Change City in Partner Center' }).first().click();
    await page.locator('.pc-card input').first().fill('Kirkland');
    await page.locator('.pc-card input').first().press('Enter');
    await announcedOnce('changed City of Contoso Ltd in Partner Center');
    await desk.shoot('watch-4-made-elsewhere');
    // One more look at the audit records finds it again, and ours: nothing is said twice.
    await page.waitForTimeout(6_000);
    await announcedOnce('changed City of Contoso Ltd in Partner Center');
    await announcedOnce('changed Address line 1 of Fabrikam, Inc.');
    await announcedOnce('changed Address line 1 of Contoso Retail');
  });

  it('a request goes on in the thread of its first card', async () => {
    await desk.become('Sofia Marín');
    await desk.inSlack('/partnerdesk permission Contoso Ltd', 'partnerdesk');
    await desk.slackMessage.getByRole('button', { name: 'Ask to give' }).first().click();
    await desk.modal.getByLabel('Reason').fill('They buy for three years.');
    await desk.submitModal();
    await desk.modal.getByText('Your request was sent').waitFor();
    await desk.leaveModal();
    await desk.become('Ada Nowak');
    await desk.open('teams', 'partnerdesk');
    await desk.card.getByRole('button', { name: /^Approve/ }).click();
    await desk.card.getByRole('button', { name: 'Approve', exact: true }).click();
    await (await inRoom('teams', 'Ada Nowak approved')).last().waitFor();
    await desk.message('teams', 'It is applied.').waitFor();
    await desk.shoot('watch-5-thread');
    expect(await (await inRoom('teams', 'They buy for three years.')).count()).toBe(1);
  });

  it('its list tells what is watched, and where the news was delivered', async () => {
    await desk.become('Sofia Marín');
    await desk.inSlack('/partnerdesk watches', ROOMS.slack);
    const list = desk.message('slack', 'Watched in this conversation');
    await list.getByText('All customers: everything, only outcomes, at once').waitFor();
    await desk.shoot('watch-6-list');
    await list
      .getByRole('button', { name: /deliver|report/i })
      .first()
      .click();
    await desk.message('slack', 'Delivered: ').getByText('#customers (Slack)').first().waitFor();
    await desk.shoot('watch-7-report');
  });

  it('its form narrows it, and keeps what was typed wrongly', async () => {
    await desk.inSlack('/partnerdesk watches', ROOMS.slack);
    await desk.message('slack', 'Watched in this conversation').getByRole('button', { name: 'Edit…' }).first().click();
    await desk.modal.getByLabel('How often').selectOption({ label: 'Once a day, together' });
    const time = desk.modal.getByLabel('Time of day');
    await time.fill('25:00');
    await desk.submitModal();
    await desk.modal.locator('[aria-invalid="true"]').waitFor();
    expect(await time.inputValue()).toBe('25:00');
    await time.fill('9:00');
    await desk.shoot('watch-8-form');
    await desk.submitModal();
    await desk.modal.getByText('at 09:00 daily').waitFor();
    await desk.leaveModal();
  });

  it('a private channel without the desk says how to invite it, and works once it is in', async () => {
    await desk.inSlack('/partnerdesk watch fabrikam', 'renewals');
    await desk.message('slack', '/invite @partnerdesk').waitFor();
    await desk.shoot('watch-9-invite');
    await desk.inSlack('/invite @partnerdesk');
    await desk
      .message('slack', '/invite @partnerdesk')
      .getByRole('button', { name: /Test|again/ })
      .first()
      .click();
    await desk.message('slack', 'Test: notices of changes arrive here').waitFor();
  });

  it('a place that people from outside read is refused', async () => {
    await desk.inSlack('/partnerdesk watch', 'shared-with-outside');
    await desk.slackMessage
      .getByText(/outside/)
      .first()
      .waitFor();
    await desk.shoot('watch-10-outside');
    const news = desk.page.locator('#slack article').filter({ hasText: 'Test: notices' });
    expect(await news.count()).toBe(0);
  });

  it('ends when it is told to', async () => {
    await desk.become('Ada Nowak');
    await desk.open('teams', ROOMS.teams);
    await desk.inTeams('@partnerdesk unwatch');
    await desk.open('teams', 'partnerdesk');
    await desk.card.getByText('No longer watched').first().waitFor();
    await desk.shoot('watch-11-ended');
  });

  it('and the browser had nothing to complain of', () => {
    expect(desk.complaints).toEqual([]);
  });
});
