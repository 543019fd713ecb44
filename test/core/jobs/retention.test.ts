import { removeCustomers, takeIn } from '../../../core/customers/sync/rows.js';
import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createInbox } from '../../../core/jobs/inbox.js';
import { createOutbox } from '../../../core/jobs/outbox.js';
import { deleteInSteps } from '../../../core/jobs/purge.js';
import { purgeAll, startRetention } from '../../../core/jobs/retention.js';
import { describeStores, silent, testClock, testSealer } from '../store/stores.js';
import { eventually, sampleAnswer, sampleChange, sampleMessage, sampleReader, sampleTurn } from './samples.js';

const DAY_MS = 86_400_000;

describeStores('retention', (home) => {
  async function setUp() {
    const store = await home.open();
    const clock = testClock();
    const options = { store, sealer: testSealer(), owner: 'one', now: clock.now };
    const parts = { inbox: createInbox(options), outbox: createOutbox(options) };
    return { ...parts, store, clock, retention: { store, now: clock.now, inbox: parts.inbox, outbox: parts.outbox } };
  }
  type Setup = Awaited<ReturnType<typeof setUp>>;

  /** One thing of each kind that passes, all of the same moment. */
  async function fill({ store, clock, inbox, outbox }: Setup) {
    const at = clock.now();
    await inbox.accept({ turn: sampleTurn('turn'), replyTo: {}, signature: 's' });
    await inbox.answered('turn', sampleAnswer, { delivered: true });
    await outbox.owe(store.db, { dedupeKey: 'sent', to: sampleReader, answer: sampleAnswer });
    for (const message of (await outbox.claim(1)).messages) await outbox.finish(message, { is: 'sent' });
    await store.db.insertInto('listings').values({ id: 'l', person: 'p', listingSealed: '', createdAt: at }).execute();
    const user = { platform: 'slack', tenant: 'T', chatUser: 'U', chatUserName: '' };
    const link = { state: 'asked' as const, triesLeft: 3, turnSealed: '', createdAt: at, expiresAt: at };
    await store.db
      .insertInto('linkRequests')
      .values({ tokenHash: 'h', ...user, ...link })
      .execute();
    await store.db
      .insertInto('changes')
      .values([sampleChange('draft', { state: 'draft', updatedAt: at }), sampleChange('kept', { updatedAt: at })])
      .execute();
  }

  const tables = ['signatures', 'inbox', 'listings', 'linkRequests', 'changes', 'outbox'] as const;
  async function counts({ store }: Setup) {
    const found: Partial<Record<(typeof tables)[number], number>> = {};
    for (const table of tables) {
      const { rows } = await sql<{ n: number }>`select count(*) as "n" from ${sql.table(table)}`.execute(store.db);
      found[table] = rows[0]?.n ?? -1;
    }
    return found;
  }
  const all = { signatures: 1, inbox: 1, listings: 1, linkRequests: 1, changes: 2, outbox: 1 };

  it('keeps everything that is young enough', async () => {
    const setup = await setUp();
    await fill(setup);
    await purgeAll(setup.retention);
    expect(await counts(setup)).toEqual(all);
  });

  it('forgets each kind of thing after its time, and submitted changes never', async () => {
    const setup = await setUp();
    await fill(setup);
    const unsubmitted = { signatures: 0, listings: 0, linkRequests: 0, changes: 1 };
    for (const [days, gone] of [
      [1, unsubmitted],
      [6, { ...unsubmitted, inbox: 0 }],
      [23, { ...unsubmitted, inbox: 0, outbox: 0 }],
    ] as const) {
      setup.clock.forward(days * DAY_MS);
      await purgeAll(setup.retention);
      expect(await counts(setup)).toEqual({ ...all, ...gone });
    }
  });

  it('forgets notices, what they told of and watches that ended, after 30 days and only when they are over', async () => {
    const setup = await setUp();
    const { db } = setup.store;
    const at = setup.clock.now();
    const when = { createdAt: at, updatedAt: at };
    const copy = { subject: 'h', platform: 'slack' as const, recipientSealed: '', shown: 1, createdAt: at };
    await db
      .insertInto('copies')
      .values([
        { ...copy, id: 'told', about: 'happening', watch: 'w', recipientKey: 'a', state: 'posted' },
        { ...copy, id: 'owed', about: 'happening', watch: 'w', recipientKey: 'b', state: 'due', subject: 'owed' },
        { ...copy, id: 'request', about: 'change', recipientKey: 'c', state: 'posted' },
      ])
      .execute();
    await db
      .insertInto('outbox')
      .values(sampleMessage('m', { kind: 'post', copy: 'owed' }))
      .execute();
    const news = { customer: null, customerJson: null, country: null, at, createdAt: at, kind: 'account' as const };
    const happening = { ...news, source: 'audit' as const, operation: 'o', differencesJson: '[]', by: null };
    await db
      .insertInto('happenings')
      .values([
        { ...happening, id: 'h' },
        { ...happening, id: 'owed' },
        { ...happening, id: 'held' },
      ])
      .execute();
    const announcement = { ...news, about: 'happening' as const, version: 1, origin: 'elsewhere' as const, dueAt: at };
    const told = { ...announcement, stage: 'outcome' as const, pathsJson: '[]', actor: null };
    await db
      .insertInto('announcements')
      .values([
        { ...told, id: 'a', subject: 'h', state: 'done' },
        { ...told, id: 'b', subject: 'held', state: 'done' },
        { ...told, id: 'c', subject: 'spreading', state: 'due' },
        { ...told, id: 'd', subject: 'said', state: 'over' },
      ])
      .execute();
    const watch = {
      ...when,
      version: 1,
      topic: 'changes' as const,
      platform: 'slack' as const,
      placeKey: 'p',
      placeJson: '{}',
      placeName: null,
      customer: null,
      country: null,
      filterJson: '{}',
      rhythmJson: '{}',
      quietJson: null,
      timeZone: 'UTC',
      locale: 'en',
      owner: 'o',
      ownerName: 'O',
      ownerReaderSealed: '',
      problem: null,
      problemSince: null,
      retryAt: null,
      digestAt: null,
      digestFrom: null,
      lastSentAt: null,
    };
    await db
      .insertInto('watches')
      .values([
        { ...watch, id: 'w', state: 'active' },
        { ...watch, id: 'over', state: 'ended' },
      ])
      .execute();
    await db
      .insertInto('digestItems')
      .values([
        { watch: 'w', announcement: 'b', at },
        { watch: 'over', announcement: 'a', at },
        { watch: 'w', announcement: 'd', at, copy: 'digest' },
      ])
      .execute();
    await db.insertInto('auditSeen').values({ id: 'r', at }).execute();
    await db.insertInto('roomVisits').values({ placeKey: 'p', chatUser: 'u', at }).execute();
    const left = async () => {
      const ids = async (table: 'copies' | 'happenings' | 'announcements' | 'watches' | 'auditSeen') =>
        (await db.selectFrom(table).select('id').orderBy('id').execute()).map(({ id }) => id);
      return {
        copies: await ids('copies'),
        happenings: await ids('happenings'),
        announcements: await ids('announcements'),
        watches: await ids('watches'),
        digestItems: (await db.selectFrom('digestItems').select('watch').execute()).map((row) => row.watch).toSorted(),
        seen: [...(await ids('auditSeen')), ...(await db.selectFrom('roomVisits').select('chatUser').execute())].length,
      };
    };
    const before = await left();
    setup.clock.forward(30 * DAY_MS - 1);
    await purgeAll(setup.retention);
    expect(await left()).toEqual(before);
    setup.clock.forward(1);
    await purgeAll(setup.retention);
    expect(await left()).toEqual({
      copies: ['owed', 'request'],
      happenings: ['held', 'owed'],
      announcements: ['b', 'c'],
      watches: ['w'],
      digestItems: ['w'],
      seen: 0,
    });
  });

  it('keeps each kind as long as it is told to, and the others as long as by default', async () => {
    const setup = await setUp();
    await fill(setup);
    const recent = { person: 'p', customer: 'c', customerJson: '{}', usedAt: setup.clock.now() };
    await setup.store.db.insertInto('recents').values(recent).execute();
    const recents = () => setup.store.db.selectFrom('recents').select('customer').execute();
    const purge = () => purgeAll({ ...setup.retention, keep: { drafts: 3 * DAY_MS, recents: 5 * DAY_MS } });
    setup.clock.forward(2 * DAY_MS);
    await purge();
    expect(await counts(setup)).toMatchObject({ listings: 1, changes: 2, inbox: 1 });
    setup.clock.forward(DAY_MS);
    await purge();
    expect(await counts(setup)).toMatchObject({ listings: 0, changes: 1, inbox: 1 });
    expect(await recents()).toHaveLength(1);
    setup.clock.forward(4 * DAY_MS);
    await purge();
    expect(await counts(setup)).toMatchObject({ inbox: 0, outbox: 1 });
    expect(await recents()).toEqual([]);
  });

  it('forgets customers that were removed after 90 days, and nobody who is one', async () => {
    const { store, clock, retention } = await setUp();
    const listed = ['one', 'other'].map((id) => ({ id, name: id, domain: `${id}.example` }));
    await takeIn(store.db, listed, { number: 1, askedAt: clock.now() });
    await removeCustomers(store.db, ['one'], clock.now());
    const left = async () => {
      await purgeAll(retention);
      const rows = await store.db.selectFrom('customers').select('id').orderBy('id').execute();
      return rows.map(({ id }) => id);
    };
    clock.forward(89 * DAY_MS);
    expect(await left()).toEqual(['one', 'other']);
    clock.forward(DAY_MS);
    expect(await left()).toEqual(['other']);
  });

  it('starts with a round', async () => {
    const setup = await setUp();
    await fill(setup);
    setup.clock.forward(30 * DAY_MS);
    const loop = startRetention({ ...setup.retention, log: silent });
    await eventually(async () => (await counts(setup)).changes === 1);
    await loop.stop();
  });

  it('deletes any number of rows, and only those meant', async () => {
    const { store } = await setUp();
    const rows = Array.from({ length: 1_100 }, (_, n) => ({ digest: `d${n}`, expiresAt: n }));
    await store.db.insertInto('signatures').values(rows).execute();
    expect(await deleteInSteps(store, 'signatures', 'digest', sql`"expiresAt" < ${1_050}`)).toBe(1_050);
    expect(await store.db.selectFrom('signatures').select('digest').execute()).toHaveLength(50);
  });
});
