import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { action } from '../../core/action.js';
import { readJournal } from '../../core/journal/journal.js';
import { type Character, characters } from '../../sandbox/stand-in.js';
import { openBothChats, type BothChats } from './both-chats.js';
import { talkingIn, until } from './talking.js';

jest.setTimeout(20_000);

const named = (name: string) => characters.find((one) => one.name.startsWith(name)) as Character;
const [sofia, ada, grace, henri] = ['Sofia', 'Ada', 'Grace', 'Henri'].map(named) as [
  Character,
  Character,
  Character,
  Character,
];
const gwen: Character = {
  ...henri,
  id: '0a000000-0000-4000-8000-000000000077',
  name: 'Gwen Guest',
  slackUser: 'U0GWEN',
  standing: 'guest',
  linked: false,
};
const CONTOSO = 'c0000000-0000-4000-8000-000000000001';

let chats: BothChats;
let talk: ReturnType<typeof talkingIn>;
beforeAll(async () => {
  chats = await openBothChats([gwen]);
  talk = talkingIn(chats);
  for (const who of [sofia, ada, grace, henri]) {
    await talk.say('teams', who, 'help');
    await talk.say('slack', who, 'help');
  }
});
afterAll(() => chats.close());
beforeEach(() => {
  chats.world.partnerCenter.changePolicy(CONTOSO, []);
  chats.world.entra.setGroups(ada.id, ['AdminAgents']);
});

/** Somebody asks; gives the id of the request. */
async function ask(who: Character): Promise<string> {
  const given = await latest();
  await talk.press('teams', who, action('ask', `${CONTOSO}/give/AzureReservedInstances`));
  await until(async () => (await latest()) !== given);
  const id = (await latest()) ?? '';
  await talk.press('teams', who, action('propose', id, 1), { reason: 'because' });
  await until(async () => (await stateOf(id)) === 'awaiting');
  return id;
}

async function latest(): Promise<string | undefined> {
  const row = await chats.core.store.db
    .selectFrom('changes')
    .select('id')
    .orderBy('createdAt', 'desc')
    .executeTakeFirst();
  return row?.id;
}

async function stateOf(id: string): Promise<string | undefined> {
  const row = await chats.core.store.db.selectFrom('changes').select('state').where('id', '=', id).executeTakeFirst();
  return row?.state;
}

/** What the journal holds of refusals that name this reason. */
async function refusals(reason: string): Promise<number> {
  const entries = await readJournal(chats.core.store.db, { limit: 1000 });
  return entries.filter(({ fact, detail }) => fact.endsWith('refused') && detail?.['reason'] === reason).length;
}

describe.each(['slack', 'teams'] as const)('a decision in %s that must not count', (platform) => {
  /** Presses, waits for the journal to say why it was refused, and sees that nothing was decided. */
  async function refused(
    who: Character,
    pressed: unknown,
    reason: string,
    id: string,
    state = 'awaiting',
  ): Promise<void> {
    const before = await refusals(reason);
    const writes = chats.world.partnerCenter.policyWrites.length;
    await talk.press(platform, who, pressed);
    await until(async () => (await refusals(reason)) > before);
    expect(await stateOf(id)).toBe(state);
    expect(chats.world.partnerCenter.policyWrites.length).toBe(writes);
    if (state === 'awaiting')
      await talk
        .press('teams', sofia, action('withdraw', id))
        .then(() => talk.press('teams', ada, action('withdraw', id)));
  }

  it('is one on a request of their own', async () => {
    const id = await ask(ada);
    await refused(ada, action('approve', id, 1), 'ownChange', id);
  });

  it('is that of an approver whose role was taken away a second before', async () => {
    const id = await ask(sofia);
    chats.world.entra.setGroups(ada.id, ['HelpdeskAgents']);
    await refused(ada, action('approve', id, 1), 'notApprover', id);
  });

  it('is one on a card that is out of date', async () => {
    const id = await ask(sofia);
    await talk.press('teams', sofia, action('withdraw', id));
    await until(async () => (await stateOf(id)) === 'withdrawn');
    await refused(ada, action('approve', id, 1), 'withdrawn', id, 'withdrawn');
  });

  it('is one with the id of nothing', async () => {
    const id = await ask(sofia);
    await refused(ada, action('approve', '0a000000-0000-4000-8000-0000000000ff', 1), 'unknown', id);
  });

  it('is that of a guest', async () => {
    const id = await ask(sofia);
    const before = await refusals('standing');
    if (platform === 'teams') {
      const { activities, channel } = { activities: chats.teams.activities, channel: chats.teams.personalOf(gwen) };
      await chats.teams.deliver(activities.execute(gwen, channel, 'm', 'x', { pd: action('approve', id, 1) }));
    } else {
      await chats.slack.act(gwen, { type: 'say', channel: talk.directChannel(gwen), text: 'approvals' });
    }
    await until(async () => (await refusals('standing')) > before);
    expect(await stateOf(id)).toBe('awaiting');
    await talk.press('teams', sofia, action('withdraw', id));
  });

  it('is the same request once more, byte for byte', async () => {
    const id = await ask(sofia);
    await talk.press(platform, ada, action('declining', id, 1));
    await (platform === 'teams' ? chats.teams.deliverAgain() : chats.slack.deliverAgain());
    await talk.press('teams', ada, action('approve', id, 1));
    await until(async () => (await stateOf(id)) === 'applied');
    await chats.teams.deliverAgain();
    const decisions = await chats.core.store.db.selectFrom('decisions').selectAll().where('change', '=', id).execute();
    expect(decisions).toHaveLength(1);
    expect(
      chats.world.partnerCenter.policyWrites.filter(({ requestId }) => requestId !== undefined).length,
    ).toBeGreaterThan(0);
  });
});
