import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runDesk } from '../../canary/desk-process.js';
import { parseConfig } from '../../../core/config.js';
import { createLog } from '../../canary/output.js';
import type { ConsoleState } from '../../../sandbox/console/state.js';
import { type Sandboxes, startSandboxes } from '../../../sandbox/sandboxes.js';
import { characters } from '../../../sandbox/stand-in.js';

const [sofia, tom] = characters;
if (!sofia || !tom) throw new Error('There is nobody to be');

let dataDir: string;
let sandboxes: Sandboxes<{ stop: () => Promise<void> }>;
/** The cloud of every desk that was started. */
const desks: string[] = [];

beforeAll(async () => {
  // Loaded before the desk loads both at the same time: Jest's module linker trips over that.
  await import('../../../bots/slack/bot.js');
  await import('../../../bots/teams/bot.js');
  dataDir = await mkdtemp(join(tmpdir(), 'partnerdesk-clouds-'));
  sandboxes = await startSandboxes({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, (env) => {
    const config = parseConfig(env);
    desks.push([config.partner.cloud, config.teams?.cloud, config.slack?.cloud].join(' '));
    return runDesk(config, createLog('silent'));
  });
});

afterAll(async () => {
  await sandboxes.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Where the page of a cloud is, as a browser finds it. */
async function pageOf(cloud: string): Promise<string> {
  const answer = await fetch(`${sandboxes.pageUrl}?cloud=${cloud}&language=fr`, { redirect: 'manual' });
  const target = answer.headers.get('location');
  return target === null ? sandboxes.pageUrl : target;
}

const stateOf = async (page: string, as = sofia.id) =>
  (await (await fetch(new URL(`/console/state?as=${as}`, page))).json()) as ConsoleState;

async function speak(page: string, body: { as?: string; language: string }): Promise<number> {
  const { origin } = new URL(page);
  const headers = { origin, 'content-type': 'application/json' };
  const answer = await fetch(new URL('/console/language', page), {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return answer.status;
}

const localesOf = async (page: string) => (await stateOf(page)).characters.map(({ locale }) => locale);

describe('the sandboxes of the clouds', () => {
  it('begin with the global one alone, and open another when its page is first asked for', async () => {
    expect(desks).toEqual(['global public commercial']);
    const page = await pageOf('us-government');
    expect(desks).toEqual(['global public commercial', 'us-government gcch gov']);
    expect((await stateOf(page)).cloud).toBe('us-government');
    expect(await pageOf('us-government')).toBe(page);
    expect(desks).toHaveLength(2);
  });

  it('send what was asked for besides along', async () => {
    const { search, origin } = new URL(await pageOf('21vianet'));
    expect(search).toBe('?cloud=21vianet&language=fr');
    expect(origin).not.toBe(new URL(sandboxes.pageUrl).origin);
    expect(desks).toContain('21vianet 21vianet commercial');
  });

  it('stay where they are for their own cloud, and for one that there is not', async () => {
    for (const cloud of ['global', 'atlantis', ''])
      expect((await fetch(`${sandboxes.pageUrl}?cloud=${cloud}`, { redirect: 'manual' })).status).toBe(200);
  });

  it('lead from each to all of them', async () => {
    for (const page of [sandboxes.pageUrl, await pageOf('21vianet')])
      expect((await stateOf(page)).clouds.map(({ id }) => id)).toEqual(['global', 'us-government', '21vianet']);
    const back = await fetch(new URL('/?cloud=global', await pageOf('21vianet')), { redirect: 'manual' });
    expect(back.headers.get('location')).toBe(`${sandboxes.pageUrl}?cloud=global`);
  });
});

describe('the language of the chats', () => {
  it('is set for one person, in one sandbox', async () => {
    const [here, there] = [await pageOf('us-government'), await pageOf('21vianet')];
    const before = await localesOf(there);
    expect(await speak(here, { as: tom.id, language: 'ru-RU' })).toBe(200);
    const now = await stateOf(here);
    expect(now.characters.find(({ id }) => id === tom.id)?.locale).toBe('ru-RU');
    expect(now.characters.find(({ id }) => id === sofia.id)?.locale).toBe(sofia.locale);
    expect(await localesOf(there)).toEqual(before);
  });

  it('is set for everybody when nobody is named, by a short tag too', async () => {
    const page = await pageOf('21vianet');
    expect(await speak(page, { language: 'zh-Hans' })).toBe(200);
    expect(new Set(await localesOf(page))).toEqual(new Set(['zh-CN']));
  });

  it.each([
    ['a language that is not offered', { language: 'tlh' }, 404],
    ['somebody who does not exist', { as: 'nobody', language: 'fr' }, 404],
    ['no language', { language: '' }, 400],
  ])('is not set for %s', async (_what, body, status) => {
    const before = await localesOf(sandboxes.pageUrl);
    expect(await speak(sandboxes.pageUrl, body)).toBe(status);
    expect(await localesOf(sandboxes.pageUrl)).toEqual(before);
  });
});
