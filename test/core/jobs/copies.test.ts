import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { describeStores } from '../store/stores.js';
import { channelOf, createFanOut, shows } from './fan-out.js';

/** What happens between two looks. */
type Step =
  | { is: 'move'; follow: boolean }
  | { is: 'round' }
  | { is: 'wait'; ms: number }
  /** The next calls fail: before anything was done, or after it. */
  | { is: 'trouble'; when: 'before' | 'after' | 'throttled'; calls: number }
  /** A process sends, and dies before it could write so. */
  | { is: 'death' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ is: fc.constant('move' as const), follow: fc.boolean() }) },
  { weight: 4, arbitrary: fc.constant({ is: 'round' as const }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('trouble' as const),
      when: fc.constantFrom('before' as const, 'after' as const, 'throttled' as const),
      calls: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ is: 'death' as const }) },
);

const versionIn = (answer: unknown): number => Number(/v(\d+)/.exec(JSON.stringify(answer))?.[1]);

describeStores('copies', (home) => {
  const setUp = async () => createFanOut(await home.open());

  it('are posted once and show the end of it, whatever fails and whoever dies on the way', async () => {
    const store = await home.open();
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        round += 1;
        const subject = `subject ${round}`;
        const desk = createFanOut(store);
        const sender = desk.senderOf(`one ${round}`);
        await desk.announce(subject, [channelOf(`C${round}`), channelOf(`19:${round}`, 'teams')]);
        let last = 1;
        let followed = 1;
        for (const one of steps) {
          if (one.is === 'move') {
            last = await desk.move(subject, one.follow);
            if (one.follow) followed = last;
          }
          if (one.is === 'round') await sender.round();
          if (one.is === 'wait') desk.clock.forward(one.ms);
          if (one.is === 'trouble') {
            for (const chat of [desk.slack, desk.teams]) chat.goWrong(troubles(one.when, one.calls));
          }
          if (one.is === 'death') {
            const finish = () => Promise.reject(new Error('killed'));
            await desk.senderOf('dead', { outbox: { ...desk.outboxOf(`dead ${round}`), finish } }).round();
          }
        }
        for (const chat of [desk.slack, desk.teams]) chat.goWrong(() => undefined);
        await desk.run(sender);

        // Slack says what it has: nothing stands there twice.
        expect(desk.slack.standing).toHaveLength(1);
        expect(desk.teams.standing.length).toBeGreaterThanOrEqual(1);
        for (const chat of [desk.slack, desk.teams]) {
          const card = chat.standing.at(-1);
          const versions = (card?.shown ?? []).map(versionIn);
          expect(versions.at(-1)).toBe(last);
          expect(versions).toEqual(versions.toSorted((a, b) => a - b));
          const lines = (card?.replies ?? []).map(({ answer }) => versionIn(answer));
          // Whatever was to be followed is said by the card when it was posted, or by a line under it.
          expect(Math.max(versions[0] ?? 0, ...lines)).toBeGreaterThanOrEqual(followed);
          expect(lines).toEqual(lines.toSorted((a, b) => a - b));
          if (chat === desk.slack) expect(new Set(lines).size).toBe(lines.length);
        }
        expect((await desk.rows()).filter(({ state }) => state !== 'sent')).toEqual([]);
      }),
      { numRuns: store.dialect === 'sqlite' ? 60 : 15 },
    );
  }, 120_000);

  it('say several moves between two sends in one line and one update', async () => {
    const desk = await setUp();
    const sender = desk.senderOf('one');
    await desk.announce('s', [channelOf('C1')]);
    await desk.run(sender);
    for (let n = 0; n < 5; n += 1) await desk.move('s');
    await desk.run(sender);
    const [card] = desk.slack.standing;
    expect(card?.shown).toEqual([shows('s', 1), shows('s', 6)]);
    expect(card?.replies.map(({ answer }) => answer)).toEqual([shows('s follow', 6)]);
  });

  it('say nothing more of what a card shows already when it is posted', async () => {
    const desk = await setUp();
    await desk.announce('s', [channelOf('C1')]);
    await desk.move('s');
    await desk.run(desk.senderOf('one'));
    expect(desk.slack.standing.map(({ shown, replies }) => [shown, replies])).toEqual([[[shows('s', 2)], []]]);
    expect(desk.slack.counts.calls).toBe(1);
  });

  it('of a request get no lines, and follow all the same', async () => {
    const desk = await setUp();
    await desk.announce('s', [channelOf('C1')], {});
    await desk.run(desk.senderOf('one'));
    await desk.move('s');
    await desk.run(desk.senderOf('one'));
    expect(desk.slack.standing.map(({ shown, replies }) => [shown.length, replies])).toEqual([[2, []]]);
  });

  it('go to the same recipient once', async () => {
    const desk = await setUp();
    expect(await desk.announce('s', [channelOf('C1'), channelOf('C2')])).toBe(2);
    expect(await desk.announce('s', [channelOf('C2'), channelOf('C3')])).toBe(1);
    await desk.run(desk.senderOf('one'));
    expect(desk.slack.standing.map(({ place }) => place).toSorted()).toEqual(['C1', 'C2', 'C3']);
  });

  it('are looked for before they are posted again, and not where the platform does not say', async () => {
    const desk = await setUp();
    await desk.announce('s', [channelOf('C1'), channelOf('19:1', 'teams')]);
    for (const chat of [desk.slack, desk.teams]) chat.goWrong(troubles('after', 1));
    await desk.run(desk.senderOf('one'));
    expect([desk.slack.standing.length, desk.slack.counts.found]).toEqual([1, 1]);
    // What was found may be of an older state: it is shown anew.
    expect(desk.slack.standing[0]?.shown).toHaveLength(2);
    expect(desk.teams.standing).toHaveLength(2);
  });

  it('stay in doubt while the platform has no time to be asked', async () => {
    const desk = await setUp();
    await desk.announce('s', [channelOf('C1')]);
    desk.slack.goWrong(troubles('after', 1));
    const sender = desk.senderOf('one');
    await sender.round();
    desk.slack.goWrong(troubles('throttled', 2));
    await desk.run(sender);
    expect([desk.slack.standing.length, desk.slack.counts.found]).toEqual([1, 1]);
  });

  it('that cannot be looked for are sent all the same in the end', async () => {
    const desk = await setUp();
    await desk.announce('s', [channelOf('C1')]);
    desk.slack.goWrong(troubles('before', 1));
    const find = () => Promise.reject(new Error('no history'));
    const deliveries = [{ ...desk.slack.delivery, find }];
    await desk.run(desk.senderOf('one', { deliveries }));
    expect(desk.slack.standing).toHaveLength(1);
  });

  it('keep neither who reads them nor what they say as plain text', async () => {
    const desk = await setUp();
    await desk.announce('s', [channelOf('Rosengarten')]);
    await desk.run(desk.senderOf('one'));
    const [row] = await desk.store.db.selectFrom('copies').select(['recipientSealed', 'addressSealed']).execute();
    expect(row?.addressSealed).toEqual(expect.any(String));
    expect(JSON.stringify(row)).not.toContain('Rosengarten');
  });
});

function troubles(when: 'before' | 'after' | 'throttled', calls: number) {
  let left = calls;
  return () => {
    if (left <= 0) return undefined;
    left -= 1;
    if (when === 'throttled')
      return { before: Object.assign(new Error('slow down'), { code: 'ratelimited', retryAfterSeconds: 3 }) };
    return { [when]: new Error('connection lost') };
  };
}
