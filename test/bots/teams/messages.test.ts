import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Answer } from '../../../core/answer.js';
import {
  conversationOf,
  deferred,
  type Harness,
  IMPATIENT,
  HELP,
  press,
  said,
  sofia,
  startHarness,
  tom,
} from './harness.js';

let harness: Harness;
afterEach(() => harness.close());

const DONE: Answer = {
  type: 'discarded',
  customer: { id: 'c1', name: '*Contoso* [x](http://x) _AG_', domain: 'c.de' },
};

describe('a message in a personal chat', () => {
  it('is answered by one card with a sentence for its notification', async () => {
    harness = await startHarness();
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: id, text: 'help' });
    await harness.until(() => said(harness.teams, sofia, id).length > 0, 'the answer');
    await harness.bot.stop();
    expect(said(harness.teams, sofia, id)).toMatchObject([{ card: { type: 'AdaptiveCard' } }]);
    const { body } = harness.teams.calls.find((call) => call.operation === 'send') ?? {};
    expect(body).toMatchObject({ type: 'message', summary: expect.stringMatching(/\w/) });
  });

  it('reaches the core with its place, language and time zone', async () => {
    harness = await startHarness();
    const { id, tenant } = harness.teams.personalOf(tom);
    await harness.teams.act(tom, { type: 'say', conversation: id, text: 'find contoso' });
    expect(harness.turns).toMatchObject([
      {
        locale: 'en-GB',
        timeZone: 'Europe/Berlin',
        place: { platform: 'teams', kind: 'personal', conversation: id, tenant, external: false },
        act: { type: 'command', command: 'find', argument: 'contoso' },
      },
    ]);
  });

  it('has one effect and one answer however often it is delivered', async () => {
    harness = await startHarness();
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: id, text: 'help' });
    const repeated = await Promise.all([harness.teams.deliverAgain(), harness.teams.deliverAgain()]);
    await harness.bot.stop();
    expect(repeated.map((each) => each.status)).toEqual([200, 200]);
    expect(harness.turns).toHaveLength(1);
    expect(said(harness.teams, sofia, id)).toHaveLength(1);
  });

  it('is answered 5xx while the store is down, so that Teams repeats it', async () => {
    harness = await startHarness();
    const { id } = harness.teams.personalOf(sofia);
    await harness.store.db.schema.alterTable('inbox').renameTo('away').execute();
    const down = await harness.teams.deliver(
      harness.teams.activities.message(sofia, harness.teams.personalOf(sofia), randomUUID(), 'help'),
    );
    await harness.store.db.schema.alterTable('away').renameTo('inbox').execute();
    const up = await harness.teams.deliverAgain();
    await harness.bot.stop();
    expect([down.status, up.status]).toEqual([503, 200]);
    expect(said(harness.teams, sofia, id)).toHaveLength(1);
  });

  it('is said again when the connector throttles without saying for how long', async () => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'send', status: 429 });
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: id, text: 'help' });
    await harness.until(() => said(harness.teams, sofia, id).length > 0, 'the answer');
    expect(harness.turns).toHaveLength(1);
  });

  it('with the data of a card that was deleted is answered below', async () => {
    harness = await startHarness(() => DONE);
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'submit', conversation: id, message: '404', data: press('discard', 'ch1') });
    await harness.until(() => said(harness.teams, sofia, id).length > 0, 'the answer');
    expect(JSON.stringify(said(harness.teams, sofia, id))).toContain('Contoso');
  });

  it('shows "working" first when the answer takes long, and replaces it in place', async () => {
    const late = deferred<Answer>();
    harness = await startHarness(() => late.promise, IMPATIENT);
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: id, text: 'account contoso' });
    await harness.until(() => said(harness.teams, sofia, id).length === 1, '"working"');
    const [working] = said(harness.teams, sofia, id);
    late.resolve(DONE);
    await harness.until(() => harness.teams.calls.some((call) => call.operation === 'update'), 'the update');
    const [finished, ...others] = said(harness.teams, sofia, id);
    expect(others).toEqual([]);
    expect(finished?.id).toBe(working?.id);
    expect(finished?.card).not.toEqual(working?.card);
  });

  it('is acknowledged without waiting for its answer', async () => {
    const late = deferred<Answer>();
    harness = await startHarness(() => late.promise, IMPATIENT);
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: id, text: 'account contoso' });
    expect(harness.teams.deliveries.map((each) => each.status)).toEqual([200]);
    late.resolve(HELP);
  });

  it('keeps markdown in a name from becoming markup or a link', async () => {
    harness = await startHarness(() => DONE);
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: id, text: 'help' });
    await harness.until(() => said(harness.teams, sofia, id).length > 0, 'the answer');
    const card = said(harness.teams, sofia, id)[0]?.card as { body: unknown[] };
    expect(JSON.stringify(card.body)).toContain('Contoso');
    expect(JSON.stringify(card.body)).not.toContain('[x](http://x)');
  });

  it('with the data of a submitted card is an action, and its card is replaced', async () => {
    harness = await startHarness(() => DONE);
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: id, text: 'help' });
    await harness.until(() => said(harness.teams, sofia, id).length > 0, 'the card');
    const card = said(harness.teams, sofia, id)[0]?.id ?? '';
    await harness.teams.act(sofia, { type: 'submit', conversation: id, message: card, data: press('discard', 'ch1') });
    await harness.until(() => harness.teams.calls.some((call) => call.operation === 'update'), 'the update');
    expect(harness.turns.at(-1)?.act).toMatchObject({ type: 'action', action: { verb: 'discard', id: 'ch1' } });
    expect(said(harness.teams, sofia, id)).toHaveLength(1);
  });

  it('with data that no card of ours has is answered by a card, and the core hears nothing', async () => {
    harness = await startHarness();
    const { id } = harness.teams.personalOf(sofia);
    const data = { pd: { verb: 'dropTables', id: '1' } };
    await harness.teams.act(sofia, { type: 'submit', conversation: id, message: '1', data });
    await harness.until(() => said(harness.teams, sofia, id).length > 0, 'the answer');
    expect(harness.turns).toEqual([]);
  });
});

describe.each(['group', 'channel'] as const)('a message in a %s', (kind) => {
  it('is heard only when it mentions the bot', async () => {
    harness = await startHarness();
    const room = conversationOf(harness.teams, kind);
    const plain = harness.teams.activities.message(sofia, room, randomUUID(), 'find contoso');
    expect((await harness.teams.deliver(plain)).status).toBe(200);
    expect(harness.turns).toEqual([]);
  });

  it('is answered in the private chat, and the room gets a line without data', async () => {
    harness = await startHarness(() => DONE);
    const room = conversationOf(harness.teams, kind);
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: room.id, text: '@partnerdesk account contoso' });
    await harness.until(() => said(harness.teams, tom, room.id).length > 0, 'the line');
    expect(harness.turns).toMatchObject([{ act: { command: 'account', argument: 'contoso' }, place: { kind } }]);
    expect(said(harness.teams, sofia, id)).toMatchObject([{ card: { type: 'AdaptiveCard' } }]);
    const lines = said(harness.teams, tom, room.id);
    expect(lines).toMatchObject([{ text: 'I answered you in our private chat.' }]);
    expect(JSON.stringify(lines)).not.toMatch(/contoso/i);
  });

  it('that takes long shows "working" in the private chat and finishes there', async () => {
    const late = deferred<Answer>();
    harness = await startHarness(() => late.promise, IMPATIENT);
    const room = conversationOf(harness.teams, kind);
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: room.id, text: '@partnerdesk account contoso' });
    await harness.until(() => said(harness.teams, tom, room.id).length === 1, 'the line');
    late.resolve(DONE);
    await harness.until(() => harness.teams.calls.some((call) => call.operation === 'update'), 'the update');
    expect(said(harness.teams, sofia, id)).toHaveLength(1);
    expect(said(harness.teams, tom, room.id)).toHaveLength(1);
  });

  it('is answered by a line without data when the private chat cannot be opened', async () => {
    harness = await startHarness(() => DONE);
    const room = conversationOf(harness.teams, kind);
    harness.teams.uninstall(harness.teams.personalOf(sofia).id);
    await harness.teams.act(sofia, { type: 'say', conversation: room.id, text: '@partnerdesk account contoso' });
    await harness.until(() => said(harness.teams, tom, room.id).length > 0, 'the line');
    expect(JSON.stringify(said(harness.teams, tom, room.id))).not.toMatch(/contoso/i);
    expect(said(harness.teams, tom, room.id)[0]?.text).toContain('Add partnerdesk');
  });
});

describe('an installation', () => {
  it('is greeted once in a personal chat, although Teams tells of it twice', async () => {
    harness = await startHarness();
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.install(id);
    await harness.until(() => said(harness.teams, sofia, id).length > 0, 'the greeting');
    await harness.bot.stop();
    expect(said(harness.teams, sofia, id)).toHaveLength(1);
    expect(harness.turns).toMatchObject([{ act: { type: 'greeting' }, place: { kind: 'personal', conversation: id } }]);
  });

  it('is not announced to a room, which the desk knows from then on', async () => {
    harness = await startHarness();
    const room = conversationOf(harness.teams, 'channel');
    await harness.teams.install(room.id);
    await harness.bot.stop();
    expect(said(harness.teams, sofia, room.id)).toEqual([]);
    expect(harness.turns).toMatchObject([{ place: { kind: 'channel', conversation: room.id } }]);
  });
});
