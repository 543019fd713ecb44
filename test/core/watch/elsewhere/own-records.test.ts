import { afterEach, expect, it, jest } from '@jest/globals';
import { describeStores } from '../../store/stores.js';
import { type Bench, CONTOSO, FABRIKAM, HOUR, MINUTE, nameOf, openBench } from './bench.js';

// Each test has a database and a Partner Center of its own.
jest.setTimeout(30_000);

describeStores('the records of what the desk did', (home) => {
  let bench: Bench;
  afterEach(() => bench.close());
  const open = async () => {
    bench = await openBench(await home.open());
    await bench.watch();
    bench.clock.forward(MINUTE);
    return bench;
  };
  const nameNow = () => nameOf(bench.world);
  const told = () => bench.announced.map(({ differences }) => differences.map(({ after }) => after).join());

  /** As the record of a write of the desk looks that does not carry its correlation id. */
  async function written(companyName: string, end: 'applying' | 'applied' | 'foundSo' | 'failed') {
    const before = { companyName: nameNow() };
    bench.world.partnerCenter.change(CONTOSO, { companyName }, 'app');
    return bench.change({ before, after: { companyName }, end });
  }

  it('are recognised and not announced', async () => {
    const { announced, round } = await open();
    await written('Ours', 'applied');
    await round();
    expect(announced).toEqual([]);
    expect(await bench.counted('own')).toBe(1);
  });

  it('are recognised by their correlation id, though other values were written', async () => {
    const { announced, round, world, change } = await open();
    await change({ before: {}, after: { companyName: 'As asked' }, end: 'applied', correlationId: 'turn-7' });
    world.partnerCenter.audit.add({
      operationType: 'update_customer_billing_profile',
      resourceType: 'customer',
      customerId: CONTOSO,
      before: { companyName: 'Was' },
      after: { companyName: 'AS ASKED' },
      correlationId: 'turn-7',
    });
    world.partnerCenter.audit.add({
      operationType: 'update_customer_billing_profile',
      resourceType: 'customer',
      before: { companyName: 'Was' },
      after: { companyName: 'AS ASKED' },
      correlationId: 'turn-7',
    });
    await round();
    expect(announced).toEqual([]);
  });

  it('do not hide the same values for another customer, of another kind, or an hour later', async () => {
    const { announced, round, world, clock } = await open();
    await written('Ours', 'applied');
    world.partnerCenter.change(FABRIKAM, { companyName: 'Ours' });
    world.partnerCenter.changePolicy(CONTOSO, ['AzureSavingsPlan']);
    await round();
    clock.forward(HOUR);
    world.partnerCenter.change(CONTOSO, { companyName: 'Other' });
    clock.forward(MINUTE);
    world.partnerCenter.change(CONTOSO, { companyName: 'Ours' });
    await round();
    expect(told().toSorted()).toEqual(['Other', 'Ours', 'Ours', 'on']);
    expect(announced).toHaveLength(4);
  });

  it('do not hide that somebody else sets the same once more within minutes', async () => {
    const { round, world, clock } = await open();
    await written('Ours', 'applied');
    const was = bench.announced.length;
    clock.forward(1_000);
    world.partnerCenter.change(CONTOSO, { companyName: 'Theirs' });
    clock.forward(1_000);
    world.partnerCenter.change(CONTOSO, { companyName: 'Ours' });
    await round();
    expect(was).toBe(0);
    expect(told()).toEqual(['Theirs', 'Ours']);
  });

  it('wait while the answer of the write is not known, and stay silent when it was ours', async () => {
    const { announced, round, changes, clock } = await open();
    const unanswered = await written('Ours', 'applying');
    await round();
    clock.forward(3 * HOUR);
    await round();
    expect(announced).toEqual([]);
    await changes.move(unanswered, { to: 'applied', fact: 'change.applied', set: { appliedAt: clock.now() } });
    await round();
    await round();
    expect(announced).toEqual([]);
    expect(await bench.counted('own')).toBe(1);
  });

  it('wait while the answer of the write is not known, and are announced when it came to nothing', async () => {
    const { round, changes } = await open();
    const unanswered = await written('Theirs', 'applying');
    await round();
    await changes.move(unanswered, { to: 'conflicted', fact: 'change.conflicted' });
    await round();
    await round();
    expect(told()).toEqual(['Theirs']);
  });

  it('are those of others when the desk found that somebody had made it so', async () => {
    const { round } = await open();
    await written('Theirs', 'foundSo');
    await round();
    expect(told()).toEqual(['Theirs']);
  });

  it('are those of others when the write was refused because somebody was faster', async () => {
    const { round, world, change, changes, clock } = await open();
    const before = { companyName: nameNow() };
    const applying = await change({ before, after: { companyName: 'Same' }, end: 'applying' });
    world.partnerCenter.change(CONTOSO, { companyName: 'Same' });
    const stale = await changes.move(applying, { to: 'applying', fact: 'change.stale', set: { requestId: null } });
    if (!stale) throw new Error('the change was not moved');
    await changes.move(stale, {
      to: 'applied',
      fact: 'change.applied',
      detail: { byUs: false },
      set: { appliedAt: clock.now() },
    });
    await round();
    expect(told()).toEqual(['Same']);
  });

  it('of permissions are recognised too, the last one that is taken away among them', async () => {
    const { announced, round, world, change, clock } = await open();
    const path = 'permission.AzureSavingsPlan';
    world.partnerCenter.changePolicy(CONTOSO, ['AzureSavingsPlan']);
    await change({ kind: 'purchase', before: {}, after: { [path]: 'on' }, end: 'applied' });
    clock.forward(1_000);
    world.partnerCenter.changePolicy(CONTOSO, []);
    await change({ kind: 'purchase', before: { [path]: 'on' }, after: { [path]: '' }, end: 'applied' });
    await round();
    expect(announced).toEqual([]);
    expect(await bench.counted('own')).toBe(2);
  });
});
