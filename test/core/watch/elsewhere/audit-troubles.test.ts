import { afterEach, expect, it, jest } from '@jest/globals';
import { createCustomers } from '../../../../sandbox/customers/create-customers.js';
import { until } from '../../approval/approval-desk.js';
import { describeStores } from '../../store/stores.js';
import { type Bench, CONTOSO, DAY, FABRIKAM, HOUR, MINUTE, openBench } from './bench.js';

// Each test has a database and a Partner Center of its own.
jest.setTimeout(30_000);

let bench: Bench;
afterEach(() => bench.close());

describeStores('changes in the audit records, whatever happens', (home) => {
  const open = async (more?: Parameters<typeof openBench>[1]) => {
    bench = await openBench(await home.open(), more);
    return bench;
  };
  const names = () => bench.announced.map(({ differences }) => differences[0]?.after ?? '');
  const rename = (companyName: string, id = CONTOSO) => bench.world.partnerCenter.change(id, { companyName });

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
});
