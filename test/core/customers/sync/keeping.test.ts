import { afterEach, expect, it, jest } from '@jest/globals';
import { createCustomers, type SandboxCustomer } from '../../../../sandbox/customers/create-customers.js';
import type { Store } from '../../../../core/store/open.js';
import { describeStores } from '../../store/stores.js';
import { type Bench, DAY, HOUR, MINUTE, openBench, plainCustomers, type Replica } from './bench.js';

jest.setTimeout(60_000);

let bench: Bench;
afterEach(() => bench.close());

const [first, second, third] = plainCustomers(3) as [SandboxCustomer, SandboxCustomer, SandboxCustomer];
const newcomer: SandboxCustomer = {
  ...first,
  id: 'e0000000-0000-4000-8000-000000000001',
  domain: 'newcomer.onmicrosoft.com',
  company: { companyName: 'Newcomer', email: '', address: {} },
  billing: { id: first.id, companyName: 'Newcomer Ltd' },
};

async function filled(store: Store, more: Parameters<typeof openBench>[1] = {}): Promise<Replica> {
  bench = await openBench(store, { customers: plainCustomers(30), ...more });
  const replica = await bench.replica();
  await bench.until(() => replica.sync.ready());
  // What is asked after that follows from what happens, and not from the beginning.
  await bench.pass(16 * MINUTE);
  bench.asked();
  return replica;
}

const ofOne = (asked: string[]) => asked.filter((path) => /^GET \/v1\/customers\/[\w-]+$/u.test(path));
const lists = (asked: string[]) => asked.filter((path) => path.startsWith('GET /v1/customers?'));

describeStores('an index that is filled', (home) => {
  it('hears of a name that was changed elsewhere, from the audit records and one reading', async () => {
    const { found } = await filled(await home.open());
    bench.world.partnerCenter.change(second.id, { companyName: 'Zinfandel Imports' }, 'Rita');
    await bench.until(async () => (await found('Zinfandel')).length > 0, MINUTE);
    expect(await found('Zinfandel')).toEqual(['Zinfandel Imports']);
    await bench.pass(3 * MINUTE);
    const asked = bench.asked();
    expect(ofOne(asked)).toEqual([`GET /v1/customers/${second.id}`]);
    expect(lists(asked)).toEqual([]);
  });

  it('hears of somebody who was added elsewhere, and of somebody who was removed', async () => {
    const { found, sync } = await filled(await home.open());
    bench.world.partnerCenter.add(newcomer);
    bench.world.partnerCenter.remove(third.id);
    await bench.until(
      async () => (await found('Newcomer Ltd')).length > 0 && (await found(third.domain)).length === 0,
      MINUTE,
    );
    expect(sync.state()).toMatchObject({ state: 'ready', customers: 30 });
    expect(lists(bench.asked())).toEqual([]);
  });

  it('keeps somebody who was removed and came back', async () => {
    const { found } = await filled(await home.open());
    bench.world.partnerCenter.remove(third.id);
    bench.clock.forward(1_000);
    bench.world.partnerCenter.add({ ...third, billing: { id: third.id, companyName: 'Back Again' } });
    await bench.until(async () => (await found('Back Again')).length > 0, MINUTE);
  });

  it('has our own changes at once, and asks nothing more about them', async () => {
    const { found, partner } = await filled(await home.open(), { customers: createCustomers(30) });
    const [contoso] = createCustomers(1) as [SandboxCustomer];
    const profile = await partner.billingProfile(contoso.id);
    const raw = { ...profile.raw, companyName: 'Quarterdeck Sails' };
    await partner.putBillingProfile(contoso.id, { raw, etag: profile.etag }, { requestId: first.id });
    await bench.until(async () => (await found('Quarterdeck')).length > 0, 0);
    await bench.pass(3 * MINUTE);
    expect(ofOne(bench.asked())).toEqual([]);
  });

  it('takes in the other name, the domains and the country of an account that is opened', async () => {
    const store = await home.open();
    const customers = createCustomers(200);
    const odd = customers.find(
      ({ company, billing, allowDelegatedAccess, customDomains }) =>
        company.companyName !== billing['companyName'] && allowDelegatedAccess && customDomains.length > 1,
    ) as SandboxCustomer;
    const { partner } = await filled(store, { customers });
    await partner.customer(odd.id);
    const row = async () =>
      store.db
        .selectFrom('customers')
        .select(['otherName', 'domainsJson', 'country'])
        .where('id', '=', odd.id)
        .executeTakeFirstOrThrow();
    await bench.until(async () => (await row()).otherName !== null, 0);
    expect(await row()).toEqual({
      otherName: odd.company.companyName,
      domainsJson: JSON.stringify(odd.customDomains.filter((domain) => domain !== odd.domain)),
      country: expect.stringMatching(/^[A-Z]{2}$/u),
    });
  });

  it('is not made older by a list that shows an account as it was before it was opened', async () => {
    const store = await home.open();
    const { found, partner } = await filled(store);
    bench.clock.forward(DAY - 17 * MINUTE);
    const { partnerCenter } = bench.world;
    partnerCenter.change(first.id, { companyName: 'Fresh Name' });
    await partner.customer(first.id);
    await bench.until(async () => (await found('Fresh Name')).length > 0, 0);
    // The list lags behind.
    partnerCenter.change(first.id, { companyName: 'Former Name' });
    partnerCenter.audit.lateBy(HOUR);
    await bench.until(() => lists(bench.asked()).length > 0, MINUTE);
    await bench.pass(MINUTE);
    expect((await found('Fresh Name')).length + (await found('Former Name')).length).toBe(1);
  });

  it('is compared with the whole list once a day, and drops whom that does not name any more', async () => {
    const { found } = await filled(await home.open());
    bench.world.partnerCenter.audit.lateBy(7 * DAY);
    bench.world.partnerCenter.remove(third.id);
    bench.world.partnerCenter.add(newcomer);
    bench.world.partnerCenter.change(second.id, { companyName: 'Zinfandel Imports' });
    await bench.pass(20 * HOUR);
    expect(lists(bench.asked())).toEqual([]);
    await bench.until(async () => (await found(third.domain)).length === 0, HOUR);
    expect(await found('Newcomer Ltd')).toEqual(['Newcomer Ltd']);
    expect(await found('Zinfandel')).toEqual(['Zinfandel Imports']);
    // Whoever is missing is asked for before they are dropped.
    expect(ofOne(bench.asked())).toEqual([`GET /v1/customers/${third.id}`]);
  });

  it('keeps whom a list leaves out that changed while it was read', async () => {
    const store = await home.open();
    bench = await openBench(store, { customers: plainCustomers(1_200), sharePerMinute: 1 });
    const { sync, found } = await bench.replica();
    await bench.until(() => sync.ready());
    await bench.pass(16 * MINUTE);
    const begun = async () =>
      (
        await store.db
          .selectFrom('cursors')
          .select('valueJson')
          .where('name', '=', 'customers.list')
          .executeTakeFirstOrThrow()
      ).valueJson;
    await bench.until(async () => (await begun()).includes('"read":500'), HOUR);
    // Everybody moves up by one: the first of the second page is on neither page.
    bench.world.partnerCenter.audit.lateBy(7 * DAY);
    bench.world.partnerCenter.remove(first.id);
    await bench.until(async () => !(await begun()).includes('"stage"'), MINUTE);
    expect(await found('company500.onmicrosoft.com')).toEqual(['Company 500']);
    // Whoever went after they were named goes with the next list.
    expect(await found(first.domain)).toEqual(['Company 0']);
    await bench.until(async () => (await found(first.domain)).length === 0, HOUR);
    expect(sync.index.size()).toBe(1_199);
  });

  it('learns what no list tells in the background, slowly, and only once the list is whole', async () => {
    const store = await home.open();
    bench = await openBench(store, { customers: plainCustomers(1_002), sharePerMinute: 40 });
    const { sync } = await bench.replica(true);
    await bench.until(() => sync.ready());
    const upToNow = bench.asked();
    expect(
      ofOne(
        upToNow.slice(
          0,
          upToNow.findLastIndex((path) => lists([path]).length > 0),
        ),
      ),
    ).toEqual([]);
    const unread = async () => {
      const { n } = await store.db
        .selectFrom('customers')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('detailsAt', '=', 0)
        .executeTakeFirstOrThrow();
      return n;
    };
    await bench.until(async () => (await unread()) <= 940);
    const { stop } = await bench.replica(true);
    await stop();
    await bench.until(async () => (await unread()) <= 920);
    // Nobody was read twice, whichever process did it.
    const once = ofOne(bench.asked());
    expect(new Set(once).size).toBe(once.length);
  });
});

describeStores('an index in a cloud without audit records', (home) => {
  it('is compared with the whole list every hour, and asks for no audit records', async () => {
    const { found } = await filled(await home.open(), { cloud: '21vianet' });
    bench.world.partnerCenter.change(second.id, { companyName: '北京津酿' });
    await bench.pass(40 * MINUTE);
    expect(bench.asked()).toEqual([]);
    await bench.until(async () => (await found('北京津酿')).length > 0, MINUTE);
    expect(lists(bench.asked())).toHaveLength(1);
    await bench.pass(2 * MINUTE);
    expect(bench.asked()).toEqual([]);
  });
});

describeStores('two replicas', (home) => {
  it('list once, and both have every customer and every change', async () => {
    const store = await home.open();
    bench = await openBench(store, { customers: plainCustomers(1_200) });
    const [one, other] = [await bench.replica(), await bench.replica()];
    // Slowly: whoever is at it is not thought dead because the clock runs fast.
    await bench.until(() => one.sync.ready() && other.sync.ready(), 200);
    expect([one.sync.index.size(), other.sync.index.size()]).toEqual([1_200, 1_200]);
    expect(lists(bench.asked())).toHaveLength(3);
    await one.partner.customer(first.id);
    bench.world.partnerCenter.change(first.id, { companyName: 'Both Hear' });
    bench.world.partnerCenter.remove(third.id);
    await bench.until(
      async () =>
        (await one.found('Both Hear')).length + (await other.found('Both Hear')).length === 2 &&
        (await one.found(third.domain)).length + (await other.found(third.domain)).length === 0,
      MINUTE,
    );
  });

  it('have the list read on by the other one when one of them ends', async () => {
    const store = await home.open();
    bench = await openBench(store, { customers: plainCustomers(2_400), sharePerMinute: 2 });
    const [one, other] = [await bench.replica(), await bench.replica()];
    await bench.until(() => other.sync.state().customers >= 1_000, 200);
    await one.stop();
    await bench.until(() => other.sync.ready(), 200);
    expect(other.sync.index.size()).toBe(2_400);
    expect(lists(bench.asked())).toHaveLength(5);
  });
});
