import { beforeEach, expect, it } from '@jest/globals';
import { createInbox } from '../../../core/jobs/inbox.js';
import type { PartnerCenter } from '../../../core/partner/partner-center.js';
import type { WebhookEvent } from '../../../core/partner/webhook-event.js';
import type { Store } from '../../../core/store/open.js';
import { createWebhookEvents, lastTest, type RelationshipHappening } from '../../../core/watch/webhook-events.js';
import { startPartner } from '../partner/wire.js';
import { describeStores, silent, testClock, testSealer } from '../store/stores.js';

const DAY_MS = 24 * 3_600_000;

describeStores('events of Partner Center', (home) => {
  let store: Store;
  let announced: RelationshipHappening[];
  let woken: number;
  const clock = testClock();

  beforeEach(async () => {
    store = await home.open();
    announced = [];
    woken = 0;
  });

  /** One replica. @param fails what the announcement does instead */
  function replica(fails?: Error, partner: Pick<PartnerCenter, 'customer'> = { customer: never }) {
    return createWebhookEvents({
      store,
      partner,
      async announceHappening(_tx, happening) {
        if (fails) throw fails;
        announced.push(happening);
        return true;
      },
      wake: () => {
        woken += 1;
      },
      log: silent,
      now: clock.now,
    });
  }
  const never = () => Promise.reject(new Error('nobody asks for a customer here'));
  const test: WebhookEvent = { name: 'test-created', at: clock.now() };
  const approved: WebhookEvent = { name: 'dap-admin-relationship-approved', at: clock.now() };

  it('are taken once, by whichever replica comes first', async () => {
    const takes = [replica(), replica(), replica()].map((take) => take(test, 'signature'));
    expect((await Promise.all(takes)).sort()).toEqual(['replay', 'replay', 'taken']);
    expect(woken).toBe(1);
    expect(await lastTest(store.db)).toBe(clock.now());
  });

  it('leave nothing behind when the announcement fails, and are taken when they come again', async () => {
    await expect(replica(new Error('no'))(approved, 'signature')).rejects.toThrow('no');
    expect(woken).toBe(0);
    expect(await store.db.selectFrom('signatures').selectAll().execute()).toEqual([]);
    expect(await replica()(approved, 'signature')).toBe('taken');
    expect(announced).toHaveLength(1);
  });

  it('are told apart by their signatures alone', async () => {
    const take = replica();
    expect([await take(approved, 'one'), await take(approved, 'other'), await take(approved, 'one')]).toEqual([
      'taken',
      'taken',
      'replay',
    ]);
    expect(new Set(announced.map(({ id }) => id)).size).toBe(2);
  });

  it('are remembered while the retention forgets signatures of chats', async () => {
    const inbox = createInbox({ store, sealer: testSealer(), owner: 'me', now: clock.now, log: silent });
    await replica()(test, 'signature');
    clock.forward(7 * DAY_MS + 3_600_000);
    await inbox.purge(0);
    expect(await replica()(test, 'signature')).toBe('replay');
    clock.forward(DAY_MS);
    await inbox.purge(0);
    expect(await store.db.selectFrom('signatures').selectAll().execute()).toEqual([]);
  });

  it('note the latest of several tests', async () => {
    expect(await lastTest(store.db)).toBeUndefined();
    await replica()(test, 'one');
    clock.forward(5_000);
    await replica()(test, 'other');
    expect(await lastTest(store.db)).toBe(clock.now());
  });

  it('ask Partner Center for nobody when they are a replay', async () => {
    const partner = await startPartner(() => ({ json: { id: 'x', companyProfile: { companyName: 'Contoso' } } }));
    const about: WebhookEvent = { ...approved, customer: 'c0000000-0000-4000-8000-000000000001' };
    const take = replica(undefined, partner.center);
    expect([await take(about, 's'), await take(about, 's')]).toEqual(['taken', 'replay']);
    expect(partner.seen).toHaveLength(1);
    expect(announced).toMatchObject([{ customer: { name: 'Contoso' } }]);
    await partner.close();
  });
});
