import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { startProgram } from './program.js';
import { characterNamed, filled, messagesWith, reviewInSlack } from './slack-desk.js';

const root = resolve(import.meta.dirname, '../..');

let sandbox: Sandbox;
let dataDir: string;
let bare: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-real-'));
  sandbox = await startSandbox({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'trace' });
  // Beside the packages, so that they are found, and without a line of the sandbox.
  bare = join(root, 'node_modules', '.cache', `partnerdesk-bare-${process.pid}`);
  mkdirSync(bare, { recursive: true });
  cpSync(join(root, 'package.json'), join(bare, 'package.json'));
  for (const folder of ['bots', 'cards', 'core'])
    cpSync(join(root, 'dist', folder), join(bare, 'dist', folder), { recursive: true });
}, 30_000);

afterAll(async () => {
  await sandbox.close();
  rmSync(bare, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the built program with settings in the environment', () => {
  it('does the main job against the endpoints that they name, without any file of the sandbox, and stops cleanly', async () => {
    const program = await startProgram(sandbox.env, join(bare, 'dist/bots/main.js'));
    const sofia = characterNamed('Sofia');
    const review = await reviewInSlack(sandbox.slack, sofia, 'fabrikam', { email: 'real@fabrikam.example' });
    await sandbox.slack.act(sofia, { type: 'submit', view: review.id, state: filled(review.view, {}) });
    while (messagesWith(sandbox.slack, sofia, 'real@fabrikam.example').length === 0) {
      await new Promise((soon) => setTimeout(soon, 20));
    }
    expect(JSON.stringify(sandbox.partnerCenter.record('c0000000-0000-4000-8000-000000000004'))).toContain(
      'real@fabrikam.example',
    );
    expect(program.output()).not.toContain('SANDBOX');
    expect(await program.stop()).toBe(0);
  }, 60_000);

  it('names every wrong setting at once, without a value, and starts nothing', async () => {
    const wrong = {
      ...sandbox.env,
      ENCRYPTION_KEY: 'too-short-a-secret',
      PUBLIC_URL: 'http://desk.example',
      PORT: 'many',
    };
    const failure = await startProgram(wrong, join(bare, 'dist/bots/main.js')).then(
      () => '',
      (error: unknown) => String(error),
    );
    for (const name of ['ENCRYPTION_KEY', 'PUBLIC_URL', 'PORT']) expect(failure).toContain(name);
    expect(failure).not.toContain('too-short-a-secret');
  }, 30_000);
});
