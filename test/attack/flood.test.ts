import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createDeskServer, listen } from '../../bots/server.js';
import { createLog } from '../canary/output.js';
import { refused } from './attack.js';
import { command, deliver, event, execute, form, JSON_TYPE, message, payload, press, signed } from './requests.js';
import { ada, oscar, openTarget, sofia, type Target } from './target.js';

jest.setTimeout(30_000);

const LIMIT = 5;
let target: Target;
beforeAll(async () => {
  target = await openTarget({ limits: { person: LIMIT, place: 12 } });
});
afterAll(() => target.close());

const TOO_MANY = 'Try again in';
const inbox = (): number => Object.values(target.rows()).reduce((sum, count) => sum + count, 0);

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await new Promise((soon) => setTimeout(soon, 10));
  }
}

describe('a flood of commands in Slack', () => {
  it('is told once when to go on, then acknowledged in silence, and nothing is written', async () => {
    const bodies: string[] = [];
    for (let sent = 0; sent < LIMIT + 4; sent += 1) {
      const reply = await signed(target, form(command(target, oscar.slackUser, `find ${sent}`)));
      expect(reply.status).toBe(200);
      bodies.push(reply.body);
    }
    const before = inbox();
    expect(bodies.filter((body) => body.includes(TOO_MANY))).toHaveLength(1);
    expect(bodies[LIMIT]).toContain(TOO_MANY);
    expect(bodies.slice(LIMIT + 1)).toEqual(['', '', '']);
    expect(await target.count(refused('slack', 'personLimit'))).toBe(4);
    await signed(target, form(command(target, oscar.slackUser, 'find more')));
    expect(inbox()).toBe(before);
  });

  it('includes presses, submissions and messages, each answered in its own way', async () => {
    const user = 'U0FLOOD';
    target.slack.alterUser(user, { id: user, team_id: 'T0PARTNER', is_restricted: true });
    for (let sent = 0; sent < LIMIT; sent += 1) await signed(target, form(command(target, user)));
    const before = await target.count(refused('slack', 'personLimit'));
    const view = {
      id: 'V1',
      callback_id: 'partnerdesk',
      type: 'modal',
      private_metadata: '{"v":1,"verb":"approve","id":"x","version":1}',
      state: { values: { 'reason#1': { reason: { type: 'plain_text_input', value: 'kept' } } } },
    };
    const common = { team: { id: 'T0PARTNER' }, user: { id: user }, trigger_id: target.slack.mintTrigger(user) };
    const submitted = await signed(target, payload({ ...common, type: 'view_submission', view }));
    expect(JSON.parse(submitted.body)).toMatchObject({
      response_action: 'errors',
      errors: { 'reason#1': expect.stringContaining(TOO_MANY) },
    });
    await signed(target, payload(press(target, user, '{"v":1,"verb":"help"}')));
    const text = { type: 'message', channel_type: 'im', channel: 'D1', user, text: 'help', ts: '1.1' };
    await signed(target, event(text), { type: JSON_TYPE });
    expect(await target.count(refused('slack', 'personLimit'))).toBe(before + 3);
  });

  it('does not count what Slack delivers again', async () => {
    const envelope = event({
      type: 'message',
      channel_type: 'im',
      channel: 'D1',
      user: ada.slackUser,
      text: 'help',
      ts: '1.3',
    });
    // Slack signs each repetition anew: only the event's id says that it is one.
    for (let again = 0; again < LIMIT + 3; again += 1)
      await signed(target, envelope, { type: JSON_TYPE, offset: -again });
    const before = await target.count(refused('slack', 'personLimit'));
    await signed(target, form(command(target, ada.slackUser, 'help')));
    expect(await target.count(refused('slack', 'personLimit'))).toBe(before);
  });
});

describe('a flood in Teams', () => {
  it('of messages is told once, in the chat', async () => {
    const chat = target.teams.personalOf(sofia);
    const told = () => JSON.stringify(chat.messages).split(TOO_MANY).length - 1;
    for (let sent = 0; sent < LIMIT + 4; sent += 1) await deliver(target, message(target, sofia, 'help'));
    await until(async () => (await target.count(refused('teams', 'personLimit'))) === 4);
    await until(() => told() > 0);
    await target.teams.settled();
    // One card says it twice: in itself and in its summary.
    expect(chat.messages.filter((one) => JSON.stringify(one).includes(TOO_MANY))).toHaveLength(1);
  });

  it('of presses keeps the card and what was typed, and says when to go on', async () => {
    for (let sent = 0; sent < LIMIT; sent += 1) await deliver(target, message(target, ada, 'help'));
    const reply = await deliver(target, execute(target, ada, { v: 1, verb: 'help' }));
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toMatchObject({ statusCode: 500, type: 'application/vnd.microsoft.error' });
    expect(reply.body).toContain(TOO_MANY);
  });
});

describe('a conversation whose roster may not be read', () => {
  it('lets nobody in, says so without a word about the command, and is asked again', async () => {
    const tom = {
      ...oscar,
      standing: 'member' as const,
      id: '0a000000-0000-4000-8000-000000000088',
      name: 'New Colleague',
    };
    const activity = target.teams.activities.execute(tom, target.teams.personalOf(sofia), '1', 'x', {
      pd: { v: 1, verb: 'approvals' },
    });
    target.teams.fault({ operation: 'members', status: 403, code: 'Forbidden' });
    // Answers to what was asked before may still be on their way: this one would be of a kind that nobody asked for.
    const answered = { name: 'partnerdesk_turns_total', labels: { answer: 'approvals' } };
    const before = { rows: target.rows(), turns: await target.count(answered) };
    const { status, body } = await deliver(target, activity);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ statusCode: 500, type: 'application/vnd.microsoft.error' });
    expect(await target.count(refused('teams', 'roster'))).toBe(1);
    expect(await target.count(answered)).toBe(before.turns);
    expect(target.rows()).toEqual(before.rows);
  });
});

describe('a body that comes drop by drop', () => {
  it('is cut off with 408, and holds its connection no longer', async () => {
    const routes = { exact: {}, pages: async (request: NodeJS.ReadableStream) => (await drain(request), true) };
    const server = createDeskServer(routes, createLog('silent'), { headers: 200, request: 300, check: 50 });
    const port = await listen(server, '127.0.0.1', 0);
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n');
        const dropping = setInterval(() => socket.write('x'), 50);
        socket.on('close', () => clearInterval(dropping));
      });
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });
    expect(answer).toContain('408');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

/** Reads to the end, or to where it breaks off. */
async function drain(request: NodeJS.ReadableStream): Promise<void> {
  try {
    for await (const chunk of request) void chunk;
  } catch {
    // Cut off: what this test is about.
  }
}
