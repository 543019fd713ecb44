import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import { card, decided, decisionForm, permissionForm, person, request, room, tooLate } from './approval-answers.js';
import { ada, press, ROOM, toRoom } from './pressing.js';
import { type Bench, buttonOf, impatient, later, openBench, said, textOf, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const modal = () => bench.slack.scene(ada).modal;
interface View {
  blocks: { block_id: string; element?: { action_id: string } }[];
  private_metadata: string;
}
const view = () => modal()?.view as View;

/** A form, open in front of the admin agent who pressed a card of the channel. */
async function open(form: Answer): Promise<void> {
  await bench.bot.delivery.post(card(room), toRoom());
  bench.answerWith(() => form);
  await press(bench, 'declining');
  await until(() => textOf(modal()?.view).includes('"reason'));
}

/** The block that holds an input, whatever its version. */
function blockOf(input: string): string {
  const { blocks } = view();
  return blocks.find(({ element }) => element?.action_id === input)?.block_id ?? 'none';
}
const reason = (value: string) => ({ [blockOf('reason')]: { reason: { type: 'plain_text_input', value } } });
const day = (selected_date: string) => ({ [blockOf('until')]: { until: { type: 'datepicker', selected_date } } });
const submit = (state: Record<string, Record<string, unknown>>) =>
  bench.slack.act(ada, { type: 'submit', view: modal()?.id ?? '', state });

describe('the form of a decision', () => {
  it.each(['approve', 'decline', 'breakGlass', 'reviewed'] as const)(
    'hands in "%s" with its reason and the revision that was shown',
    async (verdict) => {
      await open(decisionForm({ verdict, approval: request('awaiting', { revision: 3 }) }));
      bench.answerWith(() => decided);
      await submit(reason('Too early'));
      expect(bench.turns.at(-1)).toMatchObject({
        act: { action: { verb: verdict, id: 'change-7', version: 3 }, values: { reason: 'Too early' } },
        user: { user: ada.slackUser, standing: 'member' },
      });
    },
  );

  it('is replaced by how the change stands then', async () => {
    await open(decisionForm());
    const { id } = modal() ?? {};
    bench.answerWith(() => decided);
    await submit(reason('Too early'));
    expect(modal()).toMatchObject({ id, busy: false, errors: {} });
    expect(textOf(modal()?.view)).toContain('Ada Nowak');
    expect(textOf(modal()?.view)).not.toContain('plain_text_input');
  });

  it('that comes too late says who was first, to nobody else', async () => {
    await open(decisionForm());
    const before = said(bench.slack, ada, ROOM);
    bench.answerWith(() => tooLate);
    await submit(reason('Too early'));
    expect(textOf(modal()?.view)).toContain('Ada Nowak');
    expect(said(bench.slack, ada, ROOM)).toEqual(before);
  });

  it('shows an error at the reason and keeps what was typed', async () => {
    await open(decisionForm());
    const before = modal()?.view;
    bench.answerWith(() =>
      decisionForm({ reason: 'x', errors: [{ path: 'reason', rule: 'tooLong', params: { max: 1000 } }] }),
    );
    await submit(reason('x'));
    expect(Object.keys(modal()?.errors ?? {})).toEqual([blockOf('reason')]);
    expect(modal()?.view).toEqual(before);
  });

  it('is shown anew, with what was typed and what moved, when the record moved meanwhile', async () => {
    await open(decisionForm());
    const moved = { path: 'permission.AzureReservedInstances', before: 'off', theirs: 'off', ours: 'on' } as const;
    bench.answerWith(() =>
      decisionForm({ approval: request('awaiting', { revision: 2 }), reason: 'Too early', drift: [moved] }),
    );
    await submit(reason('Too early'));
    expect(modal()?.errors).toEqual({});
    expect(textOf(modal()?.view)).toContain('Too early');
    expect(view().private_metadata).toContain('"version":2');
  });

  it('says that the desk is at work when the answer takes longer, then the answer in the same view', async () => {
    bench = await impatient(bench);
    await open(decisionForm());
    const { id } = modal() ?? {};
    const { script, give } = later(decided);
    bench.answerWith(script);
    await submit(reason('Too early'));
    expect(textOf(modal()?.view)).not.toContain('Ada Nowak');
    give();
    await until(() => textOf(modal()?.view).includes('Ada Nowak'));
    expect(modal()?.id).toBe(id);
  });

  it('has one effect when the same submission comes twice', async () => {
    await open(decisionForm());
    bench.answerWith(() => decided);
    await submit(reason('Too early'));
    const count = bench.turns.length;
    expect(await bench.slack.deliverAgain()).toMatchObject({ status: 200, body: '' });
    expect(bench.turns).toHaveLength(count);
  });

  it('leaves the way back in the same modal', async () => {
    await open(decisionForm());
    const id = modal()?.id ?? '';
    bench.answerWith(() => card(person({ mayDecide: true }), request('awaiting', { reason: 'back again' })));
    const button = buttonOf(view().blocks, 'change');
    await bench.slack.act(ada, { type: 'pressInModal', view: id, ...button, state: reason('half a sen') });
    await until(() => textOf(modal()?.view).includes('back again'));
    expect(modal()?.id).toBe(id);
  });
});

describe('the form that asks for a permission', () => {
  it('hands in its reason and its last day', async () => {
    await open(permissionForm());
    bench.answerWith(() => card(person({ mayWithdraw: true })));
    await submit({ ...reason('They asked'), ...day('2026-12-31') });
    expect(bench.turns.at(-1)).toMatchObject({
      act: {
        action: { verb: 'propose', id: 'change-7', version: 1 },
        values: { reason: 'They asked', until: '2026-12-31' },
      },
    });
    expect(textOf(modal()?.view)).toContain('withdraw');
  });

  it('hands in an empty last day where none was chosen', async () => {
    await open(permissionForm());
    bench.answerWith(() => card(person()));
    await submit(reason('They asked'));
    expect(bench.turns.at(-1)).toMatchObject({ act: { values: { reason: 'They asked', until: '' } } });
  });

  it('shows errors at both inputs and keeps the view', async () => {
    await open(permissionForm());
    const before = modal()?.view;
    bench.answerWith(() =>
      permissionForm({
        reason: 'x',
        until: '2020-01-01',
        errors: [
          { path: 'reason', rule: 'tooLong', params: { max: 1000 } },
          { path: 'until', rule: 'date', params: {} },
        ],
      }),
    );
    await submit({ ...reason('x'), ...day('2020-01-01') });
    expect(Object.keys(modal()?.errors ?? {}).toSorted()).toEqual([blockOf('reason'), blockOf('until')].toSorted());
    expect(modal()?.view).toEqual(before);
  });
});
