import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { Catalogue } from '../../cards/languages.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { LONGER, longer, longerCatalogue } from '../cards/longer-language.js';
import { startProgram, type Program } from './program.js';
import { characterNamed, directChannel, messagesWith } from './slack-desk.js';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const english = JSON.parse(readFileSync(join(root, 'cards/locales/en.json'), 'utf8')) as Catalogue;

let sandbox: Sandbox;
let program: Program;
let dataDir: string;
let copy: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-sixth-'));
  sandbox = await startSandbox({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'trace' });
  // Beside the packages, so that they are found.
  copy = join(root, 'node_modules', '.cache', `partnerdesk-sixth-${process.pid}`);
  mkdirSync(copy, { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  for (const folder of ['bots', 'cards', 'core', 'manifest'])
    cpSync(join(root, 'dist', folder), join(copy, 'dist', folder), { recursive: true });
  // The one file.
  writeFileSync(join(copy, 'dist/cards/locales', `${LONGER}.json`), JSON.stringify(longerCatalogue(english)));
  program = await startProgram(sandbox.env, join(copy, 'dist/bots/main.js'));
}, 60_000);

afterAll(async () => {
  await program.stop();
  await sandbox.close();
  rmSync(copy, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
});

async function say(text: string, answer: string): Promise<void> {
  const sofia = characterNamed('Sofia');
  await sandbox.slack.act(sofia, { type: 'say', channel: directChannel(sandbox.slack, sofia), text });
  while (messagesWith(sandbox.slack, sofia, answer).length === 0) await new Promise((soon) => setTimeout(soon, 20));
}

describe('a sixth language, which is one more file', () => {
  it('passes the check of the build', async () => {
    const folder = join(copy, 'dist/cards/locales');
    const { stdout } = await run(process.execPath, ['build/check-catalogues.mjs', folder], { cwd: root });
    expect(stdout).toContain(' 0 problems');
  });

  it('is offered by its own name, chosen by its name, and spoken from then on', async () => {
    await say('language', 'Esperanto');
    await say('language esperanto', longer('Language'));
    await say('help', longer(english.help.title));
  }, 60_000);

  it('is understood by its own words, and English still is', async () => {
    await say('xfind fabrikam', longer(english.fields.microsoftId).slice(0, 5));
    await say('account fabrikam', longer(english.fields.companyName));
  }, 60_000);

  it('comes along in the app package of Teams', async () => {
    const out = join(copy, 'out');
    const flags = [
      '--public-url',
      'https://desk.example',
      '--app-id',
      '6f2b1c8e-0c3b-4f6e-9a55-0d5b3f7f1a01',
      '--out',
      out,
    ];
    await run(process.execPath, [join(copy, 'dist/manifest/main.js'), ...flags], {
      env: { PATH: process.env['PATH'] },
    });
    const files = unzipSync(readFileSync(join(out, 'partnerdesk-teams-public.zip')));
    const texts = JSON.parse(strFromU8(files[`${LONGER}.json`] ?? new Uint8Array())) as Record<string, string>;
    expect(texts['description.short']).toBe(longer(english.menu.short));
  });
});
