import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { erase, type Erasure } from '../../../core/erasure/erase.js';
import { createInbox } from '../../../core/jobs/inbox.js';
import { insertCopies } from '../../../core/jobs/copies.js';
import { createOutbox } from '../../../core/jobs/outbox.js';
import { learnCustomer } from '../../../core/customers/sync/learning.js';
import { takeIn } from '../../../core/customers/sync/rows.js';
import { rememberRecent } from '../../../core/customers/recents.js';
import { sealContext } from '../../../core/roles/linking-parts.js';
import type { Store } from '../../../core/store/open.js';
import { createSealer } from '../../../core/store/sealer.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { channelOf } from '../jobs/fan-out.js';
import { sampleAnswer, sampleChange, sampleReader, sampleTurn } from '../jobs/samples.js';
import { everythingOpened } from '../keys/sealed-desk.js';
import { describeStores } from '../store/stores.js';

const KEY = Buffer.alloc(32, 9);
const [ada, tom] = [
  { id: randomUUID(), name: 'Ada "The Admin" Nowak', chat: 'U0ADA' },
  { id: randomUUID(), name: 'Tom Becker', chat: 'U0TOM' },
];
const [contoso, fabrikam] = [
  { id: randomUUID(), name: 'Contoso Ltd', domain: 'contoso.example' },
  { id: randomUUID(), name: 'Fabrikam Inc', domain: 'fabrikam.example' },
];
type Somebody = typeof ada;
type Customer = typeof contoso;

describeStores('erasing', (home) => {
  const sealer = createSealer([KEY]);

  async function setUp() {
    const store = await home.open();
    const options = { store, sealer, owner: 'one', now: Date.now };
    const inbox = createInbox(options);
    const outbox = createOutbox(options);
    for (const somebody of [ada, tom]) await fillPerson(store, somebody, { inbox, outbox });
    for (const customer of [contoso, fabrikam]) await fillCustomer(store, customer, { inbox, outbox });
    const ask = (what: Erasure) => erase(what, { store, sealer, people: [], journal: async () => 0 });
    /** Everything that the store says, opened. */
    const dump = async () => {
      const tables = await store.db.introspection.getTables();
      const texts = [...(await everythingOpened(store.db, [KEY])).values()];
      for (const { name } of tables) {
        const { rows } = await sql`select * from ${sql.table(name)}`.execute(store.db);
        texts.push(JSON.stringify(rows));
      }
      return texts.join('\n');
    };
    return { store, ask, dump };
  }

  interface Desk {
    inbox: ReturnType<typeof createInbox>;
    outbox: ReturnType<typeof createOutbox>;
  }

  const readerOf = ({ chat, name }: Somebody) => ({
    ...sampleReader,
    user: { ...sampleReader.user, user: chat, name },
  });

  /** An answer that was given, a message that was sent, and a notice that was posted: each says this. */
  async function say(text: string, to: Somebody | undefined, { inbox, outbox }: Desk, store: Store) {
    const mark = randomUUID();
    const answer = { ...sampleAnswer, query: `about ${text}` };
    await inbox.accept({ turn: sampleTurn(mark, 'hello'), replyTo: {}, signature: mark });
    await inbox.answered(mark, answer, { delivered: true });
    await outbox.owe(store.db, { dedupeKey: mark, to: to ? readerOf(to) : sampleReader, answer });
    await inTransaction(store.db, async (tx) => {
      const target = { key: mark, recipient: channelOf('C1') };
      await insertCopies({ outbox, sealer, now: Date.now }, tx, { about: 'stored', id: mark, answer }, [target]);
    });
    await store.db.updateTable('outbox').set({ state: 'sent' }).execute();
  }

  async function fillPerson(store: Store, somebody: Somebody, desk: Desk) {
    const { db } = store;
    const { id, name, chat } = somebody;
    const user = { platform: 'slack', tenant: 'T100', chatUser: chat };
    const at = Date.now();
    const linkRest = { id: randomUUID(), chatUserName: name, via: 'signIn' as const, searched: name.toLowerCase() };
    await db
      .insertInto('links')
      .values({ ...user, person: id, personName: name, linkedAt: at, ...linkRest })
      .execute();
    const placeJson = JSON.stringify({ name });
    await db
      .insertInto('places')
      .values({ ...user, placeJson, updatedAt: at })
      .execute();
    const turnSealed = sealer.seal(name, sealContext('turn', id));
    const request = { state: 'linked' as const, triesLeft: 1, turnSealed, createdAt: at, expiresAt: at };
    await db
      .insertInto('linkRequests')
      .values({ tokenHash: id, ...user, chatUserName: name, ...request, person: id, personName: name })
      .execute();
    await rememberRecent(db, id, { id: randomUUID(), name: 'Any', domain: 'any.example' }, at);
    await db
      .insertInto('listings')
      .values({ id, person: id, listingSealed: sealer.seal('{}', `listing:${id}`), createdAt: at })
      .execute();
    const requester = {
      requester: id,
      requesterName: name,
      requesterChatJson: JSON.stringify({ chat }),
      reason: `${name} wants`,
    };
    await db
      .insertInto('changes')
      .values([
        sampleChange(`over ${chat}`, { state: 'applied', ...requester }),
        sampleChange(`open ${chat}`, { state: 'approved', ...requester }),
        sampleChange(`draft ${chat}`, { state: 'draft', ...requester }),
      ])
      .execute();
    const decision = {
      change: `over ${chat}`,
      verdict: 'approve' as const,
      digest: 'd',
      rolesJson: '[]',
      decidedAt: at,
    };
    await db
      .insertInto('decisions')
      .values({ id, person: id, personName: name, reason: `${name} agrees`, onBehalfOf: null, ...decision })
      .execute();
    await db
      .insertInto('roomVisits')
      .values({ placeKey: 'p', chatUser: `slack:T100/${chat}`, at })
      .execute();
    await insertWatch(store, `watch of ${chat}`, { owner: id, ownerName: name });
    await say(name, somebody, desk, store);
  }

  async function fillCustomer(store: Store, customer: Customer, desk: Desk) {
    const { db } = store;
    const { id, name } = customer;
    const at = Date.now();
    const customerJson = JSON.stringify(customer);
    await rememberRecent(db, 'somebody', customer, at);
    const values = { customer: id, customerJson, beforeJson: JSON.stringify({ companyName: name }), afterJson: '{}' };
    await db
      .insertInto('changes')
      .values([
        sampleChange(`over ${id}`, { state: 'applied', ...values, reason: `${name} asked` }),
        sampleChange(`open ${id}`, { state: 'approved', ...values }),
      ])
      .execute();
    const news = { kind: 'account' as const, customer: id, customerJson, country: 'ES', at, createdAt: at };
    await db
      .insertInto('happenings')
      .values({ id: `h ${id}`, source: 'audit', operation: 'o', differencesJson: `["${name}"]`, by: null, ...news })
      .execute();
    await db
      .insertInto('announcements')
      .values({
        id: `a ${id}`,
        about: 'happening',
        subject: `h ${id}`,
        version: 1,
        origin: 'elsewhere',
        stage: 'outcome',
        pathsJson: '[]',
        actor: null,
        state: 'done',
        dueAt: at,
        ...news,
      })
      .execute();
    await db.insertInto('snapshots').values({ customer: id, fieldsJson: name, checkedAt: at }).execute();
    const listed = { id, name, domain: customer.domain };
    await takeIn(db, [listed], { number: 1, askedAt: at });
    await learnCustomer(db, { ...listed, company: { name: `${name} Holding` } }, at);
    await insertWatch(store, `watch on ${id}`, { customer: id, filterJson: customerJson });
    await say(name, undefined, desk, store);
  }

  async function insertWatch(
    store: Store,
    id: string,
    given: { owner?: string; ownerName?: string; customer?: string; filterJson?: string },
  ) {
    const at = Date.now();
    await store.db
      .insertInto('watches')
      .values({
        id,
        version: 1,
        state: 'active',
        topic: 'changes',
        platform: 'slack',
        placeKey: 'p',
        placeJson: '{}',
        filterJson: '{}',
        rhythmJson: '{}',
        timeZone: 'UTC',
        locale: 'en',
        owner: 'somebody',
        ownerName: 'Somebody',
        ownerReaderSealed: sealer.seal(JSON.stringify({ name: given.ownerName ?? '' }), `watch:${id}`),
        createdAt: at,
        updatedAt: at,
        ...given,
      })
      .execute();
  }

  it('takes a person out of everything but what is still in use, and leaves others alone', async () => {
    const { store, ask, dump } = await setUp();
    const quoted = JSON.stringify(ada.name).slice(1, -1);
    const report = await ask({ person: ada.id });
    expect(Object.keys(report.gone).toSorted()).toEqual([
      'changes',
      'copies',
      'decisions',
      'inbox',
      'lanes',
      'linkRequests',
      'links',
      'listings',
      'outbox',
      'places',
      'recents',
      'roomVisits',
      'watches',
    ]);
    expect(report.later).toEqual({ changes: 1 });
    await store.db.updateTable('changes').set({ state: 'applied' }).where('id', '=', `open ${ada.chat}`).execute();
    expect(await ask({ person: ada.id })).toEqual({ gone: { changes: 1 }, later: {}, journal: 0 });
    const left = await dump();
    for (const trace of [ada.name, quoted, `"${ada.chat}"`, `/${ada.chat}`]) expect(left).not.toContain(trace);
    for (const trace of [tom.name, tom.chat, contoso.name]) expect(left).toContain(trace);
    expect(await ask({ person: ada.id })).toEqual({ gone: {}, later: {}, journal: 0 });
  }, 60_000);

  it('keeps who decided about whom', async () => {
    const { store, ask } = await setUp();
    await ask({ person: ada.id });
    const change = await store.db
      .selectFrom('changes')
      .selectAll()
      .where('id', '=', `over ${ada.chat}`)
      .executeTakeFirst();
    expect(change).toMatchObject({ requester: ada.id, requesterName: '', reason: null, state: 'applied' });
    const decision = await store.db.selectFrom('decisions').selectAll().where('person', '=', ada.id).executeTakeFirst();
    expect(decision).toMatchObject({ verdict: 'approve', digest: 'd', personName: '', reason: null });
  }, 60_000);

  it('takes a customer out of everything but what is still in use, and leaves others alone', async () => {
    const { store, ask, dump } = await setUp();
    const report = await ask({ customer: contoso.id });
    expect(report.later).toEqual({ changes: 1 });
    expect(report.gone).toMatchObject({ customers: 1 });
    await store.db.updateTable('changes').set({ state: 'failed' }).where('id', '=', `open ${contoso.id}`).execute();
    expect((await ask({ customer: contoso.id })).later).toEqual({});
    const left = await dump();
    for (const trace of [contoso.name, contoso.domain]) expect(left).not.toContain(trace);
    for (const trace of [fabrikam.name, fabrikam.domain, ada.chat]) expect(left).toContain(trace);
    expect(await ask({ customer: contoso.id })).toEqual({ gone: {}, later: {}, journal: 0 });
  }, 60_000);

  it('leaves what is still to be said or answered, and says so', async () => {
    const { store, ask } = await setUp();
    const options = { store, sealer, owner: 'one', now: Date.now };
    const answer = { ...sampleAnswer, query: contoso.name };
    await createOutbox(options).owe(store.db, { dedupeKey: 'due', to: sampleReader, answer });
    await createInbox(options).accept({ turn: sampleTurn('running', contoso.name), replyTo: {}, signature: 'r' });
    expect((await ask({ customer: contoso.id })).later).toEqual({ changes: 1, inbox: 1, outbox: 1 });
  }, 60_000);

  it('lets the journal go first, which finds by the links whom it has to erase', async () => {
    const { store } = await setUp();
    const asked: unknown[] = [];
    const journal = async (what: Erasure) => {
      asked.push(what, (await store.db.selectFrom('links').selectAll().execute()).length);
      return 7;
    };
    const report = await erase({ person: ada.id }, { store, sealer, people: [], journal });
    expect(report.journal).toBe(7);
    expect(asked).toEqual([{ person: ada.id }, 2]);
  }, 60_000);
});
