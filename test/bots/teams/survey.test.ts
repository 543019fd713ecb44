import { afterEach, describe, expect, it } from '@jest/globals';
import type { Place } from '../../../core/turn.js';
import { ada, conversationOf, guest, type Harness, said, sofia, startHarness } from './harness.js';
import { placeIn } from './recipients.js';

let harness: Harness;
afterEach(() => harness.close());

const channel = () => conversationOf(harness.teams, 'channel');
/** The channel as a turn from it names it, with its team and its thread. */
async function fromTurn(text = '@partnerdesk help'): Promise<Place & { platform: 'teams' }> {
  await harness.teams.act(ada, { type: 'say', conversation: channel().id, text });
  await harness.until(() => harness.turns.length > 0, 'the turn');
  const place = harness.turns.at(-1)?.place;
  if (place?.platform !== 'teams') throw new Error('no place in Teams');
  return place;
}
const survey = (place: Place) => harness.bot.delivery.survey(place);

describe('a survey of a channel', () => {
  it('finds no problem among colleagues, and the name of the channel', async () => {
    harness = await startHarness();
    expect(await survey(await fromTurn())).toEqual({ name: 'Customer desk' });
  });

  it('finds no name where the team is not known, or is not told', async () => {
    harness = await startHarness();
    const place = await fromTurn();
    expect(await survey(placeIn(harness, 'channel'))).toEqual({});
    harness.teams.fault({ operation: 'channels', status: 403, code: 'Forbidden' });
    expect(await survey(place)).toEqual({});
  });

  it.each([
    ['the app was removed', 'notMember', async (id: string) => harness.teams.remove(id)],
    ['it was deleted', 'gone', async (id: string) => harness.teams.removeConversation(id)],
    ['a guest is in it', 'external', async (id: string) => harness.teams.join(id, guest)],
  ])('finds that %s: %s', async (_name, problem, change) => {
    harness = await startHarness();
    const place = await fromTurn();
    await change(channel().id);
    expect(await survey(place)).toEqual({ problem });
  });

  it('finds that it is shared with another organisation', async () => {
    harness = await startHarness();
    expect(await survey({ ...(await fromTurn()), external: true })).toEqual({ problem: 'external' });
  });

  it('finds it unreadable where its roster may not be read', async () => {
    harness = await startHarness();
    const place = await fromTurn();
    harness.teams.fault({ operation: 'members', status: 403, code: 'Forbidden' });
    expect(await survey(place)).toEqual({ problem: 'unreadable' });
  });

  it('is made anew each time', async () => {
    harness = await startHarness();
    const place = await fromTurn();
    await survey(place);
    channel().members.push(guest.id);
    expect(await survey(place)).toEqual({ problem: 'external' });
  });

  it('cannot be made while Teams asks to wait, or is away', async () => {
    harness = await startHarness();
    const place = await fromTurn();
    harness.teams.fault({ operation: 'members', status: 429, retryAfterSeconds: 5 });
    await expect(survey(place)).rejects.toMatchObject({ status: 429, retryAfterSeconds: 5 });
    harness.teams.fault({ operation: 'members', status: 503 });
    await expect(survey(place)).rejects.toMatchObject({ status: 503 });
  });
});

describe('a survey of a chat', () => {
  it('of several people goes by its roster, and has no name', async () => {
    harness = await startHarness();
    const [mixed, ours] = harness.teams.conversations.filter(({ kind }) => kind === 'group');
    const place = placeIn(harness, 'group');
    expect(await survey({ ...place, conversation: mixed?.id ?? '' })).toEqual({ problem: 'external' });
    expect(await survey({ ...place, conversation: ours?.id ?? '' })).toEqual({});
  });

  it('of one person finds out whether the app is still in it', async () => {
    harness = await startHarness();
    expect(await survey(placeIn(harness, sofia))).toEqual({});
    harness.teams.uninstall(harness.teams.personalOf(sofia).id);
    expect(await survey(placeIn(harness, sofia))).toEqual({ problem: 'notMember' });
    expect(await survey({ ...placeIn(harness, sofia), external: true })).toEqual({ problem: 'external' });
  });
});

describe('what is said in a channel', () => {
  it('comes from that channel, of that team, wherever in a thread it was said', async () => {
    harness = await startHarness();
    const { id } = channel();
    const place = await fromTurn();
    expect(place).toMatchObject({ kind: 'channel', team: channel().team, external: false });
    expect(place.conversation).toMatch(new RegExp(`^${id};messageid=\\d+$`));
    const thread = channel().messages[0]?.id ?? '';
    await harness.teams.act(ada, { type: 'say', conversation: id, text: '@partnerdesk watches', thread });
    await harness.until(() => harness.turns.length === 2, 'the second turn');
    expect(harness.turns[1]?.place).toMatchObject({ conversation: `${id};messageid=${thread}` });
  });

  it('is answered to the asker alone, and the channel is told only that it was', async () => {
    harness = await startHarness();
    await fromTurn('@partnerdesk watch everything');
    const chat = harness.teams.personalOf(ada).id;
    await harness.until(() => said(harness.teams, ada, channel().id).length === 1, 'the line');
    expect(said(harness.teams, ada, chat)).toMatchObject([{ card: expect.anything() }]);
    const [line] = said(harness.teams, sofia, channel().id);
    expect(line).toMatchObject({ text: expect.any(String), thread: channel().messages[0]?.id });
    expect(line).not.toHaveProperty('card');
  });

  it('is what the desk hears of no longer once the app was removed', async () => {
    harness = await startHarness();
    await harness.teams.remove(channel().id);
    expect(harness.turns).toEqual([]);
    expect(harness.teams.deliveries.map(({ status }) => status)).toEqual([200, 200]);
  });
});
