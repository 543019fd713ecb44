import type { Locator } from 'playwright-core';
import type { Cloud } from '../../../core/config.js';
import type { Desk } from '../desk.js';
import { casts } from './cells.js';
import type { Words } from './catalogue.js';

/** One language on one cloud, as somebody goes through it on the page. */
export interface Cell extends Words {
  cloud: Cloud;
  desk: Desk;
  /** A number that no other cell of this cloud has. */
  number: number;
  /** Looks at what a step has brought, and keeps a picture of it. */
  see: (step: string, element: Locator) => Promise<void>;
}

const regExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Finds a customer, shows the account, updates it (or edits, as 21Vianet says), reviews and submits: all of it in Slack. */
export async function mainJobInSlack({ cloud, desk, number, see, t, word }: Cell): Promise<void> {
  const { slack: customer, line } = casts[cloud];
  const done = t('change.applied.title', { customer: customer.name });
  const ask = (command: Parameters<typeof word>[0]) =>
    desk.inSlack(`/partnerdesk ${word(command)} ${customer.query}`, 'partnerdesk');
  await ask('find');
  await desk.slackMessage
    .getByText(t('customers.found', { query: customer.query }))
    .first()
    .waitFor();
  await see('slack-1-found', desk.slackMessage);
  await ask('account');
  await desk.slackMessage.getByText(t('account.billing')).first().waitFor();
  await see('slack-2-account', desk.slackMessage);
  await ask('update');
  const address = desk.modal.getByLabel(t('fields.addressLine1'));
  await address.fill(line(number));
  await see('slack-3-form', desk.modal);
  await desk.submitModal();
  await desk.modal.getByText(line(number)).first().waitFor();
  await see('slack-4-review', desk.modal);
  await desk.submitModal();
  await desk.modal.getByText(done).first().waitFor();
  await see('slack-5-outcome', desk.modal);
  await desk.leaveModal();
  const message = desk.message('slack', done);
  await message.waitFor();
  await see('slack-6-message', message);
}

/** The same in Teams, where the form is in the card. */
export async function mainJobInTeams({ cloud, desk, number, see, t, word }: Cell): Promise<void> {
  const { teams: customer, line } = casts[cloud];
  const done = t('change.applied.title', { customer: customer.name });
  const ask = (command: Parameters<typeof word>[0]) => desk.inTeams(`${word(command)} ${customer.query}`);
  await ask('find');
  await desk.card
    .getByText(t('customers.found', { query: customer.query }))
    .first()
    .waitFor();
  await see('teams-1-found', desk.card);
  await ask('account');
  await desk.card.getByText(t('account.billing')).first().waitFor();
  await see('teams-2-account', desk.card);
  await ask('update');
  await desk.card.getByLabel(t('fields.addressLine1')).fill(line(number));
  await see('teams-3-form', desk.card);
  await desk.card.getByRole('button', { name: t('buttons.review'), exact: true }).click();
  await desk.card.getByText(line(number)).first().waitFor();
  await see('teams-4-review', desk.card);
  await desk.card.getByRole('button', { name: t('buttons.submit'), exact: true }).click();
  const card = desk.message('teams', done);
  await card.waitFor();
  await see('teams-5-outcome', card);
}

/** Sofia asks in Slack, Ada approves in Teams, and Sofia hears of it. */
export async function approvalJob({ cloud, desk, see, t, word }: Cell): Promise<void> {
  const { query, name: customer } = casts[cloud].permission;
  await desk.become('Sofia Marín');
  await desk.inSlack(`/partnerdesk ${word('permission')} ${query}`, 'partnerdesk');
  await desk.slackMessage.getByText(t('permission.status')).first().waitFor();
  await see('approval-1-permission', desk.slackMessage);
  // Whatever the cell before has made of it: it is given, or it is taken.
  const ask = new RegExp(`^(?:${regExp(t('buttons.askToGive'))}|${regExp(t('buttons.askToRemove'))})$`);
  await desk.slackMessage.getByRole('button', { name: ask }).first().click();
  await desk.modal.getByLabel(t('fields.reason')).fill('№ 42');
  await see('approval-2-form', desk.modal);
  await desk.submitModal();
  await desk.modal.getByText(t('approval.news.askedByYou')).waitFor();
  await see('approval-3-asked', desk.modal);
  await desk.leaveModal();
  await desk.become('Ada Nowak');
  const waiting = desk.message('teams', t('request.awaiting.title', { customer }));
  await waiting.getByRole('button', { name: t('buttons.approve'), exact: true }).click();
  const reason = desk.card.getByLabel(t('fields.reason'));
  await reason.fill('№ 43');
  await see('approval-4-decision', desk.card);
  await desk.card.getByRole('button', { name: t('decision.approve.submit'), exact: true }).click();
  const done = t('request.applied.title', { customer });
  await desk.message('teams', '№ 43').filter({ hasText: done }).waitFor();
  await see('approval-5-approved', desk.message('teams', '№ 43'));
  await desk.become('Sofia Marín');
  await desk.open('slack', 'partnerdesk');
  const told = desk.message('slack', '№ 43').filter({ hasText: done });
  await told.waitFor();
  await see('approval-6-told', told);
}

/** Where there are no permissions to purchase, both chats say so. */
export async function notOffered({ cloud, desk, see, t, word }: Cell): Promise<void> {
  const { query } = casts[cloud].permission;
  await desk.become('Sofia Marín');
  await desk.inSlack(`/partnerdesk ${word('permission')} ${query}`, 'partnerdesk');
  await desk.slackMessage.getByText(t('permission.off.cloud')).first().waitFor();
  await see('approval-1-not-offered-slack', desk.slackMessage);
  await desk.inTeams(`${word('permission')} ${query}`);
  await desk.card.getByText(t('permission.off.cloud')).first().waitFor();
  await see('approval-2-not-offered-teams', desk.card);
}

/** What one may do is said in both chats. From then on the desk knows in which language somebody is written to. */
export async function helped({ desk, see, t, word }: Cell, name: string): Promise<void> {
  const first = name.split(' ')[0]?.toLowerCase();
  await desk.become(name);
  await desk.inTeams(word('help'));
  await desk.card.getByText(t('help.text')).waitFor();
  await see(`help-teams-${first}`, desk.card);
  await desk.inSlack(`/partnerdesk ${word('help')}`, 'partnerdesk');
  await desk.slackMessage.getByText(t('help.text')).waitFor();
  await see(`help-slack-${first}`, desk.slackMessage);
}
