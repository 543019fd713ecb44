import { afterEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import type { Reader } from '../../../core/delivery.js';
import type { Place } from '../../../core/turn.js';
import {
  APP_ID,
  conversationOf,
  deferred,
  type Harness,
  IMPATIENT,
  press,
  said,
  sofia,
  startHarness,
} from './harness.js';

let harness: Harness;
afterEach(() => harness.close());

const DONE: Answer = { type: 'discarded', customer: { id: 'c1', name: 'Contoso', domain: 'contoso.com' } };

function readerIn(
  kind: 'personal' | 'group' | 'channel',
  changes: Partial<Place & { platform: 'teams' }> = {},
): Reader {
  const room = kind === 'personal' ? harness.teams.personalOf(sofia) : conversationOf(harness.teams, kind);
  return {
    user: { platform: 'teams', tenant: room.tenant, user: sofia.id, standing: 'member' },
    place: {
      platform: 'teams',
      tenant: room.tenant,
      conversation: room.id,
      serviceUrl: harness.teams.serviceUrl,
      bot: `28:${APP_ID}`,
      kind,
      external: false,
      ...changes,
    },
    locale: 'en-US',
  };
}

describe('a turn that a crash left behind', () => {
  it('is answered after the restart in place of "working"', async () => {
    let crashed = false;
    const never = deferred<Answer>();
    harness = await startHarness(() => (crashed ? DONE : never.promise), IMPATIENT);
    const { id } = harness.teams.personalOf(sofia);
    await harness.teams.act(sofia, { type: 'say', conversation: id, text: 'account contoso' });
    await harness.until(() => said(harness.teams, sofia, id).length === 1, '"working"');
    const [working] = said(harness.teams, sofia, id);
    // The id of the "working" message has to be on the disk before the crash.
    await harness.until(
      () => harness.teams.calls.some((call) => call.operation === 'send' && call.status === 201),
      'it',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    crashed = true;
    await harness.restart();
    await harness.until(() => harness.teams.calls.some((call) => call.operation === 'update'), 'the answer');
    expect(said(harness.teams, sofia, id)).toMatchObject([{ id: working?.id }]);
    expect(JSON.stringify(said(harness.teams, sofia, id))).toContain('Contoso');
    never.resolve(DONE);
  });

  it('is answered after the restart in place of the card that was pressed', async () => {
    let crashed = false;
    const never = deferred<Answer>();
    harness = await startHarness(() => (crashed ? DONE : never.promise), IMPATIENT);
    const { id } = harness.teams.personalOf(sofia);
    const message = '1700000000000';
    const card = { type: 'AdaptiveCard', version: '1.5', body: [] };
    const from = { name: 'partnerdesk', bot: true };
    harness.teams.personalOf(sofia).messages.push({ id: message, from, card, version: 1, views: new Map() });
    await harness.teams.act(sofia, {
      type: 'execute',
      conversation: id,
      message,
      verb: 'submit',
      data: press('submit', 'c'),
    });
    crashed = true;
    await harness.restart();
    await harness.until(() => harness.teams.calls.some((call) => call.operation === 'update'), 'the answer');
    expect(said(harness.teams, sofia, id)).toMatchObject([{ id: message }]);
    expect(JSON.stringify(said(harness.teams, sofia, id))).toContain('Contoso');
    never.resolve(DONE);
  });
});

/** A replyTo as the bot stores it: the place of a message. */
const target = (message: string) => ({
  to: 'message',
  reference: {
    serviceUrl: harness.teams.serviceUrl,
    conversation: harness.teams.personalOf(sofia).id,
    tenant: harness.teams.personalOf(sofia).tenant,
    bot: `28:${APP_ID}`,
    kind: 'personal',
  },
  message,
});

describe('finishing', () => {
  it('posts anew when the message to replace was deleted', async () => {
    harness = await startHarness();
    await harness.bot.delivery.finish(target('404404'), DONE, readerIn('personal'));
    expect(said(harness.teams, sofia, harness.teams.personalOf(sofia).id)).toHaveLength(1);
  });

  it('is done with when the bot was removed from the chat', async () => {
    harness = await startHarness();
    harness.teams.uninstall(harness.teams.personalOf(sofia).id);
    await expect(harness.bot.delivery.finish(target('1'), DONE, readerIn('personal'))).resolves.toBeUndefined();
  });

  it('fails while the connector refuses for now, so that it is tried again', async () => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'update', status: 429 });
    await expect(harness.bot.delivery.finish(target('1'), DONE, readerIn('personal'))).rejects.toMatchObject({
      name: 'ConnectorError',
      status: 429,
    });
  });

  it('never names the request or its token in an error', async () => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'update', status: 412 });
    const error: unknown = await harness.bot.delivery
      .finish(target('1'), DONE, readerIn('personal'))
      .catch((caught: unknown) => caught);
    expect(Object.keys(error as object).sort()).toEqual(['code', 'name', 'retryAfterSeconds', 'status']);
    expect(String(error)).not.toMatch(/Bearer|http/);
  });
});

describe('telling', () => {
  it('writes into the known 1:1 conversation', async () => {
    harness = await startHarness();
    await harness.bot.delivery.tell(DONE, readerIn('personal'));
    expect(said(harness.teams, sofia, harness.teams.personalOf(sofia).id)).toHaveLength(1);
    expect(harness.teams.calls.filter((call) => call.operation === 'create')).toEqual([]);
  });

  it.each(['group', 'channel'] as const)('opens the 1:1 conversation when only a %s is known', async (kind) => {
    harness = await startHarness();
    await harness.bot.delivery.tell(DONE, readerIn(kind));
    expect(said(harness.teams, sofia, harness.teams.personalOf(sofia).id)).toHaveLength(1);
    expect(said(harness.teams, sofia, conversationOf(harness.teams, kind).id)).toEqual([]);
  });

  it('sends nothing, and no token, to a stored address outside the cloud', async () => {
    harness = await startHarness();
    const reader = readerIn('personal', { serviceUrl: 'http://127.0.0.1:9/' });
    await expect(harness.bot.delivery.tell(DONE, reader)).rejects.toMatchObject({ code: 'ForbiddenAddress' });
    expect(harness.teams.calls.filter((call) => call.operation === 'token')).toEqual([]);
  });
});

describe('the bot’s own token', () => {
  it('is asked for once however many messages wait for it', async () => {
    harness = await startHarness();
    await Promise.all(Array.from({ length: 6 }, () => harness.bot.delivery.tell(DONE, readerIn('personal'))));
    expect(harness.teams.calls.filter((call) => call.operation === 'token')).toHaveLength(1);
  });

  it('is fetched at start, so that the first answer need not wait', async () => {
    harness = await startHarness();
    await harness.bot.start();
    expect(harness.teams.calls.filter((call) => call.operation === 'token')).toMatchObject([{ status: 200 }]);
  });

  it('does not keep the bot from starting when the sign-in service is down', async () => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'token', status: 503 });
    await expect(harness.bot.start()).resolves.toBeUndefined();
  });

  it('is renewed once when the connector refuses it', async () => {
    harness = await startHarness();
    await harness.bot.start();
    harness.teams.revokeTokens();
    await harness.bot.delivery.tell(DONE, readerIn('personal'));
    expect(said(harness.teams, sofia, harness.teams.personalOf(sofia).id)).toHaveLength(1);
  });

  it('is in no log line, nor is the app’s password', async () => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'token', status: 401 });
    await harness.bot.start();
    harness.teams.fault({ operation: 'send', status: 403 });
    await harness.bot.delivery.tell(DONE, readerIn('personal')).catch(() => {});
    expect(harness.log.join('')).not.toMatch(/Bearer|the-password-of-the-app/);
  });
});
