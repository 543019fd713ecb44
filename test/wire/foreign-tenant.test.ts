import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readJournal } from '../../core/journal/journal.js';
import { type Character, characters, PARTNER_TENANT } from '../../sandbox/stand-in.js';
import { FOREIGN_TENANT } from '../../sandbox/teams/world.js';
import { type BothChats, openBothChats } from './both-chats.js';
import { codeFor, outcomeFor } from './signing-in.js';
import { talkingIn, until } from './talking.js';

jest.setTimeout(30_000);

const named = (name: string) => characters.find((one) => one.name.startsWith(name)) as Character;
const [tom, ada, oscar] = ['Tom', 'Ada', 'Oscar'].map(named) as [Character, Character, Character];
const LINK = /http:\/\/127\.0\.0\.1:3978\/link\/[\w-]{43}/;

let chats: BothChats;
let talk: ReturnType<typeof talkingIn>;
beforeAll(async () => {
  chats = await openBothChats([], { env: { TEAMS_TENANT_IDS: `${PARTNER_TENANT},${FOREIGN_TENANT}` } });
  talk = talkingIn(chats);
  await talk.say('teams', ada, 'help');
  await talk.say('teams', tom, 'help');
});
afterAll(() => chats.close());

const linkOf = async () => LINK.exec(await talk.say('teams', oscar, 'whoami'))?.[0] ?? '';
const links = () => chats.core.store.db.selectFrom('links').select(['tenant', 'chatUser', 'person']).execute();
const facts = async () => (await readJournal(chats.core.store.db, { limit: 50 })).map(({ fact }) => fact).toReversed();

/** One story: each step leaves the desk as the next one finds it. */
describe('a Teams user of another tenant that may use the bot', () => {
  it('is nobody until they sign in, and with an account of their own tenant stays so', async () => {
    const outcome = await outcomeFor(chats.core, await linkOf(), oscar.id);
    expect(outcome.type).toBe('refused');
    expect(await links()).toEqual([]);
  });

  it('has nothing of a link on which an admin signed in, who types the code into the room that both read', async () => {
    const code = await codeFor(chats.core, await linkOf(), ada.id);
    const room = chats.teams.conversations.find(({ name }) => name === 'Renewals with Oscar')?.id ?? '';
    const before = talk.heard('teams', ada).length;
    await chats.teams.act(ada, { type: 'say', conversation: room, text: `@partnerdesk link ${code}` });
    await until(() => talk.heard('teams', ada).length > before);
    await until(() => talk.last('teams', ada).includes('Oscar Outside'));
    expect(talk.last('teams', ada)).toContain('void now');
    expect(await talk.say('teams', oscar, `link ${code}`)).toContain('Not linked');
    expect(await links()).toEqual([]);
  });

  it('is linked by signing in as a colleague, who is told', async () => {
    const code = await codeFor(chats.core, await linkOf(), tom.id);
    expect(await talk.say('teams', oscar, `link ${code}`)).toContain('You are signed in as Tom Becker');
    expect(await links()).toEqual([{ tenant: FOREIGN_TENANT, chatUser: oscar.id, person: tom.id }]);
    await until(() => talk.last('teams', tom).includes('now acts as you'));
    expect((await facts()).slice(-3)).toEqual(['link.asked', 'link.signedIn', 'link.completed']);
  });

  it('is the same person in a chat of the partner’s, not whoever has that id there', async () => {
    const room = chats.teams.conversations.find(({ name }) => name === 'Renewals with Oscar')?.id ?? '';
    const before = talk.heard('teams', oscar).length;
    await chats.teams.act(oscar, { type: 'say', conversation: room, text: '@partnerdesk whoami' });
    await until(() => talk.heard('teams', oscar).length > before);
    expect(talk.last('teams', oscar)).toMatch(/Tom Becker/);
    expect(talk.last('teams', oscar)).toContain(FOREIGN_TENANT);
  });

  it('stands in the admin’s list, is removed there, and both sides are told', async () => {
    const list = await talk.say('teams', ada, 'links oscar');
    expect(list).toContain('Tom Becker');
    const [, id = ''] = /"verb":"unlinking","id":"([\w-]+)"/.exec(list) ?? [];
    await talk.press('teams', ada, { verb: 'unlink', id });
    await until(() => talk.last('teams', oscar).includes('no longer acts as Tom Becker'));
    await until(() => talk.last('teams', tom).includes('no longer acts as you'));
    expect(await links()).toEqual([]);
    expect(await talk.say('teams', oscar, 'customers')).toMatch(LINK);
  });
});
