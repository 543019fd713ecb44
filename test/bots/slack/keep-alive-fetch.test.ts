import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSlackFetch } from '../../../bots/slack/keep-alive-fetch.js';

let server: http.Server;
let origin: string;
let connections: number;
let paths: string[];
let slack: ReturnType<typeof createSlackFetch>;

beforeEach(async () => {
  connections = 0;
  paths = [];
  server = http.createServer((request, response) => {
    paths.push(request.url ?? '');
    if (request.url === '/hang') return;
    if (request.url === '/moved') response.writeHead(302, { location: `${origin}/elsewhere` });
    response.end('{"ok":true}');
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack = createSlackFetch([origin]);
});

afterEach(async () => {
  slack.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('the fetch that Slack is called with', () => {
  it('keeps its connection between calls', async () => {
    for (let count = 0; count < 3; count += 1) {
      const response = await slack.fetch(`${origin}/api`, { method: 'POST', body: 'a=1' });
      expect(await response.json()).toEqual({ ok: true });
    }
    expect(connections).toBe(1);
  });

  it('does not follow redirects', async () => {
    expect(await slack.fetch(`${origin}/moved`)).toMatchObject({ ok: false, status: 302 });
    expect(paths).toEqual(['/moved']);
  });

  it.each([
    'http://127.0.0.1:1/api',
    'http://localhost/api',
    'https://hooks.slack.com.attacker.example/x',
    'https://user@attacker.example/x',
    'file:///etc/passwd',
  ])('never calls %s, and does not repeat the address', async (url) => {
    await expect(slack.fetch(url)).rejects.toThrow('not an address of Slack');
  });

  it('gives up when it is told to', async () => {
    await expect(slack.fetch(`${origin}/hang`, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  });
});
