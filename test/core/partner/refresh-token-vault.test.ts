import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRefreshTokenVault } from '../../../core/partner/refresh-token-vault.js';
import { openStore } from '../../../core/store/open.js';
import type { Store } from '../../../core/store/open.js';
import { createSealer } from '../../../core/store/sealer.js';
import { recordedLog } from './wire.js';

let dataDir: string;
let store: Store;
const { log } = recordedLog();
const key = Buffer.alloc(32, 7);

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vault-'));
  store = await openStore({ databaseUrl: `sqlite:${join(dataDir, 'desk.db')}`, dataDir, log });
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const vault = (configured: string, keys = [key]) =>
  createRefreshTokenVault({ db: store.db, sealer: createSealer(keys), configured, log });

describe('the refresh token', () => {
  it('is the configured one at first, and the last one written afterwards', async () => {
    const first = vault('configured');
    expect(await first.read()).toBe('configured');
    await first.write('rotated-1');
    await first.write('rotated-2');
    expect(await vault('configured').read()).toBe('rotated-2');
  });

  it('is the configured one again when another one is configured', async () => {
    await vault('old').write('rotated');
    expect(await vault('new').read()).toBe('new');
    await vault('new').write('rotated again');
    expect(await vault('new').read()).toBe('rotated again');
  });

  it('is the configured one when the stored one cannot be opened', async () => {
    await vault('configured').write('rotated');
    expect(await vault('configured', [Buffer.alloc(32, 9)]).read()).toBe('configured');
  });

  it('lies encrypted in the store, with a hash of the configured one and a rising version', async () => {
    await vault('configured').write('rotated-1');
    await vault('configured').write('rotated-2');
    const rows = await store.db.selectFrom('secrets').selectAll().execute();
    expect(rows).toMatchObject([{ version: 2, originHash: expect.stringMatching(/^[\da-f]{64}$/) }]);
    expect(JSON.stringify(rows)).not.toMatch(/rotated|configured/);
  });
});
