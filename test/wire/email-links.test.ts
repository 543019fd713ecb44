import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { action } from '../../core/action.js';
import { readJournal } from '../../core/journal/journal.js';
import { type Character, characters, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { type BothChats, openBothChats, type OtherWishes } from './both-chats.js';
import { codeFor } from './signing-in.js';
import { talkingIn, until } from './talking.js';

jest.setTimeout(30_000);

const tom = characters.find(({ name }) => name.startsWith('Tom')) as Character;
/** Somebody else of the same name, so that the directory has the same address twice. */
const tomToo: Character = { ...tom, id: '0a000000-0000-4000-8000-000000000078', slackUser: 'U0TOMTOO' };
const LINK = /http:\/\/127\.0\.0\.1:3978\/link\/[\w-]{43}/;

let chats: BothChats;
afterEach(() => chats.close());

async function open(wishes: OtherWishes = {}, more: readonly Character[] = []) {
  chats = await openBothChats(more, {
    unlinked: [tom.slackUser],
    policy: { links: { 'by email': true } },
    scopes: ['users:read.email'],
    ...wishes,
  });
  return talkingIn(chats);
}

const links = () => chats.core.store.db.selectFrom('links').select(['chatUser', 'person', 'via']).execute();
const facts = async () => (await readJournal(chats.core.store.db, { limit: 50 })).map(({ fact }) => fact);

describe('somebody whose confirmed address in Slack is that of one colleague', () => {
  it.each([
    [['T0ELSEWHERE'], []],
    [['T0ELSEWHERE', SLACK_TEAM], [{ chatUser: 'U0TOM', person: tom.id, via: 'email' }]],
  ])('is believed of the workspaces that the policy names: %j', async (believed, made) => {
    const talk = await open({ policy: { links: { 'by email': believed } } });
    await talk.say('slack', tom, 'whoami');
    expect(await links()).toEqual(made);
  });

  it('is that colleague, who is told, and it is kept how', async () => {
    const talk = await open();
    await talk.say('teams', tom, 'help');
    expect(await talk.say('slack', tom, 'whoami')).toMatch(/Tom Becker.*e-mail address in Slack, without a sign-in/s);
    expect(await links()).toEqual([{ chatUser: 'U0TOM', person: tom.id, via: 'email' }]);
    await until(() => talk.last('teams', tom).includes('now acts as you'));
    expect(talk.last('teams', tom)).toContain('Nobody signed in');
    const [entry] = await readJournal(chats.core.store.db, { limit: 1 });
    expect(entry).toMatchObject({ fact: 'link.completed', person: tom.id, detail: { user: 'U0TOM', via: 'email' } });
    expect(JSON.stringify(entry)).not.toContain('@');
  });

  it('is linked once, however many things they do at the same moment', async () => {
    const talk = await open();
    await Promise.all(['whoami', 'customers', 'approvals'].map((text) => talk.say('slack', tom, text)));
    expect(await links()).toHaveLength(1);
    expect((await facts()).filter((fact) => fact === 'link.completed')).toHaveLength(1);
  });

  it('is not linked so again once the link was removed: they sign in', async () => {
    const talk = await open();
    await talk.say('slack', tom, 'whoami');
    const row = await chats.core.store.db.selectFrom('links').select('id').executeTakeFirstOrThrow();
    await talk.press('slack', tom, action('unlink', row.id));
    await until(() => talk.last('slack', tom).includes('no longer acts as you'));
    const asked = await talk.say('slack', tom, 'whoami');
    const [url = ''] = LINK.exec(asked) ?? [];
    expect(await links()).toEqual([]);
    await talk.say('slack', tom, `link ${await codeFor(chats.core, url, tom.id)}`);
    expect(await links()).toEqual([{ chatUser: 'U0TOM', person: tom.id, via: 'signIn' }]);
  });
});

describe('somebody is asked to sign in, and linked to nobody,', () => {
  it.each<[string, OtherWishes, Record<string, unknown>]>([
    ['when the policy says nothing of addresses', { policy: {} }, {}],
    ['when the app may not read addresses', { scopes: [] }, {}],
    ['when Slack has not confirmed the address', {}, { is_email_confirmed: false }],
    ['when Slack does not say whether it has', {}, { is_email_confirmed: undefined }],
    ['when there is no address', {}, { profile: {} }],
    ['when the address is nobody’s', {}, { profile: { email: 'somebody@elsewhere.example' } }],
    [
      'when they are of another workspace of the same enterprise',
      {},
      { team_id: 'E0ORG', enterprise_user: { teams: ['T0PARTNER'] } },
    ],
  ])('%s', async (_when, wishes, members) => {
    const talk = await open(wishes);
    chats.slack.alterUser(tom.slackUser, members);
    expect(await talk.say('slack', tom, 'whoami')).toMatch(LINK);
    expect(await links()).toEqual([]);
  });

  it('when two people of the directory have the address', async () => {
    const talk = await open({}, [tomToo]);
    expect(await talk.say('slack', tom, 'whoami')).toMatch(LINK);
    expect(await links()).toEqual([]);
  });

  it('when whoever has the address is switched off', async () => {
    const talk = await open();
    chats.world.entra.disable(tom.id);
    expect(await talk.say('slack', tom, 'whoami')).toMatch(LINK);
    expect(await links()).toEqual([]);
  });
});

describe('an address that cannot be looked up is neither "no link" nor somebody else:', () => {
  it('Slack does not answer', async () => {
    const talk = await open();
    await talk.say('slack', tom, 'help');
    chats.slack.fault({ method: 'users.info', status: 503, times: 2 });
    const said = await talk.say('slack', tom, 'whoami');
    expect(said).not.toMatch(LINK);
    expect(said).toMatch(/try again/i);
    expect(await facts()).toEqual([]);
    chats.slack.clearFaults();
    expect(await talk.say('slack', tom, 'whoami')).toContain('Tom Becker');
  });

  it('the directory does not answer', async () => {
    const talk = await open();
    chats.world.entra.graph.faults.failNext(4, 503);
    const said = await talk.say('slack', tom, 'whoami');
    expect(said).not.toMatch(LINK);
    expect(await links()).toEqual([]);
  });
});
