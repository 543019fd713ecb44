import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SLACK_TEAM } from '../../sandbox/stand-in.js';
import { listenOnLoopback } from '../wire/world.js';
import { type BehindProxy, host, openBehindProxy } from './behind-proxy.js';
import { type Program, startProgram } from './program.js';
import { characterNamed, directChannel } from './slack-desk.js';
import { PROXY_PASSWORD } from './tunnel.js';

let world: BehindProxy;
let program: Program;
/** Slack as the administrator's browser reaches it, which knows of no proxy. */
let forBrowsers: Server;
let slackPage: string;
const sofia = characterNamed('Sofia');

beforeAll(async () => {
  world = await openBehindProxy({ installs: true });
  program = await startProgram(world.env);
  forBrowsers = createServer((request, response) => void world.cloud?.handle(request, response));
  slackPage = await listenOnLoopback(forBrowsers);
}, 30_000);
afterAll(async () => {
  forBrowsers?.close();
  await program?.stop();
  await world?.close();
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 8_000; !holds(); ) {
    if (Date.now() > end) throw new Error(`it did not come to that: ${program.output().slice(-3_000)}`);
    await new Promise((soon) => setTimeout(soon, 20));
  }
}

describe('a desk behind a proxy, whose app a workspace installs', () => {
  it('exchanges the code for tokens through the proxy', async () => {
    const begun = await fetch(`${world.env['PUBLIC_URL']}/slack/install`, { redirect: 'manual' });
    const asked = new URL(begun.headers.get('location') ?? '');
    expect(asked.hostname).toBe(host('slack'));
    const body = new URLSearchParams([...asked.searchParams, ['home', SLACK_TEAM], ['answer', 'allow']]);
    const allowed = await fetch(slackPage + asked.pathname, { method: 'POST', body, redirect: 'manual' });
    const cookie = begun.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    const done = await fetch(allowed.headers.get('location') ?? '', { headers: { cookie } });
    expect(done.status).toBe(200);
    expect(world.tunnels.has(`${host('slack')}:443`)).toBe(true);
  }, 30_000);

  it('renews them through the proxy, and speaks with the new ones', async () => {
    const channel = directChannel(world.slack, sofia);
    await world.slack.act(sofia, { type: 'say', channel, text: 'whoami' });
    await until(() => (world.cloud?.tokens.refreshed.ok ?? 0) > 0);
    const heard = () => JSON.stringify(world.slack.scene(sofia).channels.find(({ id }) => id === channel)?.messages);
    await until(() => heard().includes('Sales agent'));
    expect(world.cloud?.tokens.refreshed.refused).toBe(0);
  }, 30_000);

  it('used nothing of the proxy but tunnels, in which all was encrypted, and told nobody a secret', () => {
    expect(world.refused()).toBe(0);
    const passed = world.passed().toString('latin1');
    expect(passed.length).toBeGreaterThan(5_000);
    for (const plain of ['oauth.v2.access', 'client_secret', 'xoxe', 'HTTP/1.1', ...world.slackSecrets])
      expect(passed).not.toContain(plain);
    for (const secret of ['xoxe', PROXY_PASSWORD, ...world.slackSecrets])
      expect(program.output()).not.toContain(secret);
  });
});
