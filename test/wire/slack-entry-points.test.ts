import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { buttonOf, textOf } from '../bots/slack/slack-bench.js';
import { type Character, characters, SLACK_TEAM, type SlackState } from '../../sandbox/stand-in.js';
import { type BothChats, openBothChats } from './both-chats.js';
import { talkingIn, until } from './talking.js';

jest.setTimeout(30_000);

const named = (name: string) => characters.find((one) => one.name.startsWith(name)) as Character;
const [sofia, tom, henri, oscar] = ['Sofia', 'Tom', 'Henri', 'Oscar'].map(named) as [
  Character,
  Character,
  Character,
  Character,
];
const ROOM = 'C0CUSTOMERS';
const SHARED = 'C0CONNECT';
const CONTOSO = 'c0000000-0000-4000-8000-000000000001';
const PAGE = `https://partner.microsoft.com/commerce/customers/${CONTOSO}/account`;

let chats: BothChats;
let talk: ReturnType<typeof talkingIn>;
beforeAll(async () => {
  // Helpdesk agents only look, as in the Partner Center of 21Vianet.
  const roles = { 'update account': ['Admin agent', 'Sales agent'] };
  chats = await openBothChats([], { unlinked: [tom.slackUser], policy: { roles } });
  talk = talkingIn(chats);
});
afterAll(() => chats.close());
beforeEach(async () => {
  for (const one of characters) {
    const open = modalOf(one);
    if (open) await chats.slack.act(one, { type: 'closeModal', view: open.id });
  }
});

interface View {
  title: { text: string };
  blocks: { block_id: string; element?: { action_id: string; type: string } }[];
}
const modalOf = (who: Character) => chats.slack.scene(who).modal;
const viewOf = (who: Character) => modalOf(who)?.view as View | undefined;
const shownTo = (who: Character) => textOf(modalOf(who)?.view);
/** Opens a form by a shortcut, and waits until it is there. */
async function shortcut(who: Character, id: string): Promise<void> {
  await chats.slack.act(who, { type: 'shortcut', id });
  await until(() => modalOf(who) !== undefined && !shownTo(who).includes('Working on it'));
}
const fieldOf = (who: Character) => viewOf(who)?.blocks.find(({ element }) => element?.type === 'external_select');
async function suggest(who: Character, text: string) {
  const [open, field] = [modalOf(who), fieldOf(who)];
  if (!open || !field) throw new Error(`no search field: ${shownTo(who)}`);
  return chats.slack.suggest(who, { view: open.id, blockId: field.block_id, actionId: 'customer', text });
}
/** Chooses a customer in the open form, and what to do. */
async function choose(who: Character, option: unknown, pick: string): Promise<void> {
  const { blocks } = viewOf(who) as View;
  const values: SlackState = {};
  for (const { block_id: block, element } of blocks) {
    if (element?.action_id === 'customer')
      values[block] = { customer: { type: 'external_select', selected_option: option } };
    if (element?.action_id === 'pick')
      values[block] = { pick: { type: 'static_select', selected_option: { value: pick } } };
  }
  await chats.slack.act(who, { type: 'submit', view: modalOf(who)?.id ?? '', state: values });
  await until(() => fieldOf(who) === undefined && !shownTo(who).includes('Working on it'));
}
const messages = (who: Character, channel: string) =>
  chats.slack.scene(who).channels.find(({ id }) => id === channel)?.messages ?? [];
/** Says something in a channel. @returns the message */
async function post(who: Character, channel: string, text: string) {
  await chats.slack.act(who, { type: 'say', channel, text });
  return messages(who, channel).findLast((one) => one.text === text) as ReturnType<typeof messages>[number];
}
const callsOf = (method: string) => chats.slack.calls.filter((call) => call.method === method).length;

describe('the shortcut “Find a customer”', () => {
  it('opens a search whose suggestions lead to the account', async () => {
    await shortcut(sofia, 'find_customer');
    const [contoso] = await suggest(sofia, 'contoso l');
    expect(contoso).toMatchObject({ text: { text: 'Contoso Ltd' }, value: CONTOSO });
    await choose(sofia, contoso, 'account');
    expect(shownTo(sofia)).toContain('Company details');
  });

  it('offers the customers that somebody opened last before they type', async () => {
    await shortcut(henri, 'find_customer');
    expect(await suggest(henri, '')).toEqual([]);
    await talk.say('slack', henri, 'account fabrikam.onmicrosoft.com');
    expect(await suggest(henri, '')).toMatchObject([{ text: { text: 'Fabrikam, Inc.' } }]);
  });

  it.each([
    ['permission', 'Permissions'],
    ['history', 'History'],
  ])('leads to %s as well', async (pick, title) => {
    await shortcut(sofia, 'find_customer');
    const [first] = await suggest(sofia, 'fabrikam');
    await choose(sofia, first, pick);
    expect(shownTo(sofia)).toContain(title);
  });

  it('asks again for whom nobody is', async () => {
    await shortcut(sofia, 'find_customer');
    const nobody = { text: { type: 'plain_text', text: 'x' }, value: 'no such customer anywhere' };
    const block = fieldOf(sofia)?.block_id ?? '';
    const state = { [block]: { customer: { type: 'external_select', selected_option: nobody } } };
    await chats.slack.act(sofia, { type: 'submit', view: modalOf(sofia)?.id ?? '', state });
    expect(modalOf(sofia)?.errors).toEqual({ [block]: 'Choose one of the list.' });
  });

  it('shows somebody without a link how to make one, and suggests nothing', async () => {
    await shortcut(tom, 'find_customer');
    expect(shownTo(tom)).toContain('Sign in with Microsoft');
    expect(await typed(tom, 'contoso')).toEqual({ options: [] });
  });
});

/** What the bot answers to a search field that never was on anybody's screen. */
async function typed(who: Character, text: string): Promise<unknown> {
  const payload = {
    type: 'block_suggestion',
    team: { id: SLACK_TEAM },
    user: { id: who.slackUser, team_id: SLACK_TEAM },
    action_id: 'customer',
    block_id: 'customer#0',
    value: text,
    container: { type: 'view', view_id: 'V0' },
    view: { id: 'V0', type: 'modal', private_metadata: '{"v":1,"verb":"find"}', app_installed_team_id: SLACK_TEAM },
  };
  const { status, body } = await chats.slack.sendForm({ payload: JSON.stringify(payload) });
  expect(status).toBe(200);
  return JSON.parse(body);
}

describe('a search field', () => {
  it('offers a colleague at most a hundred customers', async () => {
    const { options } = (await typed(sofia, 'c')) as { options: unknown[] };
    expect(options.length).toBeGreaterThan(0);
    expect(options.length).toBeLessThanOrEqual(100);
  });

  it.each([
    ['a guest', { is_restricted: true }],
    ['a single-channel guest', { is_restricted: true, is_ultra_restricted: true }],
    ['somebody who was switched off', { deleted: true }],
  ])('offers %s nothing', async (_name, altered) => {
    const user = { ...henri, slackUser: `U0${_name.length}HENRI` };
    chats.slack.alterUser(user.slackUser, { id: user.slackUser, team_id: SLACK_TEAM, ...altered });
    expect(await typed(user, 'contoso')).toEqual({ options: [] });
  });

  it('offers people of other organisations nothing', async () => {
    expect(await typed(oscar, 'contoso')).toEqual({ options: [] });
  });

  it('offers nothing in time while Partner Center is slow', async () => {
    chats.world.partnerCenter.faults.pause();
    try {
      expect(await typed(sofia, 'never asked before')).toEqual({ options: [] });
    } finally {
      chats.world.partnerCenter.faults.resume();
    }
  });
});

describe('the shortcut “Update account info”', () => {
  it('leads to the form of the customer', async () => {
    await shortcut(sofia, 'update_account');
    const [contoso] = await suggest(sofia, 'contoso l');
    await choose(sofia, contoso, 'update');
    expect(shownTo(sofia)).toContain('companyName');
  });

  it('is refused to whoever may only look', async () => {
    await shortcut(henri, 'update_account');
    expect(shownTo(henri)).toContain('Sales agent');
    expect(fieldOf(henri)).toBeUndefined();
  });

  it('cannot be reached by a form that says otherwise', async () => {
    await shortcut(henri, 'find_customer');
    const [first] = await suggest(henri, 'fabrikam');
    await choose(henri, first, 'update');
    expect(shownTo(henri)).not.toContain('companyName');
  });
});

describe('the shortcut of a message', () => {
  async function find(who: Character, text: string): Promise<string> {
    const { ts } = await post(who, ROOM, text);
    await chats.slack.act(who, { type: 'messageShortcut', id: 'find_in_message', channel: ROOM, ts });
    await until(() => modalOf(who) !== undefined && !shownTo(who).includes('Working on it'));
    return shownTo(who);
  }

  it.each([
    ['a Microsoft ID', `Who is ${CONTOSO.toUpperCase()}?`, 'Contoso Ltd'],
    ['a domain', 'mail bounces at contoso.onmicrosoft.com, help', 'Contoso Ltd'],
    ['an e-mail address', 'from <mailto:ana@fabrikam.onmicrosoft.com|ana@fabrikam.onmicrosoft.com> today', 'Fabrikam'],
    ['a page of Partner Center', `see <${PAGE}>`, 'Contoso Ltd'],
    ['a page of Partner Center behind a label', `see <${PAGE}|that one>`, 'Contoso Ltd'],
    ['words', 'Please correct the address of Fabrikam, Inc. until Friday', 'Fabrikam, Inc.'],
    ['words in small letters', 'fabrikam called again', 'Fabrikam, Inc.'],
    ['words of a language without blanks', '请更新北京启明科技有限公司的地址', '北京启明科技有限公司'],
    ['words in Cyrillic', 'Звонили из ООО «СеверСтрой» про счет', 'СеверСтрой'],
  ])('finds the customer by %s', async (_name, text, customer) => {
    const shown = await find(sofia, text);
    expect(shown).toContain('Customers in this message');
    expect(shown).toContain(customer);
  });

  it('puts the customer whose whole name is there before those who only begin like it', async () => {
    const shown = await find(sofia, 'The invoice of Contoso Retail is wrong');
    expect(shown.indexOf('Contoso Retail')).toBeLessThan(shown.indexOf('Contoso Ltd') + 1 || Infinity);
  });

  it('leads on to the account', async () => {
    await find(sofia, 'Fabrikam again');
    const view = viewOf(sofia) as View;
    const press = { ...buttonOf(view.blocks, 'account'), view: modalOf(sofia)?.id ?? '', state: {} };
    await chats.slack.act(sofia, { type: 'pressInModal', ...press });
    await until(() => shownTo(sofia).includes('Company details'));
  });

  it('asks for a name where nobody is named', async () => {
    expect(await find(sofia, 'lunch at 12?')).toContain('No customer was recognized');
    expect(fieldOf(sofia)).toBeDefined();
  });

  it('takes no word of a message for a command', async () => {
    const shown = await find(sofia, 'unlink');
    expect(shown).not.toContain('Unlink');
    expect(await find(sofia, 'language fr')).not.toContain('français');
  });
});

describe('the Home tab', () => {
  const home = (who: Character) => chats.slack.scene(who).home as { blocks: unknown[] } | undefined;
  const homeText = (who: Character) => textOf(home(who));
  async function open(who: Character): Promise<string> {
    await chats.slack.act(who, { type: 'home' });
    await until(() => home(who) !== undefined && !homeText(who).includes('Working on it'));
    return homeText(who);
  }

  it('shows recent customers, each with its account, what waits, roles and language', async () => {
    await talk.say('slack', sofia, 'account fabrikam.onmicrosoft.com');
    await chats.slack.act(sofia, { type: 'home' });
    await until(() => homeText(sofia).includes('Fabrikam, Inc.'));
    for (const part of ['Recent customers', 'Approvals', 'Sales agent', 'Change language'])
      expect(homeText(sofia)).toContain(part);
    await chats.slack.act(sofia, { type: 'pressInHome', ...buttonOf(home(sofia)?.blocks, 'account') });
    await until(() => shownTo(sofia).includes('Company details'));
  });

  it('opens the search', async () => {
    await open(sofia);
    await chats.slack.act(sofia, { type: 'pressInHome', ...buttonOf(home(sofia)?.blocks, 'finding') });
    await until(() => fieldOf(sofia) !== undefined);
  });

  it('speaks the language that somebody chooses there, at once', async () => {
    await open(henri);
    await chats.slack.act(henri, { type: 'pressInHome', ...buttonOf(home(henri)?.blocks, 'language') });
    await until(() => shownTo(henri).includes('Français'));
    const { id, view } = modalOf(henri) as { id: string; view: View };
    const french = view.blocks
      .flatMap((block) => (block as { elements?: { action_id: string; value: string }[] }).elements ?? [])
      .find(({ value }) => value?.includes('"fr"'));
    const block = view.blocks.find((one) => textOf(one).includes(french?.action_id ?? '?'));
    const press = { blockId: block?.block_id ?? '', actionId: french?.action_id ?? '' };
    await chats.slack.act(henri, { type: 'pressInModal', view: id, ...press, state: {} });
    await until(() => homeText(henri).includes('Clients récents'));
    await talk.say('slack', henri, 'langue auto');
  });

  it('shows somebody without a link nothing but the way to sign in', async () => {
    const shown = await open(tom);
    expect(shown).toContain('Sign in with Microsoft');
    expect(shown).not.toContain('Recent customers');
  });
});

describe('a link to a customer in Partner Center', () => {
  const previewOf = (who: Character, channel: string, ts: string) =>
    messages(who, channel).find((one) => one.ts === ts)?.previews ?? [];

  it('shows the room the name and the domain, and nothing else', async () => {
    const { ts } = await post(sofia, ROOM, `look at ${PAGE}`);
    await until(() => previewOf(sofia, ROOM, ts).length > 0);
    const shown = textOf(previewOf(henri, ROOM, ts));
    expect(shown).toContain('Contoso Ltd');
    expect(shown).toContain('contoso.onmicrosoft.com');
    expect(shown).not.toMatch(/@contoso|Redmond|\+1/u);
  });

  it('answers whoever presses its button for them alone', async () => {
    const { ts } = await post(sofia, ROOM, `and ${PAGE}`);
    await until(() => previewOf(sofia, ROOM, ts).length > 0);
    const [preview] = previewOf(henri, ROOM, ts);
    const before = messages(sofia, ROOM).length;
    await chats.slack.act(henri, { type: 'press', channel: ROOM, ts, ...buttonOf(preview?.blocks, 'account') });
    await until(() =>
      messages(henri, ROOM).some(({ ephemeral, blocks }) => ephemeral && textOf(blocks).includes('Bill')),
    );
    expect(messages(sofia, ROOM)).toHaveLength(before);
  });

  it('has a preview in the own conversation with the bot', async () => {
    const { ts } = await post(sofia, talk.directChannel(sofia), `what about ${PAGE}`);
    await until(() => previewOf(sofia, talk.directChannel(sofia), ts).length > 0);
  });

  it.each<[string, Character, string, string]>([
    ['in a channel that another organisation reads', sofia, SHARED, PAGE],
    ['by somebody from outside', oscar, SHARED, PAGE],
    ['by somebody without a link', tom, ROOM, PAGE],
    ['of a customer that is not ours', sofia, ROOM, PAGE.replace(CONTOSO, CONTOSO.replace('c', 'd'))],
    ['of another page of Partner Center', sofia, ROOM, 'https://partner.microsoft.com/dashboard/home'],
    ['of a host below it', sofia, ROOM, PAGE.replace('partner.microsoft', 'evil.partner.microsoft')],
    ['with a user name before the host', sofia, ROOM, PAGE.replace('https://', 'https://a:b@')],
    ['without encryption', sofia, ROOM, PAGE.replace('https', 'http')],
  ])('has none %s', async (_name, who, channel, url) => {
    const { ts } = await post(who, channel, `see ${url}`);
    const before = callsOf('chat.unfurl');
    // What comes after it has its preview: whatever was to come of the former one has come by then.
    const { ts: later } = await post(sofia, ROOM, `compare ${PAGE}`);
    await until(() => previewOf(sofia, ROOM, later).length > 0);
    expect(previewOf(who, channel, ts)).toEqual([]);
    expect(callsOf('chat.unfurl')).toBe(before + 1);
  });
});
