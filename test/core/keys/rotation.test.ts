import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createDuties } from '../../../core/jobs/duties.js';
import { countByKey } from '../../../core/keys/count.js';
import { startRotating } from '../../../core/keys/rotating.js';
import { createRotation, type Rotation } from '../../../core/keys/rotation.js';
import { sealContext } from '../../../core/roles/linking-parts.js';
import { createSealer, keyId } from '../../../core/store/sealer.js';
import { eventually, sampleAnswer, sampleTurn } from '../jobs/samples.js';
import { describeStores, silent } from '../store/stores.js';
import { createSealedDesk, everythingOpened } from './sealed-desk.js';

const MANY = 20;
const UNDER_LOAD = 30;

const newKey = () => randomBytes(32);

async function finish(rotation: Rotation): Promise<void> {
  while ((await rotation.step()) !== 'done');
}

describeStores('a new key', (home) => {
  async function setUp() {
    const [old, fresh] = [newKey(), newKey()];
    const store = await home.open();
    // SQLite serves one process: its two desks share a connection. On PostgreSQL each has its own.
    const other = store.singleProcess ? store : await home.open();
    const rotate = (encryptionKeys = [fresh, old]) => createRotation({ store, encryptionKeys, log: silent });
    const keysIn = async () => [...new Set((await countByKey(store.db)).map((count) => count.keyId))];
    return { old, fresh, store, other, rotate, keysIn };
  }

  it('gets everything that an older one sealed, and the older one is needed no more', async () => {
    const { old, fresh, store, rotate, keysIn } = await setUp();
    const desk = createSealedDesk(store, [old], 'before');
    for (let n = 0; n < MANY; n += 1) await desk.work(n);
    const before = await everythingOpened(store.db, [old]);
    const rotation = rotate();
    expect(rotation.state().state).toBe('running');
    await finish(rotation);
    expect(await keysIn()).toEqual([keyId(fresh)]);
    expect(await everythingOpened(store.db, [fresh])).toEqual(before);
    expect(rotation.state()).toEqual({ state: 'done', resealed: before.size, unreadable: 0 });
  }, 60_000);

  it('lets a desk that has it alone go on with everything', async () => {
    const { old, fresh, store, rotate } = await setUp();
    await createSealedDesk(store, [old], 'before').work(1);
    await finish(rotate());
    const desk = createSealedDesk(store, [fresh], 'after');
    expect(await desk.vault.read()).toBe('before 1');
    // Sent again by the platform: the answer that was sealed with the older key is given once more.
    const again = await desk.inbox.accept({ turn: sampleTurn('before 1'), replyTo: {}, signature: 'again' });
    expect(again).toMatchObject({ answer: { ...sampleAnswer, query: 'before 1' } });
  }, 60_000);

  it('loses nothing while two desks write, and leaves nothing under the older one', async () => {
    const { old, fresh, store, other, rotate, keysIn } = await setUp();
    const first = createSealedDesk(store, [fresh, old], 'first');
    // Not restarted yet: it can open what the new key sealed, and still seals with the old one.
    const late = createSealedDesk(other, [old, fresh], 'late');
    const before = createSealedDesk(store, [old], 'before');
    for (let n = 0; n < MANY; n += 1) await before.work(n);
    const rotation = rotate();
    const load = { isOn: true };
    const working = async () => {
      for (let n = 0; n < UNDER_LOAD; n += 1) await Promise.all([first.work(n), late.work(n)]);
      load.isOn = false;
    };
    const rotating = async () => {
      // SQLite answers at once: without a pause nothing else would ever get its turn.
      while (load.isOn) {
        await rotation.step();
        await setImmediate();
      }
    };
    await Promise.all([working(), rotating()]);
    await finish(rotation);
    expect(await keysIn()).toEqual([keyId(fresh)]);
    const opened = await everythingOpened(store.db, [fresh]);
    const marks = ['before', 'first', 'late'].flatMap((name) =>
      Array.from({ length: name === 'before' ? MANY : UNDER_LOAD }, (_, n) => `${name} ${n}`),
    );
    for (const mark of marks) {
      const read = (column: string): unknown => JSON.parse(opened.get(`${column}/${mark}`) ?? 'null');
      // A turn whose answer was delivered keeps nothing but the answer.
      const delivered = Number(mark.split(' ')[1]) % 2 === 0;
      expect(read('inbox.turnSealed')).toEqual(delivered ? null : sampleTurn(mark, mark));
      expect(read('inbox.replyToSealed')).toEqual(delivered ? null : { mark, again: true });
      expect(read('inbox.answerSealed')).toEqual({ ...sampleAnswer, query: mark });
      expect(read('linkRequests.turnSealed')).toEqual({ mark });
      expect(opened.get(`linkRequests.signInSealed/${mark}`)).toBe(mark);
      expect(opened.get(`listings.listingSealed/${mark}`)).toBe(mark);
    }
    const said = [...opened].flatMap(([of, text]) => (of.startsWith('outbox.answerSealed') ? [text] : []));
    expect(said.toSorted()).toEqual(marks.map((mark) => JSON.stringify({ ...sampleAnswer, query: mark })).toSorted());
    const copies = await store.db.selectFrom('copies').select(['id', 'subject']).execute();
    expect(copies.map(({ subject }) => subject).toSorted()).toEqual(marks.toSorted());
    for (const { id, subject } of copies)
      expect(opened.get(`copies.answerSealed/${id}`)).toBe(JSON.stringify({ ...sampleAnswer, query: subject }));
    expect([`first ${UNDER_LOAD - 1}`, `late ${UNDER_LOAD - 1}`]).toContain(
      opened.get('secrets.valueSealed/partner refresh token'),
    );
  }, 120_000);

  it('keeps for what a text was sealed', async () => {
    const { old, fresh, store, rotate } = await setUp();
    const desk = createSealedDesk(store, [old], 'before');
    await desk.work(1);
    const salt = createSealer([old]).seal('salt', sealContext('salt', 'before 1'));
    await store.db.updateTable('linkRequests').set({ signInSealed: salt }).execute();
    await finish(rotate());
    const row = await store.db.selectFrom('linkRequests').select('signInSealed').executeTakeFirstOrThrow();
    expect(createSealer([fresh]).open(row.signInSealed ?? '', sealContext('salt', 'before 1'))).toBe('salt');
    expect(() => createSealer([fresh]).open(row.signInSealed ?? '', sealContext('signIn', 'before 1'))).toThrow();
  }, 60_000);

  it('goes on after an end in the middle', async () => {
    const { old, fresh, store, rotate, keysIn } = await setUp();
    const desk = createSealedDesk(store, [old], 'before');
    for (let n = 0; n < MANY; n += 1) await desk.work(n);
    const killed = rotate();
    for (let page = 0; page < 4; page += 1) await killed.step();
    expect(new Set(await keysIn())).toEqual(new Set([keyId(old), keyId(fresh)]));
    await finish(rotate());
    expect(await keysIn()).toEqual([keyId(fresh)]);
  }, 60_000);

  it('leaves alone what no configured key opens, counts it, and comes to an end', async () => {
    const { old, fresh, store, rotate } = await setUp();
    const lost = newKey();
    await createSealedDesk(store, [old], 'known').work(1);
    await createSealedDesk(store, [lost], 'unknown').work(1);
    // The refresh token is one row: whoever wrote it last.
    const unknown = (await countByKey(store.db)).filter((count) => count.keyId === keyId(lost));
    const texts = unknown.reduce((sum, count) => sum + count.texts, 0);
    const rotation = rotate();
    await finish(rotation);
    expect(rotation.state()).toMatchObject({ state: 'done', unreadable: texts });
    const left = await countByKey(store.db);
    expect(left.filter((count) => count.keyId === keyId(lost))).toEqual(unknown);
    expect(left.filter((count) => count.keyId === keyId(old))).toEqual([]);
    expect(left.some((count) => count.keyId === keyId(fresh))).toBe(true);
  }, 60_000);

  it('is taken over to by one replica at a time', async () => {
    const { old, fresh, store, other, keysIn } = await setUp();
    const desk = createSealedDesk(store, [old], 'before');
    for (let n = 0; n < MANY; n += 1) await desk.work(n);
    const replicas = [store, other].map((on, index) => {
      const rotation = createRotation({ store: on, encryptionKeys: [fresh, old], log: silent });
      const duties = createDuties({ db: on.db, owner: `replica ${index}`, now: Date.now });
      return { rotation, loop: startRotating({ rotation, duties, log: silent }) };
    });
    await eventually(async () => (await keysIn()).length === 1);
    await eventually(() => replicas.some(({ rotation }) => rotation.state().state === 'done'));
    for (const { loop } of replicas) await loop?.stop();
    expect(await keysIn()).toEqual([keyId(fresh)]);
    expect(replicas.filter(({ rotation }) => rotation.state().resealed > 0)).toHaveLength(1);
  }, 60_000);

  it('is not looked for where there is one key alone', async () => {
    const { old, store } = await setUp();
    const rotation = createRotation({ store, encryptionKeys: [old], log: silent });
    const duties = createDuties({ db: store.db, owner: 'one', now: Date.now });
    expect(startRotating({ rotation, duties, log: silent })).toBeUndefined();
    expect(rotation.state()).toEqual({ state: 'off', resealed: 0, unreadable: 0 });
  }, 60_000);

  it('leaves nothing of the older one in the files of SQLite', async () => {
    const { old, store, rotate } = await setUp();
    const desk = createSealedDesk(store, [old], 'before');
    for (let n = 0; n < MANY; n += 1) await desk.work(n);
    if (home.dialect === 'postgres') {
      await finish(rotate());
      // There the rows that were replaced are cleared by the server: nothing but the tables can be asked.
      expect((await countByKey(store.db)).map((count) => count.keyId)).not.toContain(keyId(old));
      return;
    }
    const inFiles = async () => {
      const files = (await readdir(home.dataDir)).filter((name) => name.startsWith('desk.db'));
      const contents = await Promise.all(files.map((name) => readFile(join(home.dataDir, name))));
      return contents.reduce((sum, bytes) => sum + bytes.toString('latin1').split(`1.${keyId(old)}.`).length - 1, 0);
    };
    await sql`pragma wal_checkpoint(truncate)`.execute(store.db);
    expect(await inFiles()).toBeGreaterThan(MANY);
    await finish(rotate());
    expect(await inFiles()).toBe(0);
  }, 60_000);
});
