import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Character, characters, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { type BothChats, openBothChats } from './both-chats.js';
import { type Platform, talkingIn } from './talking.js';

jest.setTimeout(30_000);

const named = (name: string) => characters.find((one) => one.name.startsWith(name)) as Character;
const [ada, tom] = ['Ada', 'Tom'].map(named) as [Character, Character];
const grace: Character = { ...named('Grace'), locale: 'fr-FR' };

let chats: BothChats;
let talk: ReturnType<typeof talkingIn>;
beforeAll(async () => {
  chats = await openBothChats([], { locales: { [grace.slackUser]: grace.locale }, unlinked: [tom.slackUser] });
  talk = talkingIn(chats);
});
afterAll(() => chats.close());

const both: [Platform][] = [['slack'], ['teams']];

describe('the language of an answer', () => {
  it.each(both)('is that of the client in %s, and so are the words of commands', async (platform) => {
    expect(await talk.say(platform, grace, 'aide')).toContain('trouver');
    expect(await talk.say(platform, grace, 'trouver fabrikam')).toContain('Fabrikam');
    expect(await talk.say(platform, ada, 'help')).toContain('Say one of these');
  });

  it.each(both)(
    'is the one that somebody chose, in both chats, whichever of them they chose it in (%s)',
    async (platform) => {
      expect(await talk.say(platform, ada, 'language russian')).toContain('Русский');
      for (const [there] of both) {
        expect(await talk.say(there, ada, 'whoami')).toContain('Агент по администрированию');
        expect(await talk.say(there, ada, 'найти fabrikam')).toContain('Fabrikam');
      }
      await talk.say(platform, ada, 'language auto');
      for (const [there] of both) expect(await talk.say(there, ada, 'whoami')).toContain('Admin agent');
    },
  );

  it('is chosen by a button too, which bears the language’s own name', async () => {
    expect(await talk.say('teams', ada, 'language')).toContain('Español');
    await talk.press('teams', ada, { v: 1, verb: 'language', id: 'es' });
    expect(await talk.say('slack', ada, 'whoami')).toContain('Agente de administración');
    await talk.say('slack', ada, 'language auto');
  });

  it('may be chosen by a member whom nobody has linked', async () => {
    expect(await talk.say('slack', tom, 'language fr')).toContain('Français');
    expect(await talk.say('slack', tom, 'aide')).toContain('lier');
  });

  it('stays as it was when none is named that the desk speaks, and the answer says what was typed', async () => {
    expect(await talk.say('slack', ada, 'language klingon')).toContain('klingon');
    expect(await talk.say('slack', ada, 'whoami')).toContain('Admin agent');
    await talk.press('teams', ada, { v: 1, verb: 'language', id: 'xx"; drop table languages' });
    const rows = await chats.core.store.db.selectFrom('languages').select('language').execute();
    expect(rows).toEqual([{ language: 'fr' }]);
  });

  it('is that of what is sent unasked, too', async () => {
    await talk.say('slack', ada, 'language es');
    const kept = await chats.core.store.db
      .selectFrom('places')
      .select('placeJson')
      .where('tenant', '=', SLACK_TEAM)
      .where('chatUser', '=', ada.slackUser)
      .executeTakeFirst();
    expect(kept?.placeJson).toContain('"locale":"es"');
  });
});
