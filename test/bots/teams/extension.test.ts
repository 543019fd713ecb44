import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Character, characters } from '../../../sandbox/stand-in.js';
import type { Conversation } from '../../../sandbox/teams/world.js';
import { ada, conversationOf, grace, guest, sofia, tom } from './harness.js';
import { dataOf, opensDialog, verbsOf } from './recipients.js';
import { openWholeDesk, type WholeDesk } from './whole-desk.js';

jest.setTimeout(30_000);

let desk: WholeDesk;
beforeAll(async () => {
  desk = await openWholeDesk();
});
afterAll(() => desk.close());

const henri = characters.find(({ name }) => name.startsWith('Henri')) as Character;
const chat = (who: Character) => desk.teams.personalOf(who);
const scene = (who: Character) => desk.teams.scene(who);
const typing = (who: Character, text: string, dataset = 'customers') =>
  desk.teams.suggest(who, { conversation: chat(who).id, dataset, text });
const search = (who: Character, where: Conversation, text: string) =>
  desk.teams.act(who, { type: 'search', conversation: where.id, text });
/** Puts the first customer that is found into a message, and sends it. */
async function share(who: Character, where: Conversation, text: string): Promise<string> {
  await search(who, where, text);
  const value = scene(who).search?.items[0]?.value;
  await desk.teams.act(who, { type: 'choose', conversation: where.id, value });
  await desk.teams.act(who, { type: 'sendDraft', conversation: where.id });
  return where.messages.at(-1)?.id ?? '';
}
const cardOf = (who: Character, where: Conversation, message: string) =>
  scene(who)
    .conversations.find(({ id }) => id === where.id)
    ?.messages.find(({ id }) => id === message)?.card;
async function pressShared(who: Character, where: Conversation, message: string) {
  const data = dataOf(cardOf(who, where, message), 'account') ?? {};
  await desk.teams.act(who, { type: 'execute', conversation: where.id, message, verb: 'account', data });
}

describe('a field of a card that looks for a customer', () => {
  it('suggests customers by what is typed, at most fifteen, each with its domain', async () => {
    const found = await typing(sofia, 'cont');
    expect(found[0]).toEqual({
      title: expect.stringMatching(/^Cont.+ \(.+\..+\)$/),
      value: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect((await typing(sofia, 'a')).length).toBeLessThanOrEqual(15);
  });

  it('suggests whom somebody opened last when nothing is typed', async () => {
    await desk.teams.act(grace, { type: 'say', conversation: chat(grace).id, text: 'account contoso.onmicrosoft.com' });
    await desk.until(() => JSON.stringify(desk.card(grace, chat(grace))).includes('Redmond'), 'the account');
    expect((await typing(grace, '')).map(({ title }) => title)).toEqual([
      expect.stringContaining('contoso.onmicrosoft.com'),
    ]);
    expect(await typing(ada, '')).toEqual([]);
  });

  it('suggests nothing of other data', async () => {
    expect(await typing(sofia, 'cont', 'secrets')).toEqual([]);
  });

  it('is in the card that a command without its customer gets, and takes the one that is chosen', async () => {
    await desk.teams.act(tom, { type: 'say', conversation: chat(tom).id, text: 'account' });
    await desk.until(() => verbsOf(desk.card(tom, chat(tom))).includes('find'), 'the form');
    expect(JSON.stringify(desk.card(tom, chat(tom)))).toContain('"choices.data":{"type":"Data.Query"');
    const [found] = await typing(tom, 'contoso.onmicrosoft.com');
    await desk.press(tom, chat(tom), 'find', { customer: found?.value ?? '', pick: 'account' });
    expect(JSON.stringify(desk.card(tom, chat(tom)))).toContain('Redmond');
  });
});

describe('the message extension', () => {
  it('shows what it finds to whoever searches, and customers opened last when it is opened', async () => {
    await search(sofia, desk.channel, 'contoso.onmicrosoft.com');
    expect(scene(sofia).search?.items).toMatchObject([
      { title: expect.stringContaining('Contoso'), text: 'contoso.onmicrosoft.com' },
    ]);
    await search(grace, desk.channel, '');
    expect(scene(grace).search?.items).toMatchObject([{ text: 'contoso.onmicrosoft.com' }]);
    expect(scene(tom).search).toBeUndefined();
  });

  it('puts a card into a message that says no more than name and domain', async () => {
    const message = await share(sofia, desk.channel, 'contoso.onmicrosoft.com');
    const shown = JSON.stringify(cardOf(tom, desk.channel, message));
    expect(shown).toContain('Contoso');
    expect(shown).toContain('contoso.onmicrosoft.com');
    expect(shown).not.toMatch(/Redmond|Microsoft Way|98052/);
    expect(verbsOf(cardOf(tom, desk.channel, message))).toEqual(['account']);
  });

  it('gives each presser of the card a view of their own, by their own rights, and leaves it as it is for others', async () => {
    const message = await share(sofia, desk.channel, 'contoso.onmicrosoft.com');
    const before = cardOf(tom, desk.channel, message);
    await pressShared(ada, desk.channel, message);
    expect(JSON.stringify(cardOf(ada, desk.channel, message))).toContain('Redmond');
    expect(verbsOf(cardOf(ada, desk.channel, message))).toContain('update');
    await pressShared(henri, desk.channel, message);
    expect(verbsOf(cardOf(henri, desk.channel, message))).not.toContain('update');
    expect(cardOf(tom, desk.channel, message)).toEqual(before);
    expect(desk.teams.calls.filter(({ operation, status }) => operation === 'update' && status >= 400)).toEqual([]);
  });

  it('updates through a dialog from that view, with a field error that keeps what was typed', async () => {
    const message = await share(sofia, desk.channel, 'fabrikam.onmicrosoft.com');
    await pressShared(ada, desk.channel, message);
    const view = cardOf(ada, desk.channel, message);
    expect(opensDialog(dataOf(view, 'update'))).toBe(true);
    await desk.press(ada, desk.channel, 'update');
    expect(verbsOf(scene(ada).dialog?.card)).toContain('review');
    expect(JSON.stringify(scene(ada).dialog?.card)).not.toContain('Action.Execute');
    const values = { ...valuesOf(scene(ada).dialog?.card), 'defaultAddress.addressLine1': '44 Elm Court' };
    await desk.press(ada, desk.channel, 'review', { ...values, 'defaultAddress.postalCode': 'nowhere' });
    expect(valuesOf(scene(ada).dialog?.card)).toMatchObject({
      'defaultAddress.addressLine1': '44 Elm Court',
      'defaultAddress.postalCode': 'nowhere',
    });
    await desk.press(ada, desk.channel, 'review', values);
    expect(JSON.stringify(scene(ada).dialog?.card)).toContain('→ 44 Elm Court');
    await desk.press(ada, desk.channel, 'submit');
    expect(JSON.stringify(scene(ada).dialog?.card)).toContain('updated');
    expect(cardOf(ada, desk.channel, message)).toEqual(view);
  });

  it('neither finds nor inserts anything where people from outside take part', async () => {
    const group = conversationOf(desk.teams, 'group');
    await search(sofia, group, 'contoso');
    expect(scene(sofia).search).toMatchObject({ items: [], message: expect.stringContaining('outside') });
    await search(sofia, desk.channel, 'contoso.onmicrosoft.com');
    const value = scene(sofia).search?.items[0]?.value;
    await desk.teams.act(sofia, { type: 'choose', conversation: group.id, value });
    expect(scene(sofia)).toMatchObject({ clientError: expect.stringContaining('outside') });
    expect(scene(sofia).draft).toBeUndefined();
  });

  it('says what to do in a chat that the desk is not in', async () => {
    const [, renewals] = desk.teams.conversations.filter(({ kind }) => kind === 'channel');
    if (!renewals) throw new Error('one channel only');
    desk.teams.uninstall(renewals.id);
    await search(ada, renewals, 'contoso');
    expect(scene(ada).search).toMatchObject({ items: [], message: expect.stringContaining('Add the app') });
    renewals.installed = true;
  });

  it('draws the name that Partner Center has, whatever the client sent with the id', async () => {
    await search(sofia, desk.channel, 'contoso.onmicrosoft.com');
    const value = { ...(scene(sofia).search?.items[0]?.value as object), name: 'Evil', title: 'Evil' };
    await desk.teams.act(sofia, { type: 'choose', conversation: desk.channel.id, value });
    expect(JSON.stringify(scene(sofia).draft)).toContain('Contoso');
    expect(JSON.stringify(scene(sofia).draft)).not.toContain('Evil');
  });

  it('inserts nothing for an id that nobody has', async () => {
    const value = { pd: { v: 1, verb: 'account', id: '00000000-0000-4000-8000-00000000dead' } };
    const before = desk.channel.messages.length;
    await desk.teams.act(tom, { type: 'choose', conversation: desk.channel.id, value });
    expect(scene(tom).draft).toBeUndefined();
    expect(desk.channel.messages).toHaveLength(before);
  });

  it('answers a guest nothing', async () => {
    await search(guest, chat(guest), 'contoso');
    expect(scene(guest).search?.items).toEqual([]);
    expect(await typing(guest, 'contoso')).toEqual([]);
  });
});

describe('the action on a message', () => {
  /** Somebody says something in the channel, without the desk. Gives the message's id. */
  async function say(text: string): Promise<string> {
    await desk.teams.act(tom, { type: 'say', conversation: desk.channel.id, text });
    return desk.channel.messages.at(-1)?.id ?? '';
  }
  async function open(who: Character, text: string) {
    await desk.teams.act(who, { type: 'fromMessage', conversation: desk.channel.id, message: await say(text) });
    return scene(who).dialog;
  }

  it.each([
    ['a domain', 'Has anybody an address for contoso.onmicrosoft.com?'],
    ['an e-mail address', 'Mail from <anna@contoso.onmicrosoft.com>: we moved.'],
    ['the words of a name', 'We spoke to Contoso Ltd today & they moved'],
  ])('finds the customer by %s', async (_what, text) => {
    expect(JSON.stringify((await open(ada, text))?.card)).toContain('contoso.onmicrosoft.com');
    expect(verbsOf(scene(ada).dialog?.card)).toContain('update');
  });

  it('goes from the choice through the form and its review to the update, all in the dialog', async () => {
    await open(ada, 'contoso.onmicrosoft.com moved to 8 Microsoft Way');
    await desk.press(ada, desk.channel, 'update');
    const values = { ...valuesOf(scene(ada).dialog?.card), 'defaultAddress.addressLine1': '8 Microsoft Way' };
    await desk.press(ada, desk.channel, 'review', values);
    await desk.press(ada, desk.channel, 'submit');
    expect(JSON.stringify(scene(ada).dialog?.card)).toContain('Contoso Ltd updated');
  });

  it('opens a search when the message names nobody', async () => {
    const dialog = await open(ada, 'Good morning!');
    expect(verbsOf(dialog?.card)).toEqual(['find']);
    expect(JSON.stringify(dialog?.card)).toContain('Data.Query');
  });

  it('shows nothing of a customer to whoever has no role', async () => {
    const shown = JSON.stringify(await open(guest, 'contoso.onmicrosoft.com'));
    expect(shown).toContain('You cannot do this');
    expect(shown).not.toContain('Contoso');
  });
});

/** What stands in the inputs of a card, by id. */
function valuesOf(card: unknown): Record<string, string> {
  const body = (card as { body?: { type: string; id?: string; value?: string }[] } | undefined)?.body ?? [];
  return Object.fromEntries(body.flatMap(({ id, value }) => (id === undefined ? [] : [[id, value ?? '']])));
}

describe('the desk that is added to a 1:1 chat', () => {
  it.each([
    ['who may update', () => tom, ['find <text>', 'update <customer>', 'help']],
    ['who may only look', () => henri, ['find <text>', 'help']],
  ] as const)('says what to begin with to somebody %s', async (_who, whose, usages) => {
    const who = whose();
    await desk.teams.install(chat(who).id);
    const shown = () => JSON.stringify(desk.card(who, chat(who)) ?? '');
    await desk.until(() => shown().includes('Type one of these'), 'the greeting');
    const facts = shown().matchAll(/"title":"([^"]+)","value"/g);
    expect([...facts].map(([, label]) => label?.replaceAll('\\', ''))).toEqual(usages);
  });
});
