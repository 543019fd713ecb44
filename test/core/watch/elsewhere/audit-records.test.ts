import { afterEach, expect, it, jest } from '@jest/globals';
import { readHappening } from '../../../../core/watch/happenings.js';
import { describeStores } from '../../store/stores.js';
import { type Bench, CONTOSO, DAY, HOUR, MINUTE, openBench } from './bench.js';

// Each test has a database and a Partner Center of its own.
jest.setTimeout(30_000);

let bench: Bench;
afterEach(() => bench.close());

describeStores('changes in the audit records', (home) => {
  const open = async (more?: Parameters<typeof openBench>[1]) => {
    bench = await openBench(await home.open(), more);
    return bench;
  };
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
