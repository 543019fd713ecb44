import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import { card, decisionForm, permissionForm, person, request, tooLate } from './approval-answers.js';
import { contoso } from './answers.js';
import { ada, press, shared, toSofia, whispers } from './pressing.js';
import { type Bench, buttonOf, openBench, said, SOFIA_DM, sofia, textOf, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const modal = (who = ada) => bench.slack.scene(who).modal;

describe('a press on a copy in the own conversation', () => {
  const copy = card(person({ mayWithdraw: true }));
  const dm = () => shared(bench, sofia, SOFIA_DM);
  beforeEach(() => bench.bot.delivery.post(copy, toSofia));

  it.each([
    ['withdraws', 'withdraw'],
    ['looks further', 'permission'],
  ])('that %s is answered beside it', async (_name, verb) => {
    const before = dm();
    bench.answerWith(() => ({ ...tooLate, reason: 'tooLateToWithdraw' }));
    await press(bench, verb, sofia, SOFIA_DM);
    await until(() => textOf(whispers(bench, sofia, SOFIA_DM)).includes('Ada Nowak'));
    expect(dm()).toEqual(before);
  });

  it('can be pressed again after it was revised', async () => {
    const ts = dm()[0]?.ts ?? '';
    await bench.bot.delivery.revise({ channel: SOFIA_DM, ts }, { ...copy, because: 'reminder' }, toSofia);
    bench.answerWith(() => tooLate);
    await press(bench, 'withdraw', sofia, SOFIA_DM);
    await until(() => whispers(bench, sofia, SOFIA_DM).length);
    expect(dm()).toMatchObject([{ ts }]);
  });

  it('is answered in a message of its own when Slack gave no response URL', async () => {
    const [message] = dm();
    const { blockId: block_id, actionId: action_id } = buttonOf(message?.blocks, 'withdraw');
    const body = {
      type: 'block_actions',
      team: { id: 'T0PARTNER' },
      user: { id: sofia.slackUser, team_id: 'T0PARTNER' },
      trigger_id: bench.slack.mintTrigger(sofia.slackUser),
      container: { type: 'message', channel_id: SOFIA_DM, message_ts: message?.ts },
      message: { user: 'U0PARTNERDSK' },
      actions: [{ type: 'button', block_id, action_id, value: '{"v":1,"verb":"withdraw","id":"change-7"}' }],
    };
    bench.answerWith(() => tooLate);
    await bench.slack.sendForm({ payload: JSON.stringify(body) });
    await until(() => dm().length === 2);
    expect(dm()[0]).toEqual(message);
  });
});

describe('an answer in the own conversation that is no copy', () => {
  it('makes room for the answer to its button', async () => {
    bench.answerWith(() => card(person({ mayWithdraw: true })));
    await bench.slack.act(sofia, { type: 'say', channel: SOFIA_DM, text: 'approvals' });
    const message = await until(() => shared(bench, sofia, SOFIA_DM)[0]);
    bench.answerWith(() => tooLate);
    await press(bench, 'withdraw', sofia, SOFIA_DM);
    await until(() => textOf(shared(bench, sofia, SOFIA_DM)).includes('Ada Nowak'));
    expect(shared(bench, sofia, SOFIA_DM)).toMatchObject([{ ts: message.ts }]);
  });

  it('is left when the form that its button opens cannot be shown any more', async () => {
    bench.answerWith(() => card(person({ mayDecide: true })));
    await bench.slack.act(sofia, { type: 'say', channel: SOFIA_DM, text: 'approvals' });
    const message = await until(() => shared(bench, sofia, SOFIA_DM)[0]);
    bench.slack.fault({ method: 'views.open', error: 'expired_trigger_id' });
    bench.answerWith(() => tooLate);
    await press(bench, 'approving', sofia, SOFIA_DM);
    const [first, second] = await until(
      () => said(bench.slack, sofia, SOFIA_DM).length > 1 && said(bench.slack, sofia, SOFIA_DM),
    );
    expect(first).toEqual(message);
    expect(textOf(second)).toContain('Ada Nowak');
  });

  it.each<[string, Answer, Answer]>([
    [
      'ask',
      {
        type: 'permission',
        customer: contoso,
        permissions: [{ resource: 'AzureReservedInstances', on: false }],
        mayAsk: true,
      },
      permissionForm(),
    ],
    ['undo', card(person({ mayUndo: true }), request('applied')), permissionForm({ give: false, undoes: 'change-7' })],
    [
      'reviewing',
      card(person({ mayReview: true }), request('applied', { owesReview: true })),
      decisionForm({ verdict: 'reviewed' }),
    ],
    ['breaking', card(person({ mayBreakGlass: true })), decisionForm({ verdict: 'breakGlass' })],
  ])('opens a form for "%s"', async (verb, shown, form) => {
    bench.answerWith(() => shown);
    await bench.slack.act(sofia, { type: 'say', channel: SOFIA_DM, text: 'approvals' });
    const message = await until(() => shared(bench, sofia, SOFIA_DM)[0]);
    bench.answerWith(() => form);
    await press(bench, verb, sofia, SOFIA_DM);
    await until(() => textOf(modal(sofia)?.view).includes('"reason'));
    expect(shared(bench, sofia, SOFIA_DM)).toEqual([message]);
  });
});
