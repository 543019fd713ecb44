import { expect, it } from '@jest/globals';
import { describeStores, testSealer } from '../store/stores.js';
import { channelOf, createFanOut, shows } from './fan-out.js';
import { otherReader, sampleMessage } from './samples.js';

describeStores('what an older release has left', (home) => {
  /** As it wrote copies and messages: without lanes. */
  async function setUp() {
    const desk = createFanOut(await home.open());
    const { db } = desk.store;
    await desk.announce('request', [channelOf('C1')], {});
    await desk.announce('shown', [channelOf('C2')], {});
    await desk.run(desk.senderOf('before', { deliveries: [desk.slack.delivery] }), 0);
    await desk.outbox.owe(db, { dedupeKey: 'told', to: otherReader('U1'), answer: shows('told', 1) });
    await db.updateTable('copies').set({ lane: '' }).execute();
    await db.updateTable('outbox').set({ lane: '' }).execute();
    await db.deleteFrom('lanes').execute();
    await db.deleteFrom('pools').execute();
    return { desk, db };
  }

  it('is delivered, and followed from then on', async () => {
    const { desk, db } = await setUp();
    const [first] = await db.selectFrom('copies').select('id').where('subject', '=', 'shown').execute();
    await desk.move('shown', false);
    await db.deleteFrom('outbox').where('kind', '=', 'revise').execute();
    // The older release owed one look for each version.
    for (const version of [2, 3])
      await db
        .insertInto('outbox')
        .values(
          sampleMessage(`r${version}`, {
            dedupeKey: `revise:${first?.id}:${version}`,
            kind: 'revise',
            copy: first?.id ?? '',
          }),
        )
        .execute();
    await desk.outbox.takeOver();
    const sender = desk.senderOf('now');
    await desk.run(sender);
    expect(desk.slack.in('U1')).toHaveLength(1);
    expect(desk.slack.in('C2').map(({ shown }) => shown)).toEqual([[shows('shown', 1), shows('shown', 2)]]);
    await desk.move('request', false);
    await desk.run(sender);
    expect(desk.slack.in('C1').map(({ shown }) => shown.at(-1))).toEqual([shows('request', 2)]);
    expect((await desk.rows()).every(({ state, lane }) => state === 'sent' && lane !== null)).toBe(true);
  });

  it('stays where it is while it cannot be read, and keeps nothing else', async () => {
    const { desk, db } = await setUp();
    const sealed = testSealer().seal('{}', 'outbox:other');
    await db
      .insertInto('outbox')
      .values(sampleMessage('other', { toSealed: sealed, answerSealed: sealed }))
      .execute();
    await desk.outbox.takeOver();
    await desk.run(desk.senderOf('now'));
    expect(desk.slack.in('U1')).toHaveLength(1);
    const left = await db.selectFrom('outbox').select(['id', 'lane']).where('state', '=', 'due').execute();
    expect(left).toEqual([{ id: 'other', lane: '' }]);
  });
});
