import { describe, expect, it } from '@jest/globals';
import { action, actionSchema } from '../../core/action.js';
import type { Answer } from '../../core/answer.js';
import type { Card, Element } from '../../cards/card.js';
import { screen } from '../../cards/screens/index.js';
import { understand } from '../../cards/understand/understand.js';
import { voiceFor } from '../../cards/voice.js';
import { approvalSamples, permission, permissionForm } from './approval-samples.js';
import { customer } from './sample-data.js';
import { english } from './samples.js';

const show = (answer: Answer): Card => screen(answer, voiceFor(english));
const sample = (name: string): Answer => {
  const answer = approvalSamples[name];
  if (answer === undefined) throw new Error(`no sample ${name}`);
  return answer;
};
const words = (card: Card): string => JSON.stringify(card.body).replaceAll('\u202f', ' ');
function of<T extends Element['type']>(card: Card, type: T): Extract<Element, { type: T }>[] {
  return card.body.filter((element): element is Extract<Element, { type: T }> => element.type === type);
}
const asks = (card: Card) =>
  of(card, 'buttons').flatMap(({ buttons }) => buttons.map((button) => [button.label, button.action]));

describe('the permissions of a customer', () => {
  it('show which are on, since when, by whom, and until when', () => {
    const [reservations, plans] = of(show(permission()), 'facts').map(({ facts }) =>
      Object.fromEntries(facts.map(({ label, value }) => [label, value.replaceAll('\u202f', ' ')])),
    );
    expect(reservations).toEqual({
      'Allow customer to purchase': 'On',
      Since: 'Nov 20, 2026, 6:05 PM',
      'Requested by': 'Sofia Marín',
      'Approved by': 'Tom Becker and Ana Ruiz',
      Ends: 'After Dec 31, 2026: it then removes itself',
    });
    expect(plans).toEqual({ 'Allow customer to purchase': 'Off' });
  });

  it('say who pays, who is told, where it shows and what the customer needs', () => {
    expect(words(show(permission()))).toMatch(
      /You, the partner.*Nobody\. Partner Center does not tell you.*Order history, Reservations and Activity log.*Azure plan.*Owner role/,
    );
  });

  it('offer to ask for each: to remove what is on, to give what is off', () => {
    expect(asks(show(permission()))).toEqual([
      ['Ask to remove', action('ask', `${customer.id}/remove/AzureReservedInstances`)],
      ['Ask to give', action('ask', `${customer.id}/give/AzureSavingsPlan`)],
    ]);
    for (const [, asked] of asks(show(permission()))) expect(actionSchema.safeParse(asked).success).toBe(true);
  });

  it('show a request that is under way instead of offering another, and offer nothing to whoever may not ask', () => {
    expect(asks(show(sample('permission, given elsewhere, one pending')))).toEqual([
      ['Show the request', action('change', 'chg-7')],
    ]);
  });

  it('say that it is not known since when, where they were given elsewhere', () => {
    expect(words(show(sample('permission, given elsewhere, one pending')))).toContain('not given with partnerdesk');
  });

  it.each([
    ['cloud', '21Vianet'],
    ['appOnly', 'signed-in user'],
  ])('say why they are off: %s', (off, because) => {
    const card = show(sample(`permission off ${off}`));
    expect(words(card)).toContain(because);
    expect(asks(card)).toEqual([]);
  });
});

describe('the form that asks for a permission', () => {
  it('wants a reason on several lines, and lets a last day be chosen', () => {
    const card = show(permissionForm());
    expect(of(card, 'textInput')).toEqual([
      expect.objectContaining({ id: 'reason', style: 'multiline', required: true, maxLength: 500 }),
    ]);
    expect(of(card, 'dateInput')).toEqual([
      expect.objectContaining({ id: 'until', required: false, hint: expect.stringContaining('removes itself') }),
    ]);
    expect(card.form).toMatchObject({
      action: action('propose', 'chg-7', 4),
      discard: action('discard', 'chg-7', 4),
    });
  });

  it('says who may approve, or that nobody has to', () => {
    expect(words(show(permissionForm()))).toContain('a colleague who is Global admin or Admin agent');
    expect(words(show(permissionForm({ approvers: [] })))).toContain('It needs no approval');
  });

  it('to remove has no last day, and says what stays', () => {
    const card = show(permissionForm({ give: false, undoes: 'chg-6' }));
    expect(of(card, 'dateInput')).toEqual([]);
    expect(words(card)).toMatch(/takes back an earlier change.*What it has purchased already stays/);
  });

  it('keeps what was typed and shows each error at its input', () => {
    const card = show(sample('permissionForm with errors'));
    expect(of(card, 'textInput')[0]).toMatchObject({ value: 'x'.repeat(600), error: 'At most 500 characters.' });
    expect(of(card, 'dateInput')[0]).toMatchObject({
      error: 'Choose a day from today on, at most 366 days ahead.',
    });
  });

  it('shows an error that concerns no input all the same', () => {
    expect(words(show(sample('permissionForm with an error of no input')))).toContain('Choose a day from today on.');
  });
});

it('says when somebody else begins to act as you', () => {
  expect(words(show(sample('linkAnnounced in slack')))).toMatch(/Slack user sofia now acts as you.*not you, tell/);
});

it.each([
  ['permission Contoso', 'permission', 'Contoso'],
  ['permissions contoso.example', 'permission', 'contoso.example'],
  ['approvals', 'approvals', ''],
  ['Approval requests', 'approvals', ''],
])('understands %j', (text, command, argument) => {
  expect(understand(text, 'en')).toEqual({ type: 'command', command, argument });
});
