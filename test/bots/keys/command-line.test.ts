import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeskProcess } from '../../../bots/desk-process.js';
import { runDesk } from '../../canary/desk-process.js';
import { run } from '../../../bots/keys/command-line.js';
import { parseConfig } from '../../../core/config.js';
import { createLog } from '../../canary/output.js';
import { keyId } from '../../../core/store/sealer.js';
import { createSlackStandIn, type SlackStandIn } from '../../../sandbox/slack/stand-in.js';
import { characters } from '../../../sandbox/stand-in.js';
import { eventually } from '../../core/jobs/samples.js';
import { createWorld, listenOnLoopback, type World } from '../../wire/world.js';
import { makeKey, makeSecret } from '../../../sandbox/secrets.js';

const [old, fresh] = [makeKey(), makeKey()].map((key) => Buffer.from(key, 'base64')) as [Buffer, Buffer];
const inBase64 = (...given: Buffer[]) => given.map((key) => key.toString('base64')).join(',');

let world: World;
let slack: SlackStandIn;
let settings: Record<string, string>;
let desk: DeskProcess | undefined;

beforeEach(async () => {
  world = await createWorld();
  const port = await freePort();
  const botUrl = `http://127.0.0.1:${port}`;
  const secrets = { signingSecret: makeSecret(), botToken: `xoxb-${makeSecret()}` };
  slack = createSlackStandIn({ baseUrl: world.baseUrl, botUrl: `${botUrl}/slack/events`, characters, ...secrets });
  world.add(slack);
  settings = {
    ...world.env,
    PORT: String(port),
    PUBLIC_URL: botUrl,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_API_URL: `${world.baseUrl}/slack/api/`,
  };
});
afterEach(async () => {
  await desk?.stop();
  desk = undefined;
  slack.close();
  await world.close();
});

/** A port that was free a moment ago: Slack has to know where it sends to. */
async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = new URL(await listenOnLoopback(server));
  await new Promise((resolve) => server.close(resolve));
  return Number(port);
}

const envOf = (...given: Buffer[]) => ({ ...settings, ENCRYPTION_KEY: inBase64(...given) });

async function startDesk(...given: Buffer[]): Promise<void> {
  await desk?.stop();
  desk = await runDesk(parseConfig(envOf(...given)), createLog('silent'));
}

async function keys(flags: string[], ...configured: Buffer[]) {
  let text = '';
  const say = (more: string) => void (text += more);
  const code = await run(flags, envOf(...configured), say, { stalledMs: 300, pauseMs: 20 });
  for (const key of [old, fresh]) expect(text).not.toContain(key.toString('base64').slice(0, 20));
  return { code, text };
}

const [sofia] = characters;
/** Somebody whom the desk does not know asks, and gets a link: a turn, an answer and a link are kept, all sealed. */
async function askSomething(): Promise<void> {
  if (!sofia) throw new Error('nobody to ask');
  const channel = slack.scene(sofia).channels.find(({ kind }) => kind === 'personal')?.id ?? '';
  const before = slack.calls.length;
  await slack.act(sofia, { type: 'say', channel, text: '/partnerdesk find contoso' });
  await eventually(() => slack.calls.length > before);
}

async function readyz(): Promise<{ keys: { state: string; resealed: number; unreadable: number } }> {
  const answer = await fetch(`${settings['PUBLIC_URL']}/readyz`);
  return (await answer.json()) as Awaited<ReturnType<typeof readyz>>;
}

describe('npm run keys -- status', () => {
  it('counts what each key seals by table, beside a running desk, and prints no key', async () => {
    await startDesk(old);
    await askSomething();
    const alone = await keys(['status'], old);
    expect(alone.code).toBe(0);
    expect(alone.text).toMatch(new RegExp(`${keyId(old)} +newest +linkRequests +1\n`, 'u'));
    const both = await keys(['status'], fresh, old);
    expect(both.code).toBe(1);
    expect(both.text).toMatch(new RegExp(`${keyId(old)} +older +linkRequests +1\n`, 'u'));
    expect(both.text).toContain('keep it in ENCRYPTION_KEY');
    const gone = await keys(['status'], fresh);
    expect(gone.code).toBe(1);
    expect(gone.text).toMatch(new RegExp(`${keyId(old)} +not configured +inbox`, 'u'));
    expect(gone.text).toContain('cannot be read');
  }, 60_000);
});

describe('a desk with a new key in front of the old one', () => {
  it('takes everything over while it runs, says so at /readyz, and then does without the old one', async () => {
    await startDesk(old);
    await askSomething();
    expect((await readyz()).keys).toEqual({ state: 'off', resealed: 0, unreadable: 0 });
    await startDesk(fresh, old);
    await askSomething();
    const { code, text } = await keys(['rotate'], fresh, old);
    expect(code).toBe(0);
    expect(text).toContain('Nothing is sealed with an older key');
    await eventually(async () => (await readyz()).keys.state === 'done');
    expect((await readyz()).keys).toMatchObject({ unreadable: 0 });
    await startDesk(fresh);
    await askSomething();
    const after = await keys(['status'], fresh);
    expect(after.code).toBe(0);
    expect(after.text).not.toContain(keyId(old));
  }, 120_000);
});

describe('npm run keys -- rotate', () => {
  it('does it itself where no desk is running', async () => {
    await startDesk(old);
    await askSomething();
    await desk?.stop();
    desk = undefined;
    const { code, text } = await keys(['rotate'], fresh, old);
    expect(code).toBe(0);
    expect(text).toMatch(/^[1-9]\d* were sealed with the newest key\.\n/u);
    expect(text).not.toContain(keyId(old));
  }, 60_000);

  it('touches nothing that a running desk could not read afterwards, and says what to do', async () => {
    await startDesk(old);
    await askSomething();
    const { code, text } = await keys(['rotate'], fresh, old);
    expect(code).toBe(1);
    expect(text).toContain('The running desk does not take them over');
    expect((await keys(['status'], old)).code).toBe(0);
  }, 60_000);

  it('says that there is nothing to go over to with one key', async () => {
    await startDesk(old);
    await askSomething();
    expect(await keys(['rotate'], old)).toMatchObject({ code: 0, text: expect.stringContaining('Nothing is sealed') });
  }, 60_000);
});
