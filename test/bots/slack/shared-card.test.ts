import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { card, decided, decisionForm, person, request, room, tooLate } from './approval-answers.js';
import { ada, forged, press, ROOM, shared, toRoom, whispers } from './pressing.js';
import { type Bench, impatient, later, openBench, said, sofia, textOf, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const modal = (who = ada) => bench.slack.scene(who).modal;

describe('a press on a card that a whole channel reads', () => {
  beforeEach(() => bench.bot.delivery.post(card(room), toRoom()));

  it('opens the form of a decision for the presser and leaves the card', async () => {
    const before = shared(bench);
    bench.answerWith(() => decisionForm());
    await press(bench, 'declining');
    await until(() => textOf(modal()?.view).includes('"reason'));
    expect(modal(sofia)).toBeUndefined();
    expect(said(bench.slack, ada, ROOM)).toEqual(before);
    expect(bench.turns).toMatchObject([
      {
        act: { type: 'action', action: { verb: 'declining', id: 'change-7', version: 1 } },
        user: { user: ada.slackUser },
        place: { kind: 'channel', channel: ROOM },
      },
    ]);
  });

  it('that comes too late is answered in the modal, with who was first', async () => {
    bench.answerWith(() => tooLate);
    await press(bench, 'approving');
    await until(() => textOf(modal()?.view).includes('Ada Nowak'));
    expect(whispers(bench)).toEqual([]);
  });

  it('that opens no form is answered to the presser alone, beside the card', async () => {
    const before = shared(bench);
    bench.answerWith(() => card(person({ mayDecide: true }), request('awaiting', { reason: 'for Ada’s eyes' })));
    await press(bench, 'change');
    await until(() => textOf(whispers(bench)).includes('for Ada’s eyes'));
    expect(shared(bench)).toEqual(before);
    expect(textOf(said(bench.slack, sofia, ROOM))).not.toContain('for Ada’s eyes');
  });

  it('is told "working" to the presser alone while the answer takes longer', async () => {
    bench = await impatient(bench);
    await bench.bot.delivery.post(card(room), toRoom());
    const before = shared(bench);
    const { script, give } = later(tooLate);
    bench.answerWith(script);
    await press(bench, 'change');
    await until(() => whispers(bench).length);
    give();
    await until(() => textOf(whispers(bench)).includes('Ada Nowak'));
    expect(shared(bench)).toEqual(before);
    expect(whispers(bench, sofia)).toEqual([]);
  });

  it('is answered privately when its modal cannot be opened any more', async () => {
    const before = shared(bench);
    bench.slack.fault({ method: 'views.open', error: 'expired_trigger_id' });
    bench.answerWith(() => tooLate);
    await press(bench, 'approving');
    await until(() => textOf(whispers(bench)).includes('Ada Nowak'));
    expect(shared(bench)).toEqual(before);
    expect(whispers(bench, sofia)).toEqual([]);
  });

  it('is answered privately, by who they are, to everybody who presses at the same time', async () => {
    const form = decisionForm({ verdict: 'approve' });
    const own = { ...tooLate, reason: 'ownChange' } as const;
    bench.answerWith((turn) => (turn.user.user === sofia.slackUser ? own : form));
    await Promise.all([press(bench, 'approving'), press(bench, 'approving', sofia)]);
    await until(
      () => textOf(modal(ada)?.view).includes('reason') && textOf(modal(sofia)?.view).includes('You asked for this'),
    );
    expect(shared(bench)).toHaveLength(1);
  });

  it('is two presses when it is clicked twice, each answered, and the card is left', async () => {
    const before = shared(bench);
    bench.answerWith(() => card(person({ mayDecide: true })));
    await Promise.all([press(bench, 'change'), press(bench, 'change')]);
    await until(() => whispers(bench).length === 2);
    expect(new Set(bench.turns.map(({ delivery }) => delivery)).size).toBe(2);
    expect(shared(bench)).toEqual(before);
  });

  it('has no effect when the same request comes again, and is counted', async () => {
    bench.answerWith(() => decisionForm());
    await press(bench, 'declining');
    await until(() => textOf(modal()?.view).includes('reason'));
    expect((await bench.slack.deliverAgain()).status).toBe(200);
    expect(bench.turns).toHaveLength(1);
    expect(await bench.metric('partnerdesk_refused_requests_total', { platform: 'slack', reason: 'replay' })).toBe(1);
  });

  it('is revised for everybody by the core, also when it was pressed meanwhile', async () => {
    const ts = shared(bench)[0]?.ts ?? '';
    bench.answerWith(() => card(person()));
    await press(bench, 'change');
    await bench.bot.delivery.revise({ channel: ROOM, ts }, decided, toRoom());
    await until(() => whispers(bench).length);
    expect(shared(bench, sofia)).toMatchObject([{ ts }]);
    expect(textOf(shared(bench, sofia))).toContain('Ada Nowak');
  });

  it('with a value that was made to name another change asks about that one, and says nothing to others', async () => {
    bench.answerWith(() => ({ type: 'stale', reason: 'gone' }));
    const before = shared(bench);
    await bench.slack.sendForm(forged(bench, '{"v":1,"verb":"approving","id":"change-8","version":1}'));
    await until(() => modal());
    expect(bench.turns).toMatchObject([{ act: { action: { id: 'change-8' } }, user: { user: ada.slackUser } }]);
    expect(shared(bench)).toEqual(before);
  });

  it('of an older release, without a format number, is still understood', async () => {
    bench.answerWith(() => decisionForm());
    await bench.slack.sendForm(forged(bench, '{"verb":"declining","id":"change-7","version":1}'));
    await until(() => textOf(modal()?.view).includes('reason'));
    expect(bench.turns).toMatchObject([{ act: { action: { v: 1, verb: 'declining' } } }]);
  });

  it.each([
    ['of a format that is not known', '{"v":99,"verb":"approving","id":"change-7"}'],
    ['with a verb that is not known', '{"v":1,"verb":"approveAll","id":"change-7"}'],
    ['that says more than it may', '{"v":1,"verb":"approving","id":"change-7","person":"U0ADA","role":"Global admin"}'],
    ['that is no JSON', 'approve'],
  ])('%s is told to be out of date, privately', async (_name, value) => {
    await bench.slack.sendForm(forged(bench, value));
    await until(() => textOf(said(bench.slack, ada, 'D0ADA')).length > 2);
    expect(bench.turns).toEqual([]);
    expect(said(bench.slack, ada, ROOM)).toHaveLength(1);
  });
});
