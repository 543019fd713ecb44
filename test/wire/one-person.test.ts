import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { action } from '../../core/action.js';
import { readJournal } from '../../core/journal/journal.js';
import { type Character, characters } from '../../sandbox/stand-in.js';
import { type BothChats, openBothChats } from './both-chats.js';
import { filled, reviewInSlack } from '../end-to-end/slack-desk.js';
import { codeFor } from './signing-in.js';
import { type Platform, talkingIn, until } from './talking.js';

jest.setTimeout(30_000);

const named = (name: string) => characters.find((one) => one.name.startsWith(name)) as Character;
const [sofia, ada, grace] = ['Sofia', 'Ada', 'Grace'].map(named) as [Character, Character, Character];
/** Ada again, with the Slack user of a second account: linked by signing in, where the first one is configured. */
const adaToo: Character = { ...ada, slackUser: 'U0ADATOO', name: 'Ada Nowak (mobile)' };
const CONTOSO = 'c0000000-0000-4000-8000-000000000001';

let chats: BothChats;
let talk: ReturnType<typeof talkingIn>;
beforeAll(async () => {
  chats = await openBothChats([adaToo], {
    unlinked: [adaToo.slackUser],
    policy: { approvals: { purchase: { count: 2 } } },
  });
  talk = talkingIn(chats);
  for (const who of [sofia, ada, grace]) {
    await talk.say('teams', who, 'help');
    await talk.say('slack', who, 'help');
  }
  const asked = await talk.say('slack', adaToo, 'whoami');
  const [link = ''] = /http:\/\/127\.0\.0\.1:3978\/link\/[\w-]{43}/.exec(asked) ?? [];
  const code = await codeFor(chats.core, link, ada.id);
  expect(await talk.say('slack', adaToo, `link ${code}`)).toContain('You are signed in as Ada Nowak');
});
afterAll(() => chats.close());
beforeEach(() => chats.world.partnerCenter.changePolicy(CONTOSO, []));

/** The three doors of one human. */
const doors: [string, Platform, Character][] = [
  ['her first Slack account', 'slack', ada],
  ['her second Slack account', 'slack', adaToo],
  ['Teams', 'teams', ada],
];

async function latest(): Promise<string | undefined> {
  const query = chats.core.store.db.selectFrom('changes').select('id').orderBy('createdAt', 'desc');
  return (await query.executeTakeFirst())?.id;
}
async function stateOf(id: string): Promise<string | undefined> {
  const query = chats.core.store.db.selectFrom('changes').select('state').where('id', '=', id);
  return (await query.executeTakeFirst())?.state;
}
const decisions = async (id: string) =>
  (await chats.core.store.db.selectFrom('decisions').select('person').where('change', '=', id).execute()).map(
    ({ person }) => person,
  );

/** Asks in Teams. Gives the id of the request. */
async function ask(who: Character): Promise<string> {
  const before = await latest();
  await talk.press('teams', who, action('ask', `${CONTOSO}/give/AzureReservedInstances`));
  await until(async () => (await latest()) !== before);
  const id = (await latest()) ?? '';
  await talk.press('teams', who, action('propose', id, 1), { reason: 'because' });
  await until(async () => (await stateOf(id)) === 'awaiting');
  return id;
}

const refusals = async (id: string, reason: string) =>
  (await readJournal(chats.core.store.db, { change: id, limit: 100 })).filter(
    ({ fact, detail }) => fact === 'decision.refused' && detail?.['reason'] === reason,
  ).length;

describe('somebody with two Slack users and a Teams user is one person:', () => {
  it('whoever they are, they are told the same name, and of every account', async () => {
    for (const [, platform, who] of doors) {
      const said = await talk.say(platform, who, 'whoami');
      expect(said).toContain('Ada Nowak');
      expect(said).toContain('U0ADA,');
      expect(said).toContain('U0ADATOO');
    }
  });

  it.each(doors)('they cannot approve their own request through %s', async (_where, platform, who) => {
    const id = await ask(ada);
    await talk.press(platform, who, action('approve', id, 1), { reason: 'me' });
    await until(async () => (await refusals(id, 'ownChange')) === 1);
    expect(await decisions(id)).toEqual([]);
    await talk.press('teams', ada, action('withdraw', id));
  });

  it('their second approval does not count, through whichever account', async () => {
    const id = await ask(sofia);
    await talk.press('slack', adaToo, action('approve', id, 1));
    await until(async () => (await decisions(id)).length === 1);
    for (const [, platform, who] of doors) {
      await talk.press(platform, who, action('approve', id, 1));
      await talk.say(platform, who, 'help');
    }
    expect(await decisions(id)).toEqual([ada.id]);
    expect(await stateOf(id)).toBe('awaiting');
    await talk.press('slack', grace, action('approve', id, 1));
    await until(async () => (await stateOf(id)) === 'applied');
    expect(await decisions(id)).toEqual([ada.id, grace.id]);
  });

  it('what they looked at through one account comes first in the others', async () => {
    await talk.say('slack', ada, 'account 北京启明科技有限公司', '北京启明');
    await talk.say('slack', adaToo, 'account ООО «СеверСтрой»', 'СеверСтрой');
    for (const [, platform, who] of doors) {
      const list = await talk.say(platform, who, 'customers', 'Contoso Ltd');
      const at = ['СеверСтрой', '北京启明', 'Contoso Ltd'].map((name) => list.indexOf(name));
      expect(at[0]).toBeGreaterThan(-1);
      expect(at).toEqual([...at].sort((one, other) => one - other));
    }
    const others = await talk.say('slack', grace, 'customers', 'Contoso Ltd');
    expect(others.indexOf('Contoso Ltd')).toBeLessThan(others.indexOf('北京启明'));
  });

  /** Changes a customer's address in Slack, up to the end. */
  async function change(who: Character, customer: string, line: string): Promise<void> {
    const review = await reviewInSlack(chats.slack, who, customer, { 'defaultAddress.addressLine2': line });
    await chats.slack.act(who, { type: 'submit', view: review.id, state: filled(review.view, {}) });
  }

  it('their own changes are muted, through whichever account they made them', async () => {
    await talk.say('teams', ada, 'watch everything not mine');
    await talk.say('slack', grace, 'watch everything');
    const tells = (platform: Platform, who: Character, line: string) =>
      talk.heard(platform, who).some(({ text }) => text.includes(line));
    await change(adaToo, 'fabrikam', 'Floor 7, by Ada');
    await until(() => tells('slack', grace, 'Floor 7, by Ada'));
    // Hers is read in Sofia's notice alone, as the value before. What comes after it in the same way has come: then so would this one have.
    await change(sofia, 'fabrikam', 'Floor 8, by Sofia');
    await until(() => tells('teams', ada, 'Floor 8, by Sofia') && tells('slack', grace, 'Floor 8, by Sofia'));
    expect(
      talk.heard('teams', ada).filter(({ text }) => text.includes('→') && text.includes('Floor 7, by Ada')),
    ).toHaveLength(1);
  });
});
