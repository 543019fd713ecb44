import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makeKey, makeSecret, SECRET_MARK } from '../../sandbox/secrets.js';
import { createWorld } from '../wire/world.js';
import { canaries } from './canaries.js';
import { keepOutput } from './output.js';
import { createSearch, search, searchFolder } from './search.js';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'partnerdesk-canary-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wild = 'Zoë "Ö" <Nightingale> & 王/Черных';
const find = createSearch([{ name: 'wild', text: wild }], []);
const json = (value: unknown) => JSON.stringify(value);

describe('a canary is found', () => {
  it.each([
    ['as it is', wild],
    ['in JSON', json({ wild })],
    ['in JSON within JSON', json({ body: json({ wild }) })],
    ['in JSON of ASCII', json(wild).replace(/[^ -~]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)],
    ['in an address', `https://desk.example/?q=${encodeURIComponent(wild)}&a=b`],
    ['in a form', new URLSearchParams({ before: '1', wild, after: '2' }).toString()],
    ['in HTML', 'a Zoë &quot;Ö&quot; &lt;Nightingale&gt; &amp; 王/Черных b'],
    ['in hexadecimal digits', Buffer.from(`before ${wild} after`).toString('hex')],
    ['at the beginning of base64', Buffer.from(`${wild} after`).toString('base64')],
    ['one byte into base64', Buffer.from(`1${wild}after`).toString('base64')],
    ['two bytes into base64', Buffer.from(`12${wild} after`).toString('base64')],
    ['in base64 for addresses', Buffer.from(`123${wild}`).toString('base64url')],
  ])('%s', (_where, text) => {
    expect(find(`{"level":30,"msg":"${text}"}\n`)).toHaveLength(1);
    expect(find(text.slice(0, text.length / 2))).toEqual([]);
  });

  it('as often as it is there', () => {
    expect(find(`${wild}, ${wild} and ${encodeURIComponent(wild)}`)).toHaveLength(3);
  });

  it.each([
    ['a secret', makeSecret()],
    ['a secret in the middle of something', `url=http://user:${makeSecret()}@host`],
    ['an encryption key', makeKey()],
    ['credentials in base64', Buffer.from(`user:${makeSecret()}`).toString('base64')],
    ['a token of Entra ID', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJl'],
    ['a token of Slack', 'xoxb-1234567890-abcdef'],
    ['a token of Slack that rotates', 'xoxe.xoxb-1-T0PARTNER-abcdefgh'],
    ['a refresh token of Slack', 'xoxe-1-abcdefghijkl'],
    ['credentials of a request', 'authorization: Bearer abcdefghijklmnopqrstuvwxyz'],
    ['a signature', `v0=${'0a'.repeat(32)}`],
    ['the address of a link', 'http://127.0.0.1:3978/link/abcdefghijklmnopqrstuvwxyz0123456789'],
    ['an e-mail address', 'contoso@contoso.example'],
    ['a phone number', 'phoneNumber: 4255550100'],
    ['a street', json({ addressLine1: 'Невский проспект 28' })],
  ])('of the tests: %s', (_what, text) => {
    expect(search(text)).not.toEqual([]);
  });
});

describe('the tests hold canaries', () => {
  it('in every secret of the settings, and in what Partner Center has of customers', async () => {
    const world = await createWorld();
    const secret = /SECRET|REFRESH_TOKEN|ENCRYPTION_KEY/u;
    const secrets = Object.entries(world.env).filter(([name]) => secret.test(name));
    expect(secrets.map(([name]) => name).sort()).toEqual([
      'ENCRYPTION_KEY',
      'PARTNER_CLIENT_SECRET',
      'PARTNER_REFRESH_TOKEN',
    ]);
    for (const [, value] of secrets) expect(search(value)).toHaveLength(1);
    const record = json(world.partnerCenter.record('c0000000-0000-4000-8000-000000000001'));
    expect(new Set(search(record).map(({ name }) => name)).size).toBeGreaterThan(2);
    await world.close();
  });

  it('of many kinds, none of them so short that it turns up by chance', () => {
    expect(canaries.length).toBeGreaterThan(100);
    expect(Math.min(...canaries.map(({ text }) => text.length))).toBeGreaterThan(6);
  });
});

describe('the search of a folder', () => {
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return join(path, '..');
  };
  const run = promisify(execFile);
  /** As .ci/run calls it. */
  const runSearch = (where: string) =>
    run(process.execPath, ['--no-warnings', '--import', './test/core/store/ts.mjs', 'test/canary/run.ts', where], {
      cwd: root,
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    );

  it('says in which file and line, and what it was, without showing it', async () => {
    const where = write('bad/deep/log.output', `{"msg":"fine"}\n{"msg":"${makeSecret()}"}\n`);
    write('bad/other.output', 'nothing to see');
    expect(searchFolder(join(where, '..')).found).toEqual([
      { name: 'a secret', form: 'plain', at: 23, file: 'deep/log.output', line: 2 },
    ]);
    const { code, stdout } = await runSearch(join(where, '..'));
    expect(code).toBe(1);
    expect(stdout).toContain('1 canaries in 2 files');
    expect(stdout).toContain('deep/log.output, line 2: a secret (plain)');
    expect(stdout).not.toContain(SECRET_MARK);
  });

  it('passes where there is none, and fails where nothing was kept at all', async () => {
    expect(await runSearch(write('good/log.output', 'nothing to see'))).toEqual({
      code: 0,
      stdout: 'no canary in 1 files of output, 14 bytes\n',
    });
    expect((await runSearch(write('empty/log.output', ''))).code).toBe(1);
  });
});

it('keeps what desks under test let out where it will be searched', () => {
  expect(process.env['TEST_OUTPUT']).not.toBeUndefined();
  keepOutput('a line of this test');
});
