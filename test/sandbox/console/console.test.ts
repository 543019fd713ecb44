import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConsoleState, CustomerRecord, CustomerRow } from '../../../sandbox/console/state.js';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.js';
import { characters } from '../../../sandbox/stand-in.js';

const CONTOSO = 'c0000000-0000-4000-8000-000000000001';
const FABRIKAM = 'c0000000-0000-4000-8000-000000000004';
const [sofia] = characters;
if (!sofia) throw new Error('There is nobody to be');

let sandbox: Sandbox;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'partnerdesk-console-'));
  sandbox = await startSandbox({ PORT: '0', DATA_DIR: dataDir });
});

afterAll(async () => {
  await sandbox.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** A request with any headers and any path, which fetch would not send as given. */
function send(
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
  const { hostname, port } = new URL(sandbox.pageUrl);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const origin = () => new URL(sandbox.pageUrl).origin;
const fromPage = () => ({ origin: origin(), 'content-type': 'application/json' });
const post = (path: string, body: unknown) =>
  send(path, { method: 'POST', headers: fromPage(), body: JSON.stringify(body) });
const get = async <T>(path: string) => JSON.parse((await send(path)).text) as T;

describe('the page', () => {
  it('may load its own files and nothing else', async () => {
    const { status, headers, text } = await send('/');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(text).not.toMatch(/https?:\/\/|<script(?![^>]*src=)|style=/);
  });

  it('brings the card library from its package', async () => {
    const { status, headers } = await send('/page/adaptivecards.min.js');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/javascript');
  });

  it.each(['/page/../sandbox.ts', '/page/%2e%2e/sandbox.ts', '/page/tsconfig.json', '/page//etc/passwd', '/nothing'])(
    'has nothing at %s',
    async (path) => {
      expect((await send(path)).status).toBe(404);
    },
  );
});

describe('who may talk to the console', () => {
  const gesture = JSON.stringify({ as: sofia.id, gesture: { type: 'say', channel: 'C0CUSTOMERS', text: 'intruder' } });

  it.each<[string, Record<string, string>]>([
    ['another host name that leads here', { host: 'evil.example', origin: 'http://evil.example' }],
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['a foreign form', { 'content-type': 'text/plain' }],
    ['a cross-site request', { 'sec-fetch-site': 'cross-site' }],
  ])('%s is refused', async (_name, headers) => {
    const answer = await send('/console/slack', {
      method: 'POST',
      headers: { ...fromPage(), ...headers },
      body: gesture,
    });
    expect(answer.status).toBe(403);
    const state = await get<ConsoleState>(`/console/state?as=${sofia.id}`);
    expect(JSON.stringify(state.slack)).not.toContain('intruder');
  });

  it('whoever sends no origin cannot act', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await send('/console/slack', { method: 'POST', headers, body: gesture })).status).toBe(403);
  });

  it('another host name cannot read either', async () => {
    expect((await send('/console/state', { headers: { host: 'evil.example' } })).status).toBe(403);
  });

  it('a method that the page does not use is refused', async () => {
    expect((await send('/console/slack', { method: 'PUT', headers: fromPage(), body: gesture })).status).toBe(403);
  });

  it('more than 256 KB are not read', async () => {
    const answer = await send('/console/slack', { method: 'POST', headers: fromPage(), body: ' '.repeat(262_145) });
    expect(answer.status).toBe(413);
  });

  it.each(['not json', '{}', '{"as":"x","gesture":{"type":"fly"}}'])('%s is no gesture', async (body) => {
    expect((await send('/console/slack', { method: 'POST', headers: fromPage(), body })).status).toBe(400);
  });

  it('nobody can be somebody who does not exist', async () => {
    const body = { as: 'nobody', gesture: { type: 'say', channel: 'C0CUSTOMERS', text: 'hello' } };
    expect((await post('/console/slack', body)).status).toBe(404);
  });
});

describe('what the console shows', () => {
  it('what one character says in a channel, to another one', async () => {
    const [, tom] = characters;
    const said = { type: 'say', channel: 'C0CUSTOMERS', text: 'good morning' };
    expect((await post('/console/slack', { as: sofia.id, gesture: said })).status).toBe(200);
    const { slack } = await get<ConsoleState>(`/console/state?as=${tom?.id}`);
    const channel = slack.channels.find(({ id }) => id === 'C0CUSTOMERS');
    expect(channel?.messages.at(-1)).toMatchObject({ from: { name: 'Sofia Marín', bot: false }, text: 'good morning' });
  });

  it('a value typed into Partner Center, beside the one it replaced', async () => {
    const fields = { 'defaultAddress.city': 'Salem' };
    expect((await post('/console/partner-center', { customer: FABRIKAM, fields })).status).toBe(200);
    const { partnerCenter } = await get<ConsoleState>('/console/state');
    expect(partnerCenter.changes).toEqual([
      {
        customer: FABRIKAM,
        name: 'Fabrikam, Inc.',
        by: 'Partner Center',
        fields: [{ path: 'defaultAddress.city', before: 'Portland', after: 'Salem' }],
      },
    ]);
    const record = await get<CustomerRecord>(`/console/partner-center?customer=${FABRIKAM}`);
    const billing = record.groups.find(({ edit }) => edit === 'text');
    expect(billing?.rows).toContainEqual({ path: 'defaultAddress.city', value: 'Salem', before: 'Portland' });
  });

  it('a permission switched in Partner Center, until it is switched back', async () => {
    const path = 'permissions.AzureSavingsPlan';
    const flip = (on: boolean) =>
      post('/console/partner-center', { customer: CONTOSO, permission: 'AzureSavingsPlan', on });
    const switches = async () =>
      (await get<CustomerRecord>(`/console/partner-center?customer=${CONTOSO}`)).groups.find(
        ({ edit }) => edit === 'switch',
      )?.rows;
    expect((await flip(true)).status).toBe(200);
    expect(await switches()).toContainEqual({ path, value: 'On', before: 'Off' });
    const { partnerCenter } = await get<ConsoleState>('/console/state');
    expect(partnerCenter.changes[0]).toMatchObject({
      customer: CONTOSO,
      fields: [{ path, before: 'Off', after: 'On' }],
    });
    expect((await flip(false)).status).toBe(200);
    expect(await switches()).toContainEqual({ path, value: 'Off' });
  });

  it('no permission that Partner Center does not know', async () => {
    const change = { customer: CONTOSO, permission: 'Everything', on: true };
    expect((await post('/console/partner-center', change)).status).toBe(400);
  });

  it('customers by any part of their name, domain or id', async () => {
    for (const text of ['abrika', 'FABRIKAM.onm', FABRIKAM]) {
      const rows = await get<CustomerRow[]>(`/console/partner-center?search=${encodeURIComponent(text)}`);
      expect(rows.map(({ id }) => id)).toContain(FABRIKAM);
    }
  });

  it('a customer that does not exist as missing', async () => {
    expect((await send('/console/partner-center?customer=nobody')).status).toBe(404);
    expect((await post('/console/partner-center', { customer: 'nobody', fields: {} })).status).toBe(404);
  });

  it('every change at once, to a page that is looking', async () => {
    const looking = new AbortController();
    const response = await fetch(`${origin()}/console/events?as=${sofia.id}`, { signal: looking.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const read = eventsOf(response);
    const first = await read();
    expect(first.characters).toHaveLength(6);
    await post('/console/slack', { as: sofia.id, gesture: { type: 'say', channel: 'C0CUSTOMERS', text: 'news' } });
    let { slack } = await read();
    while (!JSON.stringify(slack).includes('news')) ({ slack } = await read());
    looking.abort();
  });
});

/** Reads one state after the other from a stream of server-sent events. */
function eventsOf(response: Response): () => Promise<ConsoleState> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  return async () => {
    while (!buffer.includes('\n\n')) buffer += (await reader?.read())?.value ?? '';
    const [event = '', ...rest] = buffer.split('\n\n');
    buffer = rest.join('\n\n');
    return JSON.parse(event.replace(/^data: /, '')) as ConsoleState;
  };
}
