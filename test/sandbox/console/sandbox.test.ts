import { spawnSync } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../../core/config.js';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.js';
import { characters } from '../../../sandbox/stand-in.js';

let dataDir: string;
let started: Sandbox[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'partnerdesk-sandbox-'));
  started = [];
});

afterEach(async () => {
  for (const sandbox of started) await sandbox.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(env: NodeJS.ProcessEnv = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ PORT: '0', DATA_DIR: dataDir, ...env });
  started.push(sandbox);
  return sandbox;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe('the settings of a sandbox', () => {
  it('are a whole configuration: both platforms, with the linked colleagues', async () => {
    const config = parseConfig((await start()).env);
    expect(config.slack?.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/slack\/api\/$/);
    expect(config.teams?.tenantIds).toEqual([config.partner.tenantId]);
    expect(config.policy.people.map(({ user }) => user)).toEqual(['U0SOFIA', 'U0ADA', 'U0GRACE', 'U0HENRI']);
  });

  it('post requests to purchase in one room of each chat, and to the two who decide', async () => {
    const { env, teams } = await start();
    const { purchase } = parseConfig(env).policy.approvals;
    const channel = teams.conversations.find(({ kind }) => kind === 'channel')?.id;
    expect(purchase.places).toEqual(['slack:T0PARTNER/C0CUSTOMERS', `teams:${channel}`]);
    const onDuty = characters.filter(({ id }) => purchase.onDuty?.includes(id)).map(({ name }) => name);
    expect(onDuty).toEqual(['Ada Nowak', 'Grace Lin']);
  });

  it('let webhooks be believed, whose certificates are made when the first is sent', async () => {
    const { env, partnerCenter, pageUrl } = await start();
    const { webhooks } = parseConfig(env);
    expect(webhooks.certificateOrigins).toEqual([new URL(pageUrl).origin]);
    expect(await exists(webhooks.authorityFile ?? '')).toBe(false);
    partnerCenter.webhooks.register('http://127.0.0.1:9/nobody', ['test-created']);
    partnerCenter.webhooks.raise({ EventName: 'test-created' });
    while (!(await exists(webhooks.authorityFile ?? ''))) await new Promise((soon) => setTimeout(soon, 20));
    expect(partnerCenter.webhooks.deliveries).toHaveLength(1);
  });

  it('hold other secrets at every start', async () => {
    const secrets = ['ENCRYPTION_KEY', 'PARTNER_CLIENT_SECRET', 'PARTNER_REFRESH_TOKEN', 'MicrosoftAppPassword'];
    const [one, other] = [(await start()).env, (await start()).env];
    for (const name of [...secrets, 'SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN']) expect(one[name]).not.toBe(other[name]);
  });

  it('keep what was given of the log level', async () => {
    expect((await start({ LOG_LEVEL: 'silent' })).env['LOG_LEVEL']).toBe('silent');
  });
});

describe('where a sandbox listens', () => {
  it('on loopback only', async () => {
    await expect(start({ HOST: '0.0.0.0' })).rejects.toThrow('loopback');
  });

  it('next to the port of the bot', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo;
    await expect(start({ PORT: String(port - 1) })).rejects.toThrow('EADDRINUSE');
    await new Promise((resolve) => blocker.close(resolve));
    const sandbox = await start({ PORT: String(port - 1) });
    expect(sandbox.pageUrl).toBe(`http://127.0.0.1:${port}/`);
    expect(sandbox.env['PUBLIC_URL']).toBe(`http://127.0.0.1:${port - 1}`);
  });
});

describe('a bot that comes up beside the sandbox', () => {
  it('is told of every chat of the colleagues, once it answers', async () => {
    const { env } = await start();
    const installed: string[] = [];
    let ready = false;
    const bot = createServer((request, response) => {
      response.writeHead(request.url === '/readyz' && !ready ? 503 : 200).end();
      if (request.url === '/readyz') ready = true;
      if (request.url !== '/api/messages') return;
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const activity = JSON.parse(body) as { type: string; conversation: { conversationType: string } };
        if (activity.type === 'installationUpdate') installed.push(activity.conversation.conversationType);
      });
    });
    const port = Number(env['PORT']);
    await new Promise<void>((resolve) => bot.listen(port, '127.0.0.1', resolve));
    while (installed.length < 9) await new Promise((resolve) => setTimeout(resolve, 20));
    bot.closeAllConnections();
    await new Promise((resolve) => bot.close(resolve));
    const rooms = ['channel', 'channel', 'groupChat', 'groupChat'];
    expect(installed.toSorted()).toEqual([...rooms, ...Array<string>(5).fill('personal')]);
  });
});

describe('the data folder of a sandbox', () => {
  const endedProcess = () => spawnSync(process.execPath, ['-e', '']).pid;

  it('is a new one for each', async () => {
    const [one, other] = [(await start()).env['DATA_DIR'], (await start()).env['DATA_DIR']];
    expect(one).not.toBe(other);
    expect(await readdir(dataDir)).toHaveLength(2);
  });

  it('goes when its sandbox has ended and another one starts', async () => {
    const old = join(dataDir, 'sandbox-000000000000');
    await mkdir(old);
    await writeFile(join(old, '.partnerdesk-sandbox'), String(endedProcess()));
    await start();
    expect(await exists(old)).toBe(false);
  });

  it('is never a folder that something else made', async () => {
    const unmarked = join(dataDir, 'sandbox-111111111111');
    const named = join(dataDir, 'partnerdesk.db');
    await mkdir(unmarked);
    await mkdir(named);
    await writeFile(join(named, '.partnerdesk-sandbox'), String(endedProcess()));
    await start();
    expect([await exists(unmarked), await exists(named)]).toEqual([true, true]);
  });
});
