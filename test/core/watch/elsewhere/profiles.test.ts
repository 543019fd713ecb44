import { afterEach, expect, it, jest } from '@jest/globals';
import { createCustomers } from '../../../../sandbox/customers/create-customers.js';
import { describeStores } from '../../store/stores.js';
import { type Bench, CONTOSO, DAY, FABRIKAM, HOUR, MINUTE, nameOf, openBench } from './bench.js';

// Each test has a database and a Partner Center of its own.
jest.setTimeout(30_000);

let bench: Bench;
afterEach(() => bench.close());

const contoso = { id: CONTOSO, name: 'Contoso', domain: 'contoso.example' };

describeStores('changes in a cloud without audit records', (home) => {
  const open = async (more: Parameters<typeof openBench>[1] = {}) => {
    bench = await openBench(await home.open(), { cloud: '21vianet', ...more });
    return bench;
  };
  const told = () => bench.announced.map(({ differences }) => differences.map(({ before, after }) => [before, after]));
  const rename = (companyName: string, id = CONTOSO) => bench.world.partnerCenter.change(id, { companyName });
  const looks = () =>
    bench
      .asked()
      .filter((asked) => asked.endsWith('/profiles/billing'))
      .map((asked) => asked.split('/')[3]);

  it('are nothing that audit records are asked about', async () => {
    const { watch, round, asked, world } = await open();
    expect(world.env['PARTNER_CLOUD']).toBe('21vianet');
    await watch();
    await round();
    expect(asked().filter((path) => path.includes('audit'))).toEqual([]);
  });

  it('show by the difference between two looks: the first one announces nothing', async () => {
    const { announced, watch, round, clock } = await open();
    await watch({ filter: { customer: contoso } });
    rename('First');
    await round();
    expect(announced).toEqual([]);
    bench.world.partnerCenter.change(CONTOSO, { companyName: 'Second', lastName: 'Roe', middleName: null });
    await round();
    await round();
    expect(announced).toEqual([
      {
        id: expect.stringMatching(/^profile_/u),
        source: 'profiles',
        kind: 'account',
        operation: 'profile_differs',
        customer: { id: CONTOSO, name: 'Second', domain: 'contoso.example' },
        country: expect.stringMatching(/^[A-Z]{2}$/u),
        differences: [
          { path: 'companyName', before: 'First', after: 'Second' },
          { path: 'lastName', before: expect.any(String), after: 'Roe' },
        ],
        at: clock.now() - MINUTE,
      },
    ]);
    expect(await bench.counted('announced')).toBe(1);
  });

  it('are looked for with those that a watch names, and nobody else, when all watches name one', async () => {
    const { watch, round } = await open();
    await watch({ filter: { customer: contoso } });
    await watch({ filter: { kind: 'purchase' } });
    await round();
    await round();
    expect(looks()).toEqual([CONTOSO, CONTOSO]);
  });

  it.each([{}, { country: 'CN' }, { kind: 'account' as const }])(
    'are looked for with everybody in turn when a watch wants %j',
    async (filter) => {
      const { watch, round } = await open({ customers: 30 });
      await watch({ filter });
      await round();
      expect(new Set(looks()).size).toBe(createCustomers(30).length);
      rename('Seen', FABRIKAM);
      await round();
      expect(told()).toMatchObject([[[expect.any(String), 'Seen']]]);
    },
  );

  it('are looked for within a share of the quota: named ones first, then those looked at longest ago', async () => {
    const { watch, round } = await open({ customers: 12, sharePerMinute: 5 });
    await watch({ filter: { customer: contoso } });
    await watch();
    const seen: string[][] = [];
    for (let n = 0; n < 5; n++) {
      bench.clock.forward(2_000);
      await round();
      seen.push(looks().map(String));
    }
    expect(seen.every(([first]) => first === CONTOSO)).toBe(true);
    expect(seen.every((some) => some.length <= 5)).toBe(true);
    const others = seen.flatMap((some) => some.slice(1));
    const count = createCustomers(12).length - 1;
    // Nobody comes again before everybody has come.
    expect(new Set(others.slice(0, count)).size).toBe(Math.min(count, others.length));
  });

  it('are looked for with all those that watches name, more of them than the share allows', async () => {
    const { watch, round } = await open({ sharePerMinute: 2 });
    const named = createCustomers(12).slice(0, 5);
    for (const { id, domain } of named) await watch({ filter: { customer: { id, name: '', domain } } });
    const seen: unknown[] = [];
    for (let n = 0; n < 3; n++) {
      bench.clock.forward(2_000);
      await round();
      seen.push(...looks());
    }
    expect(new Set(seen)).toEqual(new Set(named.map(({ id }) => id)));
  });

  it('read a list that is longer than the share allows in several rounds', async () => {
    const { watch, round, store } = await open({ customers: 1_200, sharePerMinute: 2 });
    await watch();
    for (let n = 0; n < 3; n++) {
      bench.clock.forward(2_000);
      await round();
    }
    const { all } = await store.db
      .selectFrom('snapshots')
      .select(({ fn }) => fn.countAll<number>().as('all'))
      .executeTakeFirstOrThrow();
    expect(all).toBe(createCustomers(1_200).length);
  });

  it('take in new customers within the hour, and announce nothing of their beginning', async () => {
    const { announced, watch, round, clock, store } = await open();
    await watch();
    await round();
    await store.db.deleteFrom('snapshots').where('customer', '=', FABRIKAM).execute();
    clock.forward(HOUR);
    await round();
    expect(announced).toEqual([]);
    rename('New', FABRIKAM);
    await round();
    expect(announced).toHaveLength(1);
  });

  it('that the desk made itself are not announced', async () => {
    const { announced, watch, round, change, world } = await open();
    await watch({ filter: { customer: contoso } });
    await round();
    const before = nameOf(world);
    rename('Ours');
    await change({ before: { companyName: before }, after: { companyName: 'Ours' }, end: 'applied' });
    await round();
    await round();
    expect(announced).toEqual([]);
    expect(await bench.counted('own')).toBe(1);
  });

  it('made by the desk and by somebody else are told apart by field', async () => {
    const { watch, round, change, world } = await open();
    await watch({ filter: { customer: contoso } });
    await round();
    const before = nameOf(world);
    world.partnerCenter.change(CONTOSO, { companyName: 'Ours', lastName: 'Theirs' });
    await change({ before: { companyName: before }, after: { companyName: 'Ours' }, end: 'applied' });
    await round();
    expect(told()).toEqual([[[expect.any(String), 'Theirs']]]);
  });

  it('that take back what the desk has just made are announced, once', async () => {
    const { watch, round, change, world } = await open();
    await watch({ filter: { customer: contoso } });
    rename('Old');
    await round();
    bench.clock.forward(1_000);
    await change({ before: { companyName: 'Old' }, after: { companyName: 'Ours' }, end: 'applied' });
    // The desk wrote, and somebody wrote it back, both between two looks.
    world.partnerCenter.change(CONTOSO, { culture: 'fr-FR' });
    world.partnerCenter.change(CONTOSO, { culture: 'en-US' });
    await round();
    await round();
    expect(told().flat()).toContainEqual(['Ours', 'Old']);
    expect(bench.announced).toHaveLength(1);
  });

  it('of a write whose answer is not known wait until it is', async () => {
    const { announced, watch, round, change, changes } = await open();
    await watch({ filter: { customer: contoso } });
    rename('Old');
    await round();
    rename('New');
    const unanswered = await change({ before: { companyName: 'Old' }, after: { companyName: 'New' }, end: 'applying' });
    await round();
    await round();
    expect(announced).toEqual([]);
    await changes.move(unanswered, {
      to: 'applied',
      fact: 'change.applied',
      detail: { byUs: true },
      set: { appliedAt: bench.clock.now() },
    });
    await round();
    await round();
    expect(announced).toEqual([]);
  });

  it('of a write that came to nothing are announced as what somebody else did', async () => {
    const { watch, round, change, changes } = await open();
    await watch({ filter: { customer: contoso } });
    rename('Old');
    await round();
    rename('New');
    const unanswered = await change({ before: { companyName: 'Old' }, after: { companyName: 'New' }, end: 'applying' });
    await round();
    await changes.move(unanswered, { to: 'failed', fact: 'change.failed' });
    await round();
    await round();
    expect(told()).toEqual([[['Old', 'New']]]);
  });

  it('between the end of one watch and the beginning of the next are never announced', async () => {
    const { announced, watch, round, clock, endWatches } = await open();
    await watch({ filter: { customer: contoso } });
    await round();
    await endWatches();
    rename('Between');
    clock.forward(DAY);
    await watch({ filter: { customer: contoso } });
    await round();
    expect(announced).toEqual([]);
    rename('Again');
    await round();
    expect(told()).toEqual([[['Between', 'Again']]]);
  });

  it.each([429, 503, 'reset'] as const)('are not lost when Partner Center fails (%s)', async (failure) => {
    const { watch, round, clock, world } = await open();
    await watch({ filter: { customer: contoso } });
    await round();
    rename('A');
    world.partnerCenter.faults.failNext(1, failure, { path: '/profiles/billing' });
    await round();
    expect(told()).toEqual([]);
    clock.forward(10 * MINUTE);
    await round();
    await round();
    expect(told()).toEqual([[[expect.any(String), 'A']]]);
  });

  it('are not held up by a named customer that is none any more', async () => {
    const { watch, round } = await open();
    const gone = 'eebd1b55-5360-4438-a11d-5c06918c3014';
    await watch({ filter: { customer: { id: gone, name: 'Gone', domain: '' } } });
    await watch({ filter: { customer: contoso } });
    await round();
    rename('A');
    await round();
    expect(told()).toEqual([[[expect.any(String), 'A']]]);
  });
});
