import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createInbox } from '../../../core/jobs/inbox.js';
import { createOutbox } from '../../../core/jobs/outbox.js';
import { openStore } from '../../../core/store/open.js';
import { createSealer } from '../../../core/store/sealer.js';
import { otherReader } from '../jobs/samples.js';
import { killAfter } from './children.js';
import { describeStores, silent } from './stores.js';

/** When the leases of the dead have run out, also on a shared store. */
const anHourLater = () => Date.now() + 3_600_000;

describeStores('a process that is killed', (home) => {
  /** The database exists, nobody has it open. */
  async function setUp() {
    const store = await home.open();
    await store.close();
    const key = randomBytes(32);
    const settings = {
      VICTIM_DATABASE: home.databaseUrl,
      VICTIM_DIR: home.dataDir,
      VICTIM_KEY: key.toString('base64'),
    };
    return { settings, sealer: createSealer([key]) };
  }

  it('loses no turn that it had accepted, and leaves every one to its successor', async () => {
    const { settings, sealer } = await setUp();
    const acknowledged: string[] = [];
    for (const [name, lines] of [
      ['first', 1],
      ['second', 40],
      ['third', 173],
    ] as const) {
      acknowledged.push(...(await killAfter(lines, { ...settings, VICTIM_TASK: 'accept', VICTIM_NAME: name })));
    }
    const store = await home.open();
    const inbox = createInbox({ store, sealer, owner: 'successor', now: anHourLater });
    const claimed = await inbox.claim(10_000);
    const waiting = new Set(claimed.map((turn) => turn.delivery));
    expect(acknowledged.length).toBeGreaterThanOrEqual(214);
    expect(acknowledged.filter((delivery) => !waiting.has(delivery))).toEqual([]);
    // Turn and signature were written together: one is there exactly when the other is.
    const signatures = await store.db.selectFrom('signatures').select('digest').execute();
    expect(signatures).toHaveLength(waiting.size);
    if (store.dialect === 'sqlite') {
      expect((await sql`pragma integrity_check`.execute(store.db)).rows).toEqual([{ integrity_check: 'ok' }]);
    }
  }, 30_000);

  it('leaves each message owed to be sent at least once', async () => {
    const { settings, sealer } = await setUp();
    const before = await home.open();
    const texts = Array.from({ length: 60 }, (_, n) => `message ${n}`);
    const first = createOutbox({ store: before, sealer, owner: 'first', now: Date.now });
    for (const text of texts) {
      const answer = { type: 'nothingFound' as const, query: text };
      await first.owe(before.db, { dedupeKey: text, to: otherReader(text), answer, dueAt: 0 });
    }
    await before.close();

    const heard = await killAfter(21, { ...settings, VICTIM_TASK: 'send' });

    const after = await home.open();
    const { messages: rest } = await createOutbox({ store: after, sealer, owner: 'successor', now: anHourLater }).claim(
      100,
    );
    const told = [
      ...heard.map((line): unknown => JSON.parse(line)),
      ...rest.map(({ what }) => (what.kind === 'tell' ? what.answer : undefined)),
    ];
    expect(rest.length).toBeGreaterThan(0);
    for (const query of texts) expect(told).toContainEqual({ type: 'nothingFound', query });
  }, 30_000);
});

it('frees the SQLite database for the next process, which is refused while the first one lives', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'partnerdesk-lock-'));
  const options = { databaseUrl: `sqlite:${join(dataDir, 'desk.db')}`, dataDir, log: silent };
  const settings = {
    VICTIM_DATABASE: options.databaseUrl,
    VICTIM_DIR: dataDir,
    VICTIM_KEY: randomBytes(32).toString('base64'),
    VICTIM_TASK: 'accept',
    VICTIM_NAME: 'first',
  };
  const holder = await openStore(options);
  await expect(openStore(options)).rejects.toThrow('Another partnerdesk process uses');
  // Refusing the second must not have cost the first its lock.
  await expect(killAfter(1, settings)).rejects.toThrow('Another partnerdesk process uses');
  await holder.close();
  await killAfter(1, settings);
  const next = await openStore(options);
  await next.close();
  await rm(dataDir, { recursive: true });
}, 30_000);
