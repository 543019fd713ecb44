import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { form, review } from './answers.js';
import { type Bench, impatient, later, openBench, SOFIA_DM, sofia, textOf, until } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  await openForm();
});
afterEach(() => bench.close());

/** The form of a customer, open in front of the sales agent. */
async function openForm(): Promise<void> {
  bench.answerWith(() => form(1, 'Seattle'));
  await bench.slack.act(sofia, { type: 'say', channel: SOFIA_DM, text: '/partnerdesk update Contoso' });
  await until(() => textOf(bench.slack.scene(sofia).modal?.view).includes('Seattle'));
}

const CITY = 'defaultAddress.city';
const modal = () => bench.slack.scene(sofia).modal;
const typed = (city: string, version = 1) => ({
  [`${CITY}#${version}`]: { [CITY]: { type: 'plain_text_input', value: city } },
});
const submit = (city: string) =>
  bench.slack.act(sofia, { type: 'submit', view: modal()?.id ?? '', state: typed(city) });

/** A button of the open modal, by its verb. */
function button(verb: string): { blockId: string; actionId: string } {
  const { blocks } = (modal()?.view ?? { blocks: [] }) as {
    blocks: { block_id: string; elements?: { action_id: string; value?: string }[] }[];
  };
  for (const block of blocks) {
    const element = block.elements?.find((one) => one.value?.includes(`"verb":"${verb}"`));
    if (element) return { blockId: block.block_id, actionId: element.action_id };
  }
  throw new Error(`the modal has no button for ${verb}`);
}

describe('a form that is submitted', () => {
  it('becomes a turn with all its values, under the version that was shown', async () => {
    bench.answerWith(() => review);
    await submit('Tacoma');
    expect(bench.turns.at(-1)).toMatchObject({
      act: {
        type: 'action',
        action: { verb: 'review', id: 'change-1', version: 1 },
        values: { companyName: 'Contoso Ltd', [CITY]: 'Tacoma' },
      },
      place: { kind: 'personal', external: false },
    });
  });

  it('is replaced by its review in the acknowledgement', async () => {
    bench.answerWith(() => review);
    await submit('Tacoma');
    expect(textOf(modal()?.view)).toContain('Tacoma');
    expect(modal()?.busy).toBe(false);
    expect(bench.slack.calls.filter((one) => one.method === 'views.update')).toHaveLength(1);
  });

  it('shows errors at their inputs and keeps the view, with all that was typed in it', async () => {
    const before = modal();
    bench.answerWith(() => form(1, 'T\u00e9', [{ path: CITY, rule: 'tooLong', params: { max: 1 } }]));
    await submit('T\u00e9');
    expect(Object.keys(modal()?.errors ?? {})).toEqual([`${CITY}#1`]);
    expect(modal()?.view).toEqual(before?.view);
  });

  it('shows a form of a newer version anew, with the typed values', async () => {
    bench.answerWith(() => form(2, 'Tacoma', [{ path: CITY, rule: 'tooLong', params: { max: 1 } }]));
    await submit('Tacoma');
    expect(modal()?.errors).toEqual({});
    expect(textOf(modal()?.view)).toContain('Tacoma');
    expect(textOf(modal()?.view)).toContain(`${CITY}#2`);
  });

  it('shows that it works when the answer takes longer, then the answer in the same view', async () => {
    bench = await impatient(bench);
    await openForm();
    const { script, give } = later(review);
    bench.answerWith(script);
    const id = modal()?.id;
    await submit('Tacoma');
    expect(modal()).toMatchObject({ id, busy: false });
    expect(textOf(modal()?.view)).not.toContain('plain_text_input');
    give();
    await until(() => textOf(modal()?.view).includes('Tacoma'));
    expect(modal()?.id).toBe(id);
  });

  it('is finished by the next process when this one dies before the answer', async () => {
    bench = await impatient(bench);
    await openForm();
    bench.answerWith(() => new Promise(() => undefined));
    await submit('Tacoma');
    bench.answerWith(() => review);
    await bench.restart();
    await until(() => textOf(modal()?.view).includes('Tacoma'));
  });

  it('stays open, to be submitted again, when the store is down', async () => {
    bench.storeDown(true);
    const before = modal();
    await submit('Tacoma');
    expect(bench.slack.scene(sofia).clientError).toContain('Try again');
    expect(modal()?.view).toEqual(before?.view);
  });

  it('has one effect and its stored answer when the same submission comes twice', async () => {
    bench.answerWith(() => review);
    const payload = {
      type: 'view_submission',
      team: { id: 'T0PARTNER' },
      user: { id: sofia.slackUser, team_id: 'T0PARTNER' },
      trigger_id: '1.2.same',
      view: { ...(modal()?.view as object), state: { values: typed('Tacoma') } },
    };
    const count = bench.turns.length;
    const first = await bench.slack.sendForm({ payload: JSON.stringify(payload) });
    const second = await bench.slack.sendForm({ payload: JSON.stringify({ ...payload, token: 'x' }) });
    expect(second).toEqual(first);
    expect(bench.turns).toHaveLength(count + 1);
  });

  it('is out of date when its metadata says nothing of ours', async () => {
    const view = { ...(modal()?.view as object), private_metadata: '{"verb":"destroy"}' };
    const payload = {
      type: 'view_submission',
      team: { id: 'T0PARTNER' },
      user: { id: sofia.slackUser },
      trigger_id: '1.2.x',
      view,
    };
    const answer = await bench.slack.sendForm({ payload: JSON.stringify(payload) });
    expect(JSON.parse(answer.body)).toMatchObject({ response_action: 'update' });
    expect(bench.turns).toHaveLength(1);
  });

  it('has no effect when the modal belongs to another workspace', async () => {
    const payload = {
      type: 'view_submission',
      team: { id: 'T0PARTNER' },
      user: { id: sofia.slackUser },
      trigger_id: '1.2.y',
      view: { ...(modal()?.view as object), app_installed_team_id: 'T0ELSE' },
    };
    await bench.slack.sendForm({ payload: JSON.stringify(payload) });
    expect(bench.turns).toHaveLength(1);
  });
});

describe('a button inside a modal', () => {
  it('fills the same modal with its answer', async () => {
    bench.answerWith(() => ({
      type: 'countryForm',
      change: { id: 'change-1', version: 1 },
      customer: review.customer,
      country: 'US',
      countries: ['US', 'FR'],
      errors: [],
    }));
    const id = modal()?.id ?? '';
    await bench.slack.act(sofia, { type: 'pressInModal', view: id, ...button('country'), state: typed('Tacoma') });
    await until(() => textOf(modal()?.view).includes('"FR"'));
    expect(modal()?.id).toBe(id);
    expect(bench.turns.at(-1)).toMatchObject({ act: { action: { verb: 'country' }, values: { [CITY]: 'Tacoma' } } });
  });
});
