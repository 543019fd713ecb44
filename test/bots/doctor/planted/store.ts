import { sql } from 'kysely';
import { SERVICE_ACCOUNT } from '../../../../sandbox/entra/stand-in.js';
import { type ListProgress, writeListProgress } from '../../../../core/customers/sync/progress.js';
import type { Ward } from '../ward.js';
import { after, DAY_MS, env, type Fault, type Planted } from './fault.js';
import { makeKey } from '../../../../sandbox/secrets.js';

const HOUR_MS = 3_600_000;

/** The store, what waits in it, its keys and its journal. */
export function storeFaults(): Fault[] {
  return [
    {
      name: 'a database that does not answer',
      check: 'store',
      code: 'storeUnreachable',
      facts: { reason: 'ECONNREFUSED' },
      fix: /DATABASE_URL names the right host/,
      plant: env({ DATABASE_URL: 'postgres://partnerdesk:canary-password@127.0.0.1:1/desk' }),
    },
    {
      name: 'a migration that did not run',
      check: 'store',
      code: 'storeBehind',
      facts: { missing: '0004-journal' },
      fix: /Restart the desk with this release/,
      async plant({ store: { db } }) {
        await sql`update kysely_migration set name = ${'0000-planted'} where name = ${'0004-journal'}`.execute(db);
        return after(() =>
          sql`update kysely_migration set name = ${'0004-journal'} where name = ${'0000-planted'}`.execute(db),
        );
      },
    },
    {
      name: 'tables of a newer release',
      check: 'store',
      code: 'storeAhead',
      facts: { unknown: '9999-future' },
      fix: /Start the newer release again/,
      async plant({ store: { db } }) {
        await sql`insert into kysely_migration (name, timestamp) values (${'9999-future'}, ${'x'})`.execute(db);
        return after(() => sql`delete from kysely_migration where name = ${'9999-future'}`.execute(db));
      },
    },
    {
      name: 'a request that nobody answers',
      check: 'work',
      code: 'workStuck',
      facts: { queue: 'inbox' },
      fix: /Is the desk running/,
      async plant({ store: { db } }) {
        const now = Date.now();
        const lease = { leaseOwner: 'planted', leaseUntil: now + DAY_MS, receivedAt: now - 2 * HOUR_MS, doneAt: null };
        const sealed = { turnSealed: '', replyToSealed: '', answerSealed: null };
        await db
          .insertInto('inbox')
          .values({ delivery: 'planted', state: 'received', attempts: 1, ...sealed, ...lease })
          .execute();
        return after(() => db.deleteFrom('inbox').where('delivery', '=', 'planted').execute());
      },
    },
    {
      name: 'a parked message',
      check: 'work',
      code: 'messagesParked',
      facts: { platform: 'teams', number: 1 },
      fix: /mend the place/,
      async plant({ store: { db } }) {
        const at = Date.now();
        const rest = { attempts: 9, dueAt: at, createdAt: at, sentAt: null };
        await db
          .insertInto('outbox')
          .values({
            id: 'planted',
            dedupeKey: 'planted',
            platform: 'teams',
            copy: null,
            startedAt: null,
            state: 'parked',
            toSealed: '',
            answerSealed: '',
            lastError: 'x',
            ...rest,
          })
          .execute();
        return after(() => db.deleteFrom('outbox').where('id', '=', 'planted').execute());
      },
    },
    {
      name: 'a key that is gone',
      check: 'keys',
      code: 'keyMissing',
      facts: { tables: 'secrets, inbox' },
      fix: /Add the former key/,
      plant: env({ ENCRYPTION_KEY: makeKey() }),
    },
    {
      name: 'a former key that is still needed',
      check: 'keys',
      code: 'keyOldInUse',
      fix: /Leave it in ENCRYPTION_KEY/,
      plant: (ward) => ({
        env: { ENCRYPTION_KEY: [makeKey(), ward.env['ENCRYPTION_KEY']].join(',') },
      }),
    },
    {
      name: 'an entry of the journal that was edited',
      check: 'journal',
      code: 'journalTampered',
      facts: { wrong: 'altered', position: 1 },
      fix: /journal -- verify/,
      async plant({ store: { db } }) {
        await db.updateTable('journal').set({ fact: 'change.applied' }).where('position', '=', 1).execute();
        return after(() => db.updateTable('journal').set({ fact: 'refused' }).where('position', '=', 1).execute());
      },
    },
    {
      name: 'a journal whose end was cut off',
      check: 'journal',
      code: 'journalTruncated',
      facts: { position: 1 },
      fix: /if a backup was restored/,
      async plant({ store: { db } }) {
        const rows = await db.selectFrom('journal').selectAll().execute();
        await db.deleteFrom('journal').execute();
        return after(() => db.insertInto('journal').values(rows).execute());
      },
    },
    {
      name: 'a watch whose channel is gone',
      check: 'watches',
      code: 'watchBroken',
      facts: { place: 'slack:T0PARTNER/C0GONE', problem: 'gone' },
      fix: /Invite the bot there again/,
      async plant({ store: { db } }) {
        const at = Date.now();
        const texts = {
          placeJson: '{}',
          filterJson: '{}',
          rhythmJson: '{}',
          ownerReaderSealed: '',
          timeZone: 'UTC',
          locale: 'en',
          owner: SERVICE_ACCOUNT,
          ownerName: 'Canary Person',
          placeName: 'canary-channel',
        };
        const times = {
          problemSince: at,
          retryAt: at + DAY_MS,
          digestAt: null,
          digestFrom: null,
          lastSentAt: null,
          createdAt: at,
          updatedAt: at,
        };
        await db
          .insertInto('watches')
          .values({
            id: 'planted',
            version: 1,
            state: 'broken',
            topic: 'changes',
            platform: 'slack',
            placeKey: 'slack:T0PARTNER/C0GONE',
            customer: null,
            country: null,
            quietJson: null,
            problem: 'gone',
            ...texts,
            ...times,
          })
          .execute();
        return after(() => db.deleteFrom('watches').where('id', '=', 'planted').execute());
      },
    },
    {
      name: 'a list of customers that was read long ago',
      check: 'customerIndex',
      code: 'indexOld',
      fix: /its log for "customers"/,
      plant: (ward) => planted(ward, { listedAt: Date.now() - 3 * DAY_MS }),
    },
    {
      name: 'a list of customers that cannot be read',
      check: 'customerIndex',
      code: 'indexFailing',
      facts: { reason: 'forbidden' },
      fix: /what the doctor says of Partner Center/,
      plant: (ward) => planted(ward, { failures: 9, reason: 'forbidden', failingSince: Date.now() - HOUR_MS }),
    },
  ];
}

/** How far the reading of the list has got. The desk of the ward has no index; the one that is examined has. */
async function planted({ store: { db } }: Ward, progress: Partial<ListProgress>): Promise<Planted> {
  const at = Date.now();
  await writeListProgress(db, undefined, { ...begun, begunAt: at, ...progress }, at);
  return {
    env: { CUSTOMER_INDEX: 'list' },
    undo: () => db.deleteFrom('cursors').where('name', '=', 'customers.list').execute(),
  };
}

const begun = { dueAt: 0, failures: 0, number: 1, read: 0, restarts: 0 };
