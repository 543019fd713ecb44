import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { aroundAll } from './around.js';
import type { Desk } from './desk.js';

/** The page's scripts are there once they are built, so the sandbox around them is the built one too. */
const built = pathToFileURL(fileURLToPath(new URL('../../dist/sandbox/sandbox.js', import.meta.url))).href;

let sandbox: Sandbox;
let desk: Desk;

aroundAll(
  (opened) => {
    desk = opened;
  },
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'partnerdesk-rooms-'));
    const { startSandbox } = (await import(built)) as typeof import('../../sandbox/sandbox.js');
    sandbox = await startSandbox({ HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir });
    return {
      pageUrl: sandbox.pageUrl,
      async stop() {
        await sandbox.close();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  },
);

/** Says something as the desk would, over the wire. Gives the message's id. */
async function inSlack(channel: string, text: string, thread?: string): Promise<string> {
  const response = await fetch(`${sandbox.env['SLACK_API_URL']}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.env['SLACK_BOT_TOKEN']}` },
    body: JSON.stringify({ channel, text, ...(thread === undefined ? {} : { thread_ts: thread }) }),
  });
  const wait = Number(response.headers.get('retry-after'));
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
  return wait > 0 ? inSlack(channel, text, thread) : ((await response.json()) as { ts: string }).ts;
}

let token: string | undefined;

async function connector(path: string, body: object): Promise<{ id: string }> {
  const { env, teams } = sandbox;
  if (token === undefined) {
    const form = {
      grant_type: 'client_credentials',
      client_id: env['MicrosoftAppId'] ?? '',
      client_secret: env['MicrosoftAppPassword'] ?? '',
      scope: 'https://api.botframework.com/.default',
    };
    const url = `${teams.settings.loginUrl}/${env['PARTNER_TENANT_ID']}/oauth2/v2.0/token`;
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
    token = ((await answer.json()) as { access_token: string }).access_token;
  }
  const response = await fetch(`${teams.serviceUrl}v3/conversations${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { id: string };
}
const card = (text: string) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }] },
    },
  ],
});
const inChain = (chain: string, text: string) => connector(`/${encodeURIComponent(chain)}/activities`, card(text));

const thread = (chat: 'slack' | 'teams') => desk.page.locator(`#${chat} .thread`);
const toggle = (chat: 'slack' | 'teams') => thread(chat).getByRole('button', { name: /repl(y|ies)$/ });
const entry = (chat: 'slack' | 'teams', name: string) =>
  desk.page.locator(`#${chat} .conversation-entry`).filter({ hasText: name });

describe('the rooms of the page', () => {
  it('are all there, those without the desk too', async () => {
    await desk.become('Sofia Marín');
    await entry('slack', 'big-deals').waitFor();
    const names = async (chat: string) => desk.page.locator(`#${chat} .conversation-name`).allTextContents();
    expect(await names('slack')).toEqual(['partnerdesk', 'customers', 'shared-with-outside', 'renewals', 'big-deals']);
    expect(await names('teams')).toEqual([
      'partnerdesk',
      'Renewals with Oscar',
      'Customer desk',
      'Renewals',
      'Account managers',
    ]);
  });

  it('say how to bring the desk in, and it comes', async () => {
    await desk.open('slack', 'renewals');
    const input = desk.page.getByLabel('Message in Slack');
    expect(await input.getAttribute('placeholder')).toContain('/invite @partnerdesk');
    await desk.shoot('rooms-1-without-the-desk');
    await desk.inSlack('/invite @partnerdesk');
    await desk.message('slack', 'added').waitFor();
    expect(await input.getAttribute('placeholder')).toContain('/partnerdesk');
  });

  it('count what is new in them while another one is open', async () => {
    await desk.open('slack', 'customers');
    for (const text of ['one', 'two', 'three']) await inSlack('C0RENEWALS', text);
    await entry('slack', 'renewals').getByText('3', { exact: true }).waitFor();
    await desk.shoot('rooms-2-news');
    await desk.open('slack', 'renewals');
    await desk.message('slack', 'three').waitFor();
    expect(await entry('slack', 'renewals').locator('.count').count()).toBe(0);
  });
});

describe('a thread on the page', () => {
  it('of Slack stands behind a button under its message, and opens', async () => {
    const ts = await inSlack('C0RENEWALS', 'Fabrikam, Inc.: a change waits');
    await inSlack('C0RENEWALS', 'Approved by Ada Nowak', ts);
    await inSlack('C0RENEWALS', 'Another message');
    await inSlack('C0RENEWALS', 'Done', ts);
    await toggle('slack').getByText('2 replies').waitFor();
    expect(await desk.message('slack', 'Approved by Ada Nowak').count()).toBe(0);
    await toggle('slack').click();
    await thread('slack').getByText('Approved by Ada Nowak').waitFor();
    expect(await thread('slack').locator('article').count()).toBe(2);
    await desk.shoot('rooms-3-slack-thread');
  });

  it('of Slack stays open when more is said in it', async () => {
    const messages = sandbox.slack.calls.filter(({ args }) => args['thread_ts'] !== undefined);
    await inSlack('C0RENEWALS', 'One more', String(messages[0]?.args['thread_ts']));
    await thread('slack').getByText('One more').waitFor();
    await toggle('slack').click();
    await toggle('slack').and(desk.page.locator('[aria-expanded="false"]')).waitFor();
    expect(await thread('slack').locator('article').count()).toBe(0);
  });

  it('of Teams stands open under its message, and closes', async () => {
    const channel = sandbox.teams.conversations.find(({ name }) => name === 'Renewals')?.id ?? '';
    const activity = card('Fabrikam, Inc.: a change waits');
    const { id } = await connector('', { isGroup: true, channelData: { channel: { id: channel } }, activity });
    await inChain(id, 'Approved by Ada Nowak');
    await entry('teams', 'Renewals').last().getByText('2', { exact: true }).waitFor();
    await entry('teams', 'Renewals').last().click();
    await thread('teams').getByText('Approved by Ada Nowak').waitFor();
    await desk.shoot('rooms-4-teams-chain');
    await toggle('teams').click();
    await toggle('teams').and(desk.page.locator('[aria-expanded="false"]')).waitFor();
    expect(await thread('teams').locator('article').count()).toBe(0);
  });

  it('is complained about by nobody', () => {
    expect(desk.complaints).toEqual([]);
  });
});
