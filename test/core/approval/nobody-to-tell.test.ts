import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listenOnLoopback } from '../../wire/world.js';
import { type Counter, expectAnswer, openCounter } from '../desk/counter.js';
import { CONTOSO, idOf, until } from './approval-desk.js';

/** Graph, reached through a line that can be cut for one person. */
let counter: Counter;
let cutFor: string | undefined;
let ownUrl = '';
const line = createServer((request, response) => void pass(request, response));

async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  if (cutFor !== undefined && path.includes(cutFor)) return void response.writeHead(503).end('{}');
  const answer = await fetch(`${counter.world.baseUrl}${path}`, {
    headers: { authorization: request.headers.authorization ?? '', accept: 'application/json' },
  });
  // Links to further pages lead through the same line.
  const text = (await answer.text()).replaceAll(counter.world.baseUrl, ownUrl);
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
}

beforeAll(async () => {
  ownUrl = await listenOnLoopback(line);
  counter = await openCounter({ GRAPH_URL: `${ownUrl}/graph` });
});
afterAll(async () => {
  await counter.close();
  line.closeAllConnections();
  line.close();
});

describe('a request for which the only approver cannot be looked up', () => {
  it('is not left to wait unheard of: it is asked for again once the directory answers, and then told', async () => {
    for (const name of ['Sofia', 'Ada']) await counter.as(name).say('whoami');
    // What is remembered of Ada is too old by now.
    counter.jump(6 * 60_000);
    cutFor = idOf('Ada');
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.press(['ask', `${CONTOSO}/give/AzureSavingsPlan`]), 'permissionForm');
    const propose = () => sofia.press(['propose', form.change.id, form.change.version], { reason: 'Now', until: '' });
    expect(expectAnswer(await propose(), 'failed').failure).toMatchObject({ source: 'directory', kind: 'unavailable' });
    cutFor = undefined;
    expect(expectAnswer(await propose(), 'approval').approval.state).toBe('awaiting');
    await until(() => counter.copies.some(({ to }) => to.user?.user === idOf('Ada')));
  });
});
