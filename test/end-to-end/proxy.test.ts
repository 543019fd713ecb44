import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BehindProxy, host, openBehindProxy } from './behind-proxy.js';
import { type Program, startProgram } from './program.js';
import { characterNamed, directChannel } from './slack-desk.js';
import { personalChat, seenInTeams } from './teams-desk.js';
import { PROXY_PASSWORD, PROXY_USER } from './tunnel.js';

let world: BehindProxy;
let program: Program;
const sofia = characterNamed('Sofia');
const tom = characterNamed('Tom');

beforeAll(async () => {
  world = await openBehindProxy();
  program = await startProgram(world.env);
}, 30_000);
afterAll(async () => {
  await program?.stop();
  await world?.close();
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 8_000; !holds(); ) {
    if (Date.now() > end) throw new Error(`it did not come to that: ${program.output().slice(-3_000)}`);
    await new Promise((soon) => setTimeout(soon, 20));
  }
}

/** What the bot said to somebody in their 1:1 channel of Slack. */
const heard = (who: typeof sofia) => {
  const found = world.slack.scene(who).channels.find(({ kind }) => kind === 'personal');
  return JSON.stringify((found?.messages ?? []).filter(({ from }) => from.bot));
};

describe('a desk behind a proxy, which no service can be reached without', () => {
  it('answers a command and a message in Slack', async () => {
    const channel = directChannel(world.slack, sofia);
    await world.slack.act(sofia, { type: 'say', channel, text: '/partnerdesk account contoso.onmicrosoft.com' });
    await until(() => heard(sofia).includes('Contoso'));
    await world.slack.act(sofia, { type: 'say', channel, text: 'whoami' });
    await until(() => heard(sofia).includes('Sales agent'));
  }, 30_000);

  it('checks the tokens of Teams and answers there', async () => {
    const conversation = personalChat(world.teams, sofia).id;
    await world.teams.act(sofia, { type: 'say', conversation, text: 'account contoso.onmicrosoft.com' });
    await until(() => seenInTeams(world.teams, sofia).includes('Contoso'));
  }, 30_000);

  it('signs people in', async () => {
    const channel = directChannel(world.slack, tom);
    await world.slack.act(tom, { type: 'say', channel, text: 'whoami' });
    await until(() => heard(tom).includes('/link/'));
    const [link = ''] = /http:[^"\\|>]+\/link\/[\w-]+/u.exec(heard(tom)) ?? [];
    const begun = await fetch(link, { method: 'POST', redirect: 'manual' });
    expect(new URL(begun.headers.get('location') ?? '').hostname).toBe(host('login'));
  }, 30_000);

  it('has reached every service through a tunnel of the proxy, and nothing else of it was used', () => {
    expect([...world.called].sort()).toEqual(['/bot-connector', '/graph', '/login', '/partner-center', '/slack']);
    const services = ['partner', 'login', 'slack', 'teams'];
    expect([...world.tunnels].sort()).toEqual(services.map((service) => `${host(service)}:443`).sort());
    expect(world.refused()).toBe(0);
  });

  it('was encrypted from end to end', () => {
    const passed = world.passed().toString('latin1');
    expect(passed.length).toBeGreaterThan(10_000);
    for (const plain of ['Bearer', 'Authorization', 'authorization', 'Contoso', 'HTTP/1.1', 'access_token'])
      expect(passed).not.toContain(plain);
  });

  it('has told nobody the credentials of the proxy', async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${world.env['PORT']}/metrics`)).text();
    const ready = await (await fetch(`http://127.0.0.1:${world.env['PORT']}/readyz`)).text();
    const basic = Buffer.from(`${PROXY_USER}:${PROXY_PASSWORD}`).toString('base64');
    const told = program.output() + metrics + ready;
    expect(told.length).toBeGreaterThan(1_000);
    for (const secret of [PROXY_PASSWORD, encodeURIComponent(PROXY_PASSWORD), basic, PROXY_USER])
      expect(told).not.toContain(secret);
  });
});
