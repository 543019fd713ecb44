import { randomBytes } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import {
  createInstallations,
  type Installation,
  type Installations,
} from '../../../core/installations/installations.js';
import {
  createInstallStates,
  type InstallState,
  type InstallStates,
} from '../../../core/installations/install-states.js';
import { readJournal } from '../../../core/journal/journal.js';
import type { Store } from '../../../core/store/open.js';
import { createSealer } from '../../../core/store/sealer.js';
import { describeStores } from '../store/stores.js';

const installation: Installation = {
  platform: 'slack',
  key: 'T1',
  kind: 'workspace',
  app: 'A1',
  botUser: 'U1',
  scopes: ['commands'],
  grant: { accessToken: 'secret-1' },
  expiresAt: 2_000,
};

describeStores('installations', (home) => {
  let store: Store;
  let installations: Installations;
  let states: InstallStates;
  let at: number;
  beforeEach(async () => {
    store = await home.open();
    at = 1_000;
    installations = createInstallations({ store, sealer: createSealer([randomBytes(32)]), now: () => at });
    states = createInstallStates(store);
  });
  const stored = async () => {
    const found = await installations.read('slack', 'T1');
    if (!found) throw new Error('not installed');
    return found;
  };

  it('come back as they were put in', async () => {
    await installations.add(installation, {});
    expect(await stored()).toMatchObject({ ...installation, state: 'active', installedAt: 1_000 });
    expect(await installations.read('slack', 'T2')).toBeUndefined();
    expect(await installations.read('teams', 'T1')).toBeUndefined();
  });

  it('are told apart into workspaces and organisations', async () => {
    await installations.add(installation, {});
    await installations.add({ ...installation, key: 'E1', kind: 'organisation' }, {});
    expect((await installations.organisations('slack')).map(({ key }) => key)).toEqual(['E1']);
  });

  it('have a higher version each time, also after a removal', async () => {
    await installations.add(installation, {});
    const first = await stored();
    await installations.add({ ...installation, grant: { accessToken: 'secret-2' } }, {});
    const second = await stored();
    at += 10;
    expect(await installations.remove('slack', 'T1', 'test')).toBe(true);
    expect(await installations.remove('slack', 'T1', 'test')).toBe(false);
    await installations.add(installation, {});
    const third = await stored();
    expect(second.version).toBeGreaterThan(first.version);
    expect(third.version).toBeGreaterThan(second.version);
  });

  it('are journalled when they come and when they go, each in one transaction with the row', async () => {
    await installations.add(installation, { by: 'U7' });
    await installations.remove('slack', 'T1', 'app_uninstalled');
    await installations.remove('slack', 'T1', 'app_uninstalled');
    const entries = await readJournal(store.db, { limit: 10 });
    expect(entries).toMatchObject([
      { fact: 'installation.removed', detail: { installation: 'T1', reason: 'app_uninstalled' } },
      { fact: 'installation.added', detail: { installation: 'T1', by: 'U7', scopes: ['commands'] } },
    ]);
    expect(JSON.stringify(entries)).not.toContain('secret');
  });

  it('are leased to one of many for the tokens that they have', async () => {
    await installations.add(installation, {});
    const found = await stored();
    const got = await Promise.all(
      Array.from({ length: 20 }, (_, index) => installations.lease(found, `owner ${index}`, 500)),
    );
    expect(got.filter(Boolean)).toHaveLength(1);
    at += 500;
    expect(await installations.lease(found, 'another', 500)).toBe(true);
    await installations.release(found, 'somebody else');
    expect(await installations.lease(found, 'a third', 500)).toBe(false);
    await installations.release(found, 'another');
    expect(await installations.lease(found, 'a third', 500)).toBe(true);
  });

  it('get new tokens once for the old ones', async () => {
    await installations.add(installation, {});
    const found = await stored();
    const tokens = { grant: { accessToken: 'secret-2' }, expiresAt: 9_000 };
    expect(await installations.renew(found, tokens)).toBe(true);
    expect(await installations.renew(found, { grant: { accessToken: 'secret-3' } })).toBe(false);
    expect(await installations.lease(found, 'late', 500)).toBe(false);
    expect(await installations.refuse(found)).toBe(false);
    expect(await stored()).toMatchObject({ ...tokens, state: 'active' });
  });

  it('that are refused are leased to nobody until they are installed anew', async () => {
    await installations.add(installation, {});
    const found = await stored();
    expect(await installations.refuse(found)).toBe(true);
    expect(await installations.refuse(found)).toBe(false);
    expect(await installations.lease(found, 'owner', 500)).toBe(false);
    await installations.add(installation, {});
    expect(await installations.lease(await stored(), 'owner', 500)).toBe(true);
  });

  const state: InstallState = { platform: 'slack', state: 'state', browser: 'browser', until: 601_000 };

  it('are finished once, however many come back with the same state at once', async () => {
    const spent = await Promise.all(Array.from({ length: 20 }, () => states.spend(state)));
    expect(spent.filter(Boolean)).toHaveLength(1);
    expect(await states.spend({ ...state, state: 'another' })).toBe(true);
  });

  it('leave digests of their state until nobody could come back with it any more', async () => {
    await states.spend(state);
    const [row, ...others] = await store.db.selectFrom('installStates').selectAll().execute();
    expect(others).toEqual([]);
    expect(JSON.stringify(row)).not.toMatch(/"(state|browser)"/u);
    expect(row?.expiresAt).toBeGreaterThan(state.until);
  });
});
