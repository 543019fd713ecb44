import { describe, expect, it } from '@jest/globals';
import { readWish } from '../../cards/understand/wish.js';
import { tokensOf } from '../../cards/understand/wish/tokens.js';
import type { WatchWish } from '../../core/watch/watch.js';

const read = (text: string): Partial<WatchWish> => {
  const { topic, ...wish } = readWish(text, 'en-US');
  return topic === 'changes' ? wish : { topic, ...wish };
};
const at = (hours: number, minutes = 0) => ({ every: 'day', at: hours * 60 + minutes }) as const;
const night = { from: 18 * 60, to: 8 * 60 };

describe('what is asked for', () => {
  const texts: [string, Partial<WatchWish>][] = [
    ['', {}],
    ['everything', {}],
    ['ALL', {}],
    ['all changes please', {}],
    ['everything in this channel', {}],
    ['approvals', { topic: 'approvals' }],
    ['approvals here, please', { topic: 'approvals' }],
    ['approval requests', { topic: 'approvals' }],
    ['contoso', { customer: 'contoso' }],
    ['"Contoso Ltd"', { customer: 'Contoso Ltd' }],
    ['customer contoso', { customer: 'contoso' }],
    ['billing when contoso changes', { customer: 'contoso', kind: 'account' }],
    ['changes of Contoso Ltd', { customer: 'Contoso Ltd' }],
    ['contoso.onmicrosoft.com', { customer: 'contoso.onmicrosoft.com' }],
    ['8e0c9b1a-5f0f-4b1f-9d4c-2f6a1b7c0d11', { customer: '8e0c9b1a-5f0f-4b1f-9d4c-2f6a1b7c0d11' }],
    ['country de', { country: 'DE' }],
    ['germany', { country: 'DE' }],
    ['in Germany', { country: 'DE' }],
    ['customers in FR', { country: 'FR' }],
    ['in the UK', { country: 'GB' }],
    ['Trinidad and Tobago', { country: 'TT' }],
    ['in South Georgia and South Sandwich Islands', { country: 'GS' }],
    ['billing', { kind: 'account' }],
    ['account changes', { kind: 'account' }],
    ['permissions', { kind: 'purchase' }],
    ['purchase permissions', { kind: 'purchase' }],
    ['relationship', { kind: 'relationship' }],
    ['postal code', { field: 'defaultAddress.postalCode' }],
    ['company name', { field: 'companyName' }],
    ['city changes', { field: 'defaultAddress.city' }],
    ['e-mail', { field: 'email' }],
    ['country changes', { field: 'defaultAddress.country' }],
    ['Azure savings plans', { field: 'permission.AzureSavingsPlan' }],
    ['requests', { stage: 'requests' }],
    ['requests too', { stage: 'requests' }],
    ['only outcomes', { stage: 'outcomes' }],
    ['outcomes and requests', { stage: 'requests' }],
    ['elsewhere', { origin: 'elsewhere' }],
    ['only elsewhere', { origin: 'elsewhere' }],
    ['changes made elsewhere', { origin: 'elsewhere' }],
    ['made in Partner Center', { origin: 'elsewhere' }],
    ['not mine', { muteOwn: true }],
    ['except my own', { muteOwn: true }],
    ['without my changes', { muteOwn: true }],
    ['hourly', { rhythm: { every: 'hour' } }],
    ['every hour', { rhythm: { every: 'hour' } }],
    ['at once', { rhythm: { every: 'change' } }],
    ['daily', { rhythm: at(9) }],
    ['daily at 9', { rhythm: at(9) }],
    ['daily 9:30', { rhythm: at(9, 30) }],
    ['at 17:00 daily', { rhythm: at(17) }],
    ['every day at 5pm', { rhythm: at(17) }],
    ['5 p.m. daily', { rhythm: at(17) }],
    ['daily at 12 am', { rhythm: at(0) }],
    ['daily at noon', { rhythm: at(12) }],
    ['quiet 18-8', { quiet: night }],
    ['quiet 18:00–08:00', { quiet: night }],
    ['quiet hours from 18 to 8', { quiet: night }],
    ['quiet between 6pm and 8 am', { quiet: night }],
    ['18 to 8 quiet', { quiet: night }],
    ['quiet hours', { quiet: night }],
  ];
  it.each(texts)('%j', (text, wish) => {
    expect(read(text)).toEqual(wish);
    const loud = read(text.toUpperCase());
    expect({ ...loud, ...(loud.customer && { customer: loud.customer.toLowerCase() }) }).toEqual({
      ...wish,
      ...(wish.customer && { customer: wish.customer.toLowerCase() }),
    });
  });

  it.each([
    'contoso, permissions, requests too, only elsewhere, not mine, daily at 9:30, quiet 18-8',
    'Daily at 9:30 quiet 18:00-08:00 permissions of contoso made elsewhere without my own changes and requests',
    'QUIET HOURS FROM 18 TO 8 DAILY AT 9:30 PERMISSIONS EXCEPT MY OWN ELSEWHERE REQUESTS contoso',
  ])('several things together, in any order and case: %j', (text) => {
    expect(read(text)).toEqual({
      customer: 'contoso',
      kind: 'purchase',
      stage: 'requests',
      origin: 'elsewhere',
      muteOwn: true,
      rhythm: at(9, 30),
      quiet: night,
    });
  });

  it('twice and differently does not narrow, so that no news is missing', () => {
    expect(read('billing and permissions')).toEqual({});
    expect(read('city and postal code')).toEqual({ kind: 'account' });
    expect(read('permissions, city')).toEqual({});
    expect(read('in Germany, in France')).toEqual({});
    expect(read('permissions azure reservations')).toEqual({
      kind: 'purchase',
      field: 'permission.AzureReservedInstances',
    });
  });

  it('a code that is a word too counts as one in capitals only', () => {
    expect(read('changes in my customers')).toEqual({});
    expect(read('in MY')).toEqual({ country: 'MY' });
    expect(read('country IN')).toEqual({ country: 'IN' });
  });

  it('of two times, the last one', () => {
    expect(read('hourly, daily at 10')).toEqual({ rhythm: at(10) });
  });

  it.each(['daily at 25', 'quiet 18-18', 'daily at 9:75', 'quiet 18'])('no time of day is made of %j', (text) => {
    const { rhythm, quiet } = read(text);
    expect([rhythm ?? at(9), quiet ?? night]).toEqual([at(9), night]);
  });
});

describe('a customer whose name could ask for something', () => {
  const names: [string, Partial<WatchWish>][] = [
    ['"Daily Bread Ltd"', { customer: 'Daily Bread Ltd' }],
    ['“Germany”', { customer: 'Germany' }],
    ["'everything' daily", { customer: 'everything', rhythm: at(9) }],
    ['Daily Bread Ltd', { customer: 'Daily Bread Ltd' }],
    ['Daily Bread Ltd daily', { customer: 'Daily Bread Ltd', rhythm: at(9) }],
    ['The Phone Company', { customer: 'The Phone Company' }],
    ['customer Daily Bread Ltd', { customer: 'Daily Bread Ltd' }],
    ['customer daily hourly', { customer: 'daily', rhythm: { every: 'hour' } }],
    ['customer germany', { customer: 'germany' }],
    ['Germany Trade', { customer: 'Germany Trade' }],
    ['germany trade', { customer: 'germany trade' }],
    ['contoso germany hourly', { customer: 'contoso germany', rhythm: { every: 'hour' } }],
    ['University of Georgia', { customer: 'University of Georgia' }],
    ['Bread Daily Ltd', { customer: 'Bread Daily Ltd' }],
    ['Bank of City and Town Ltd', { customer: 'Bank of City and Town Ltd' }],
    ['Fabrikam, Inc.', { customer: 'Fabrikam, Inc.' }],
    ["O'Neill's", { customer: "O'Neill's" }],
    ['7-Eleven daily', { customer: '7-Eleven', rhythm: at(9) }],
    ['3M', { customer: '3M' }],
    ['世纪互联 daily', { customer: '世纪互联', rhythm: at(9) }],
    ['Ромашка, only outcomes', { customer: 'Ромашка', stage: 'outcomes' }],
    ['contoso.', { customer: 'contoso' }],
  ];
  it.each(names)('%j', (text, wish) => expect(read(text)).toEqual(wish));

  const settings: [string, Partial<WatchWish>][] = [
    ['daily contoso', { customer: 'contoso', rhythm: at(9) }],
    ['DAILY CONTOSO', { customer: 'CONTOSO', rhythm: at(9) }],
    ['contoso in germany', { customer: 'contoso', country: 'DE' }],
    ['contoso, germany', { customer: 'contoso', country: 'DE' }],
    ['germany daily', { country: 'DE', rhythm: at(9) }],
    ['billing of contoso', { customer: 'contoso', kind: 'account' }],
    ['Contoso Ltd billing', { customer: 'Contoso Ltd', kind: 'account' }],
    ['Daily at 9 Contoso', { customer: 'Contoso', rhythm: at(9) }],
  ];
  it.each(settings)('and one whose settings only stand beside it: %j', (text, wish) =>
    expect(read(text)).toEqual(wish),
  );
});

describe('the words of a text', () => {
  const wordsOf = (text: string) => tokensOf(text).map(({ word }) => word);

  it('are single signs in scripts without blanks, so that phrases of those are found as others are', () => {
    expect(wordsOf('每天9点，德国')).toEqual(['每', '天', '9', '点', '德', '国']);
    expect(wordsOf('ежедневно в 9:30')).toEqual(['ежедневно', 'в', '9:30']);
  });

  it('are without their punctuation, but know where a thought ends', () => {
    expect(wordsOf('daily!, (billing); 18–8 “Contoso, Ltd” "')).toEqual([
      'daily',
      'billing',
      '18',
      '-',
      '8',
      'Contoso, Ltd',
    ]);
    expect(tokensOf('a, b c;').map(({ ends }) => ends)).toEqual([true, false, true]);
  });
});
