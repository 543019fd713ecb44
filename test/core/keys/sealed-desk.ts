import { insertCopies } from '../../../core/jobs/copies.js';
import { createInbox } from '../../../core/jobs/inbox.js';
import { createOutbox } from '../../../core/jobs/outbox.js';
import { walkedTables } from '../../../core/keys/sealed-columns.js';
import { sealedPage } from '../../../core/keys/pages.js';
import { createRefreshTokenVault } from '../../../core/partner/refresh-token-vault.js';
import { insertRequest, startSignIn } from '../../../core/roles/link-requests.js';
import { sealContext } from '../../../core/roles/linking-parts.js';
import type { Store } from '../../../core/store/open.js';
import { createSealer } from '../../../core/store/sealer.js';
import type { Db } from '../../../core/store/tables.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { channelOf } from '../jobs/fan-out.js';
import { sampleAnswer, sampleReader, sampleTurn } from '../jobs/samples.js';
import { silent } from '../store/stores.js';

const CONFIGURED = 'the refresh token of the settings';

/** What one desk does that leaves something sealed in the store, with its own keys. */
export function createSealedDesk(store: Store, keys: Buffer[], name: string) {
  const { db } = store;
  const sealer = createSealer(keys);
  const now = Date.now;
  const options = { store, sealer, owner: name, now };
  const inbox = createInbox(options);
  const outbox = createOutbox(options);
  const vault = createRefreshTokenVault({ db, sealer, configured: CONFIGURED, log: silent, now });

  return {
    inbox,
    vault,

    /** One of everything, each of which says `${name} ${n}`. */
    async work(n: number): Promise<void> {
      const mark = `${name} ${n}`;
      await inbox.accept({ turn: sampleTurn(mark, mark), replyTo: { mark }, signature: mark });
      await outbox.owe(db, { dedupeKey: mark, to: sampleReader, answer: answerOf(mark) });
      await inTransaction(db, async (tx) => {
        const target = { key: mark, recipient: channelOf(`C${n % 5}`) };
        await insertCopies({ outbox, sealer, now }, tx, { about: 'stored', id: mark, answer: answerOf(mark) }, [
          target,
        ]);
      });
      await inTransaction(db, async (tx) => {
        const user = { platform: 'slack' as const, tenant: 'T', user: mark };
        const turnSealed = sealer.seal(JSON.stringify({ mark }), sealContext('turn', mark));
        await insertRequest(tx, { tokenHash: mark, user, userName: mark, turnSealed, now: now() });
      });
      await db
        .insertInto('listings')
        .values({ id: mark, person: 'p', listingSealed: sealer.seal(mark, `listing:${mark}`), createdAt: now() })
        .execute();
      // Rows that were written before are written again: those are the ones that a rotation may meet half-way.
      await inbox.redirect(mark, { mark, again: true });
      await startSignIn(db, mark, {
        stateHash: mark,
        signInSealed: sealer.seal(mark, sealContext('signIn', mark)),
        now: now(),
      });
      await inbox.answered(mark, answerOf(mark), { delivered: n % 2 === 0 });
      await vault.write(mark);
    },
  };
}

const answerOf = (mark: string) => ({ ...sampleAnswer, query: mark });

/** Every sealed text in the store, opened with these keys alone. @throws when one cannot be */
export async function everythingOpened(db: Db, keys: Buffer[]): Promise<Map<string, string>> {
  const sealer = createSealer(keys);
  const opened = new Map<string, string>();
  for (const table of walkedTables)
    for (const { key, sealed } of await sealedPage(db, table, '', 100_000))
      for (const { column, text } of sealed) {
        const texts = column.contexts(key).flatMap((context) => {
          try {
            return [sealer.open(text, context)];
          } catch {
            return [];
          }
        });
        const [only] = texts;
        if (only === undefined) throw new Error(`${table.name}.${column.name} of ${key} cannot be opened`);
        opened.set(`${table.name}.${column.name}/${key}`, only);
      }
  return opened;
}
