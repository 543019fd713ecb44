import { afterEach, expect, it, jest } from '@jest/globals';
import { readListProgress } from '../../../../core/customers/sync/progress.js';
import { countCustomers } from '../../../../core/customers/sync/rows.js';
import { describeStores } from '../../store/stores.js';
import { type Bench, openBench, plainCustomers, SECOND } from './bench.js';

// A hundred thousand customers take their time on a machine that does other things besides.
jest.setTimeout(240_000);

/** ms of the desk's clock between two looks: so little that a request is over before much of it has passed. */
const SLOWLY = 100;

let bench: Bench;
afterEach(() => bench.close());

const lists = (asked: string[]) => asked.filter((path) => path.startsWith('GET /v1/customers?'));
const beginnings = (asked: string[]) => lists(asked).filter((path) => !path.includes('seekOperation'));

describeStores('the first synchronisation', (home) => {
  it('takes 200 calls for 100,000 customers, and never more in a minute than its share of the quota', async () => {
    const store = await home.open();
    bench = await openBench(store, { customers: plainCustomers(100_000) });
    // Partner Center refuses the 101st request of a minute; the desk has 500.
    bench.world.partnerCenter.faults.quota(100);
    const { sync, found, metrics } = await bench.replica();
    await bench.until(() => sync.ready());
    expect(sync.state()).toMatchObject({ state: 'ready', customers: 100_000 });
    expect(await countCustomers(store.db)).toBe(100_000);
    expect(await found('company99999.onmicrosoft.com')).toEqual(['Company 99999']);
    const calls = (await metrics.outwardCalls.get()).values.map(({ labels, value }) => ({ ...labels, calls: value }));
    expect(calls.filter(({ operation }) => operation !== 'auditRecords' && operation !== 'token')).toEqual([
      { service: 'partnerCenter', operation: 'customers', outcome: 'ok', calls: 200 },
    ]);
    const { values } = await metrics.customersIndexed.get();
    expect(values.map(({ value }) => value)).toEqual([100_000]);
  });

  it('tells how far it has got, in its state and in the log', async () => {
    bench = await openBench(await home.open(), { customers: plainCustomers(2_048), sharePerMinute: 3 });
    const { sync } = await bench.replica();
    const seen: unknown[] = [];
    await bench.until(() => {
      const state = sync.state();
      if (state.state === 'filling' && state.customers > 0) seen.push(state);
      return sync.ready();
    }, SLOWLY);
    expect(seen).toContainEqual({ state: 'filling', customers: expect.any(Number), of: 2_048 });
    expect(sync.state()).toEqual({ state: 'ready', customers: 2_048, listedAt: expect.any(Number) });
    const told = bench.log.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(told).toEqual(
      expect.arrayContaining([
        'the list of all customers is read',
        'the list of all customers was read',
        'every customer is in the index',
      ]),
    );
  });

  it('goes on with the next page in the process that comes next', async () => {
    const store = await home.open();
    bench = await openBench(store, { customers: plainCustomers(2_048), sharePerMinute: 2 });
    const first = await bench.replica();
    await bench.until(() => first.sync.state().customers >= 1_000, SLOWLY);
    await first.stop();
    const second = await bench.replica();
    await bench.until(() => second.sync.ready());
    expect(second.sync.state().customers).toBe(2_048);
    const asked = bench.asked();
    expect([beginnings(asked).length, lists(asked).length]).toEqual([1, 5]);
  });

  it('waits as long as Partner Center says when it asks for that', async () => {
    bench = await openBench(await home.open(), { customers: plainCustomers(1_100) });
    const began = bench.clock.now();
    bench.world.partnerCenter.faults.throttle(300);
    const { sync } = await bench.replica();
    const refused = () => bench.log.some((line) => line.includes('cannot be synchronised'));
    // The clock stands still: what is asked for is told from now on.
    await bench.until(refused, 0);
    bench.asked();
    await bench.pass(200 * SECOND);
    expect(bench.asked()).toEqual([]);
    await bench.until(() => sync.ready());
    expect(bench.clock.now() - began).toBeGreaterThanOrEqual(300 * SECOND);
    expect(lists(bench.asked())).toHaveLength(3);
  });

  it('begins again, and says so, when Partner Center does not know the continuation any more', async () => {
    const store = await home.open();
    bench = await openBench(store, { customers: plainCustomers(2_048), sharePerMinute: 2 });
    const { sync } = await bench.replica();
    await bench.until(() => sync.state().customers >= 1_000, SLOWLY);
    bench.world.partnerCenter.faults.forgetContinuations();
    await bench.until(() => sync.ready());
    expect(sync.state().customers).toBe(2_048);
    expect(bench.log.filter((line) => line.includes('read from its beginning'))).toHaveLength(1);
    expect(beginnings(bench.asked())).toHaveLength(2);
    expect(await readListProgress(store.db)).toMatchObject({ restarts: 0, failures: 0 });
  });

  it('is over in a process that starts later: its index is filled from the store alone', async () => {
    bench = await openBench(await home.open(), { customers: plainCustomers(600) });
    const first = await bench.replica();
    await bench.until(() => first.sync.ready());
    await first.stop();
    bench.asked();
    bench.world.partnerCenter.faults.throttle(3_600);
    const second = await bench.replica();
    await bench.until(() => second.sync.ready());
    expect(second.sync.state().customers).toBe(600);
    expect(lists(bench.asked())).toEqual([]);
  });
});
