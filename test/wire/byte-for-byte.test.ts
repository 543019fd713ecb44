import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { action } from '../../core/action.js';
import { CUSTOMERS_CHANNEL } from '../../sandbox/slack/workspace.js';
import { type Character, characters } from '../../sandbox/stand-in.js';
import { conversationOf } from '../bots/teams/harness.js';
import { filled, reviewInSlack } from '../end-to-end/slack-desk.js';
import { type BothChats, openBothChats } from './both-chats.js';
import { talkingIn, until } from './talking.js';

jest.setTimeout(120_000);

const named = (name: string) => characters.find((one) => one.name.startsWith(name)) as Character;
const [sofia, ada] = ['Sofia', 'Ada'].map(named) as [Character, Character];
const CHINESE = 'c0000000-0000-4000-8000-000000000006';
const RUSSIAN = 'c0000000-0000-4000-8000-000000000007';

let chats: BothChats;
let talk: ReturnType<typeof talkingIn>;
let teamsChannel: string;
beforeAll(async () => {
  chats = await openBothChats();
  talk = talkingIn(chats);
  teamsChannel = conversationOf(chats.teams, 'channel').id;
  await talk.say('teams', ada, 'help');
  await chats.slack.act(ada, { type: 'say', channel: CUSTOMERS_CHANNEL, text: '@partnerdesk watch everything' });
  await chats.teams.act(ada, { type: 'say', conversation: teamsChannel, text: '@partnerdesk watch everything' });
  await until(async () => (await chats.core.store.db.selectFrom('watches').select('id').execute()).length === 2);
});
afterAll(() => chats.close());

/** Everything that the bot has said in the two channels, as it is on the wire. */
function announced(): [slack: string, teams: string] {
  const { channels } = chats.slack.scene(ada);
  const { conversations } = chats.teams.scene(ada);
  return [
    JSON.stringify(channels.find(({ id }) => id === CUSTOMERS_CHANNEL)?.messages.filter(({ from }) => from.bot)),
    JSON.stringify(conversations.find(({ id }) => id === teamsChannel)?.messages.filter(({ from }) => from.bot)),
  ];
}

/** A text as it stands inside of JSON: byte for byte, but for quotes and backslashes, which none of these has. */
const holds = (json: string, text: string) => json.includes(text);

async function latestChange(): Promise<string> {
  const query = chats.core.store.db.selectFrom('changes').select('id').orderBy('createdAt', 'desc');
  return (await query.executeTakeFirst())?.id ?? '';
}
async function changeIs(id: string, state: string): Promise<boolean> {
  const row = await chats.core.store.db.selectFrom('changes').select('state').where('id', '=', id).executeTakeFirst();
  return row?.state === state;
}

async function updateInSlack(customer: string, typed: Record<string, string>): Promise<void> {
  const review = await reviewInSlack(chats.slack, sofia, customer, typed);
  await chats.slack.act(sofia, { type: 'submit', view: review.id, state: filled(review.view, {}) });
}

async function updateInTeams(customer: string, typed: Record<string, string>): Promise<void> {
  const before = await latestChange();
  await talk.press('teams', ada, action('update', customer));
  await until(async () => (await latestChange()) !== before);
  const id = await latestChange();
  await talk.press('teams', ada, action('review', id, 1), typed);
  await talk.press('teams', ada, action('submit', id, 2));
  await until(() => changeIs(id, 'applied'));
}

/** What Partner Center holds now. */
function record(customer: string): Record<string, unknown> & { defaultAddress: Record<string, unknown> } {
  return chats.world.partnerCenter.record(customer) as ReturnType<typeof record>;
}

interface Named {
  company: string;
  first: string;
  last: string;
  line: string;
}

const composed = (text: string) => text.normalize('NFC');
const decomposed = (text: string) => text.normalize('NFD');

describe('a customer with this name is found, shown, updated and announced, byte for byte, through both chats', () => {
  it.each<[string, string, Named, Named, beginning: string]>([
    [
      'Chinese, with a character beyond the first plane and full-width brackets',
      CHINESE,
      { company: '北京𠮷明（上海）科技有限公司', first: '晓𠮷', last: '王', line: '建国路８８号' },
      { company: '上海𠮷祥（北京）贸易有限公司', first: '小明', last: '歐陽', line: '建国路９９号　３层' },
      '北京𠮷明',
    ],
    [
      'Russian, in composed letters and angle quotes',
      RUSSIAN,
      {
        company: composed('ООО «Ёлочный мир»'),
        first: composed('Алёна'),
        last: composed('Цой'),
        line: 'Невский пр. 1',
      },
      {
        company: composed('АО «Йод и Ёж»'),
        first: composed('Андрей'),
        last: composed('Киселёв'),
        line: 'Невский пр. 2',
      },
      composed('ООО «Ёл'),
    ],
    [
      'Russian, in decomposed letters',
      RUSSIAN,
      { company: decomposed('ООО «Ёлочный мир»'), first: decomposed('Алёна'), last: 'Седых', line: 'Садовая ул. 1' },
      { company: decomposed('АО «Йод и Ёж»'), first: decomposed('Андрей'), last: 'Черных', line: 'Садовая ул. 2' },
      decomposed('ООО «Ёл'),
    ],
    [
      'with the narrow blanks of French quotes, and signs of both chats’ markup',
      RUSSIAN,
      { company: 'Société «\u202fÉté\u202f»', first: 'Noël', last: 'O’Neill', line: 'Невский пр. 3' },
      { company: 'Société\u00a0«\u202fŒuvre\u202f»', first: 'Anaïs', last: 'Desprès', line: 'Невский пр. 4' },
      'Société «',
    ],
  ])('%s', async (_title, customer, before, after, beginning) => {
    chats.world.partnerCenter.change(customer, {
      companyName: before.company,
      firstName: before.first,
      lastName: before.last,
      'defaultAddress.firstName': before.first,
      'defaultAddress.lastName': before.last,
      'defaultAddress.addressLine1': before.line,
    });
    for (const platform of ['slack', 'teams'] as const) {
      expect(holds(await talk.say(platform, ada, `find ${beginning}`), before.company)).toBe(true);
      const card = await talk.say(platform, ada, `account ${customer}`);
      for (const text of [before.company, before.first, before.last, before.line])
        expect([text, holds(card, text)]).toEqual([text, true]);
    }

    await updateInSlack(customer, { companyName: after.company, firstName: after.first });
    await until(() => record(customer)['companyName'] !== before.company);
    await updateInTeams(customer, { lastName: after.last, 'defaultAddress.addressLine1': after.line });
    expect(record(customer)).toMatchObject({
      companyName: after.company,
      firstName: after.first,
      lastName: after.last,
      defaultAddress: { firstName: after.first, lastName: after.last, addressLine1: after.line },
    });

    await until(() => announced().every((said) => holds(said, after.first) && holds(said, after.line)));
    for (const said of announced()) {
      for (const text of [
        before.company,
        after.company,
        before.first,
        after.first,
        before.last,
        after.last,
        after.line,
      ])
        expect([text, holds(said, text)]).toEqual([text, true]);
    }
  });

  it('whichever way its letters were put together by whoever looks for it', async () => {
    const name = 'Йод и Ёж';
    for (const [stored, typed] of [
      [composed(name), decomposed(name)],
      [decomposed(name), composed(name)],
      ['Йод（Ёж）', 'Йод（Ёж）'],
      ['Ltd 3 Contoso', 'Ｌｔｄ ３'],
    ] as const) {
      chats.world.partnerCenter.change(RUSSIAN, { companyName: stored });
      expect([stored, holds(await talk.say('teams', ada, `find ${typed}`), stored)]).toEqual([stored, true]);
    }
  });
});
