import { afterEach, expect, it, jest } from '@jest/globals';
import { readHappening } from '../../../../core/watch/happenings.js';
import { createCustomers } from '../../../../sandbox/customers/create-customers.js';
import { until } from '../../approval/approval-desk.js';
import { describeStores } from '../../store/stores.js';
import { type Bench, CONTOSO, DAY, FABRIKAM, HOUR, MINUTE, openBench } from './bench.js';

// Each test has a database and a Partner Center of its own.
jest.setTimeout(30_000);

let bench: Bench;
afterEach(() => bench.close());

describeStores('changes in the audit records', (home) => {
  const open = async (more?: Parameters<typeof openBench>[1]) => {
    bench = await openBench(await home.open(), more);
    return bench;
  };
  const names = () => bench.announced.map(({ differences }) => differences[0]?.after ?? '');
  const rename = (companyName: string, id = CONTOSO) => bench.world.partnerCenter.change(id, { companyName });

  it('say who changed what for whom, before and after', async () => {
    const { announced, watch, round, clock, world, store } = await open();
    await watch();
    clock.forward(1_000);
    world.partnerCenter.change(CONTOSO, { companyName: 'Contoso 2', middleName: null }, 'portal@partner.example');
    const at = clock.now();
    await round();
    expect(announced).toEqual([
      {
        id: expect.stringContaining('update_customer_billing_profile'),
        source: 'audit',
        kind: 'account',
        operation: 'update_customer_billing_profile',
        customer: { id: CONTOSO, name: 'Contoso 2', domain: expect.stringContaining('.') },
        country: expect.stringMatching(/^[A-Z]{2}$/u),
        differences: [{ path: 'companyName', before: expect.any(String), after: 'Contoso 2' }],
        by: 'portal@partner.example',
        at,
      },
    ]);
    expect(await readHappening(store.db, announced[0]?.id ?? '')).toEqual(announced[0]);
    expect(await bench.counted('announced')).toBe(1);
  });

  it('tell several fields of one write as one happening, an emptied one among them', async () => {
    const { announced, watch, round, world } = await open();
    world.partnerCenter.change(CONTOSO, { middleName: 'M' });
    bench.clock.forward(1_000);
    await watch();
    world.partnerCenter.change(CONTOSO, { firstName: 'Ann', middleName: null, 'defaultAddress.city': 'Bend' });
    await round();
    expect(announced.map(({ differences }) => differences.map(({ path, after }) => [path, after]))).toEqual([
      [
        ['firstName', 'Ann'],
        ['middleName', ''],
        ['defaultAddress.city', 'Bend'],
      ],
    ]);
  });

  it('tell what a customer may purchase, with the country of its address', async () => {
    const { announced, watch, round, world } = await open();
    await watch();
    bench.clock.forward(1_000);
    world.partnerCenter.changePolicy(CONTOSO, ['AzureSavingsPlan']);
    world.partnerCenter.changePolicy(CONTOSO, ['AzureSavingsPlan', 'AzureReservedInstances']);
    world.partnerCenter.changePolicy(CONTOSO, []);
    await round();
    const [plans, reservations] = ['permission.AzureSavingsPlan', 'permission.AzureReservedInstances'];
    expect(announced.map(({ kind, operation, differences }) => ({ kind, operation, differences }))).toEqual([
      {
        kind: 'purchase',
        operation: 'create_self_serve_policy',
        differences: [{ path: plans, before: '', after: 'on' }],
      },
      {
        kind: 'purchase',
        operation: 'update_self_serve_policy',
        differences: [{ path: reservations, before: '', after: 'on' }],
      },
      {
        kind: 'purchase',
        operation: 'delete_self_serve_policy',
        differences: [
          { path: reservations, before: 'on', after: '' },
          { path: plans, before: 'on', after: '' },
        ],
      },
    ]);
    const address = world.partnerCenter.record(CONTOSO)?.['defaultAddress'];
    expect(announced[0]?.country).toBe((address as { country: string }).country);
  });

  it.each([
    ['add_customer', 'customer', 'added'],
    ['remove_partner_customer_relationship', 'partner_customer_relationship', 'removed'],
    ['create_agreement', 'agreement', 'agreementSigned'],
    ['update_customer_qualification', 'customer', 'qualificationChanged'],
  ])('tell %s of a relationship', async (operationType, resourceType, operation) => {
    const { announced, watch, round, world } = await open();
    await watch();
    const gone = 'eebd1b55-5360-4438-a11d-5c06918c3014';
    world.partnerCenter.audit.add({ operationType, resourceType, customerId: gone, customerName: 'Gone', user: 'me' });
    await round();
    expect(announced).toMatchObject([
      { kind: 'relationship', operation, customer: { id: gone, name: 'Gone', domain: '' }, differences: [], by: 'me' },
    ]);
  });

  it('are heard without a customer, where the record names none', async () => {
    const { announced, watch, round, world } = await open();
    await watch();
    world.partnerCenter.audit.add({ operationType: 'add_customer', resourceType: 'customer', application: 'an app' });
    await round();
    expect(announced).toMatchObject([{ operation: 'added', by: 'an app' }]);
    expect(announced[0]?.customer).toBeUndefined();
  });

  it('are not announced when they failed, when nobody knows them, or when nothing changed', async () => {
    const { announced, watch, round, world } = await open();
    await watch();
    world.partnerCenter.audit.add({ operationType: 'add_customer', resourceType: 'customer', status: 'failed' });
    world.partnerCenter.audit.add({ operationType: 'rename_moon', resourceType: 'customer' });
    world.partnerCenter.change(CONTOSO, {});
    await round();
    expect(announced).toEqual([]);
  });

  it('are announced once, however often they are read and by whichever process', async () => {
    const { announced, watch, round, roundOfAnother } = await open();
    await watch();
    rename('A');
    await round();
    await round();
    await roundOfAnother();
    expect(announced).toHaveLength(1);
  });

  it('are looked for by one of several processes', async () => {
    const { announced, watch, roundOfMany, asked } = await open();
    await watch();
    rename('A');
    await roundOfMany(3);
    expect(announced).toHaveLength(1);
    // One question for each kind of resource.
    expect(asked().filter((path) => path === 'GET /v1/auditrecords')).toHaveLength(4);
  });

  it('are found at once when somebody says that there may be something new', async () => {
    const { announced, watch, round, wake } = await open({ everyMs: HOUR });
    await watch();
    await round();
    rename('A');
    wake();
    await until(() => announced.length > 0);
    expect(names()).toEqual(['A']);
  });

  it('are found by the next process when one is ended while it looks', async () => {
    const { watch, round, wake, stop, world, asked } = await open();
    await watch();
    await round();
    rename('A');
    asked();
    world.partnerCenter.faults.pause();
    wake();
    await until(() => asked().length > 0);
    await stop();
    world.partnerCenter.faults.resume();
    expect(names()).toEqual([]);
    await round();
    expect(names()).toEqual(['A']);
  });

  it('are not looked for while nobody watches', async () => {
    const { watch, round, endWatches, asked, wake, clock } = await open();
    await watch({ topic: 'approvals' });
    await watch({ state: 'ended' });
    await watch({ state: 'draft' });
    rename('Unheard');
    // Longer than a round takes: there is nothing that it would leave behind.
    const wouldHaveAsked = () => new Promise((soon) => setTimeout(soon, 500));
    wake();
    await wouldHaveAsked();
    expect(asked()).toEqual([]);
    await watch();
    await round();
    expect(asked()).toContain('GET /v1/auditrecords');
    await endWatches();
    clock.forward(HOUR);
    wake();
    await wouldHaveAsked();
    expect(asked()).toEqual([]);
  });

  it('are heard by a watch whose place is in trouble, to be told once it is mended', async () => {
    const { announced, watch, round } = await open();
    await watch({ state: 'broken' });
    rename('A');
    await round();
    expect(announced).toHaveLength(1);
  });

  it('that happened before anybody watched are never announced', async () => {
    const { announced, watch, round, endWatches, clock } = await open();
    rename('Before');
    clock.forward(MINUTE);
    await watch();
    clock.forward(MINUTE);
    rename('While');
    await round();
    await endWatches();
    rename('Between');
    clock.forward(DAY);
    await watch();
    rename('Again');
    await round();
    expect(announced.map(({ differences }) => differences[0]?.after)).toEqual(['While', 'Again']);
  });

  it('that can be read a day later only are found then', async () => {
    const { announced, watch, round, clock, world } = await open();
    await watch();
    await round();
    world.partnerCenter.audit.lateBy(DAY);
    rename('Late');
    await round();
    expect(announced).toEqual([]);
    clock.forward(DAY);
    await round();
    expect(names()).toEqual(['Late']);
  });

  it('in progress are looked at again until they end, for days', async () => {
    const { announced, watch, round, clock, world } = await open();
    await watch();
    const { audit } = world.partnerCenter;
    const kind = { operationType: 'add_customer', resourceType: 'customer', status: 'progress' } as const;
    const [good, bad] = [audit.add({ ...kind, customerName: 'Good' }), audit.add(kind)];
    await round();
    clock.forward(2 * DAY);
    await round();
    clock.forward(2 * DAY);
    await round();
    expect(announced).toEqual([]);
    audit.finish(good, 'succeeded');
    audit.finish(bad, 'failed');
    await round();
    await round();
    expect(announced.map(({ id }) => id)).toEqual([good]);
  });

  it('missed by a desk that was down are announced when they are younger than a week, and counted when older', async () => {
    const { watch, round, clock, log } = await open();
    await watch();
    await round();
    rename('Nine days ago');
    clock.forward(5 * DAY);
    rename('Four days ago');
    clock.forward(4 * DAY - HOUR);
    rename('An hour ago', FABRIKAM);
    clock.forward(HOUR);
    await round();
    await round();
    expect(names().toSorted()).toEqual(['An hour ago', 'Four days ago']);
    expect(await bench.counted('tooOld')).toBe(1);
    expect(log.filter((line) => line.includes('too old'))).toHaveLength(1);
  });

  it('are looked for again after half a year, within what Partner Center keeps', async () => {
    const { watch, round, clock } = await open();
    await watch();
    await round();
    clock.forward(180 * DAY);
    rename('Now');
    await round();
    expect(names()).toEqual(['Now']);
  });

  it('are all found on many pages', async () => {
    const { watch, round } = await open();
    await watch();
    for (let n = 0; n < 220; n++) rename(`Name ${n}`);
    await round();
    expect(names()).toHaveLength(220);
    expect(new Set(names()).size).toBe(220);
  });

  it('are found when the service knows no filter by kind of resource', async () => {
    const { watch, round, world } = await open();
    await watch();
    rename('A');
    world.partnerCenter.faults.failNext(1, 400, { path: '/v1/auditrecords' });
    await round();
    expect(names()).toEqual(['A']);
  });

  it.each([429, 503, 'reset'] as const)('are not lost when Partner Center fails (%s)', async (failure) => {
    const { announced, watch, round, clock, asked, world } = await open();
    await watch();
    rename('A');
    world.partnerCenter.faults.failNext(2, failure, { path: '/v1/auditrecords' });
    await round();
    rename('B');
    expect(announced).toEqual([]);
    asked();
    clock.forward(10 * MINUTE);
    await round();
    clock.forward(10 * MINUTE);
    await round();
    expect(names()).toEqual(['A', 'B']);
  });

  it('are asked for later and later while Partner Center fails, whoever asks for a look', async () => {
    const { watch, round, world, store } = await open();
    await watch();
    world.partnerCenter.faults.failNext(4, 503, { path: '/v1/auditrecords' });
    const waits: number[] = [];
    for (let n = 0; n < 4; n++) {
      await round();
      const row = await store.db.selectFrom('cursors').selectAll().executeTakeFirstOrThrow();
      const { dueAt } = JSON.parse(row.valueJson) as { dueAt: number };
      waits.push((dueAt - row.updatedAt) / MINUTE);
      bench.clock.forward(dueAt - bench.clock.now() - MINUTE);
    }
    expect(waits).toEqual([1, 2, 4, 8]);
  });

  it('are not announced twice when the round breaks off between two of them', async () => {
    const { watch, round } = await open();
    await watch();
    rename('A');
    bench.clock.forward(1_000);
    rename('B');
    bench.failNextAnnouncement();
    await round();
    expect(names()).toEqual([]);
    await round();
    await round();
    expect(names()).toEqual(['A', 'B']);
  });

  it('are looked up with a share of the quota only, and the rest follows', async () => {
    const { announced, watch, round, world, asked } = await open({ sharePerMinute: 3 });
    await watch();
    const customers = createCustomers(8);
    for (const { id } of customers) world.partnerCenter.change(id, { lastName: 'Roe' });
    const lookUps: number[] = [];
    for (let n = 0; n < 3; n++) {
      // A minute of the quota is a second longer than a minute.
      bench.clock.forward(2_000);
      await round();
      lookUps.push(asked().filter((path) => path.startsWith('GET /v1/customers/')).length);
    }
    expect(lookUps.every((count) => count <= 3)).toBe(true);
    expect(announced).toHaveLength(8);
  });

  it('that say the same of one deed twice are told once', async () => {
    const { announced, watch, round, world } = await open();
    await watch();
    const common = { customerId: CONTOSO, resourceType: 'customer', correlationId: 'one-deed' };
    const { audit } = world.partnerCenter;
    audit.add({
      ...common,
      operationType: 'update_customer_partner_contract_company_name',
      before: { companyName: 'A' },
      after: { companyName: 'B' },
    });
    audit.add({
      ...common,
      operationType: 'update_customer_billing_profile',
      before: { companyName: 'A', lastName: 'X' },
      after: { companyName: 'B', lastName: 'Y' },
    });
    bench.clock.forward(1_000);
    audit.add({
      ...common,
      correlationId: 'another-deed',
      operationType: 'update_customer_partner_contract_company_name',
      before: { companyName: 'B' },
      after: { companyName: 'C' },
    });
    await round();
    await round();
    expect(announced.map(({ operation, differences }) => [operation, differences.map(({ after }) => after)])).toEqual([
      ['update_customer_billing_profile', ['B', 'Y']],
      ['update_customer_partner_contract_company_name', ['C']],
    ]);
  });
});
