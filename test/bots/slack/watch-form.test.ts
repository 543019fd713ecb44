import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AnswerOf } from '../../../core/answer.js';
import type { WatchView } from '../../../core/views.js';
import { type Bench, buttonOf, openBench, said, SOFIA_DM, sofia, textOf, until } from './slack-bench.js';

const watch: WatchView = {
  id: 'watch-1',
  version: 3,
  state: 'active',
  topic: 'changes',
  filter: { stage: 'outcomes', origin: 'anywhere', muteOwn: false },
  rhythm: { every: 'change' },
  timeZone: 'Europe/Madrid',
  place: { platform: 'slack', kind: 'channel', name: '#customers' },
  owner: 'Sofia Marín',
  held: 0,
  mayEdit: true,
};
const form: AnswerOf<'watchForm'> = {
  type: 'watchForm',
  watch: { id: watch.id, version: watch.version },
  place: watch.place,
  values: {
    about: 'everything',
    country: '',
    kind: 'any',
    field: 'any',
    stage: 'outcomes',
    origin: 'anywhere',
    muteOwn: 'no',
    rhythm: 'day',
    dailyAt: '09:00',
    quietFrom: '',
    quietTo: '',
    timeZone: 'Europe/Madrid',
  },
  errors: [],
};

let bench: Bench;
const modal = () => bench.slack.scene(sofia).modal;
const submit = (time: string) =>
  bench.slack.act(sofia, {
    type: 'submit',
    view: modal()?.id ?? '',
    state: { 'dailyAt#3': { dailyAt: { type: 'plain_text_input', value: time } } },
  });

/** The list of watches in the chat with the bot, and the form of the one in it, open. */
beforeEach(async () => {
  bench = await openBench();
  bench.answerWith(() => ({ type: 'watches', place: watch.place, here: [], mine: [watch], recent: [] }));
  await bench.slack.act(sofia, { type: 'say', channel: SOFIA_DM, text: 'watches' });
  const list = () => said(bench.slack, sofia, SOFIA_DM).find((one) => textOf(one.blocks).includes('All customers'));
  await until(() => list() !== undefined);
  bench.answerWith(() => form);
  const message = list();
  const button = buttonOf(message?.blocks, 'watching');
  await bench.slack.act(sofia, { type: 'press', channel: SOFIA_DM, ts: message?.ts ?? '', ...button });
  await until(() => textOf(modal()?.view).includes('Europe/Madrid'));
});
afterEach(() => bench.close());

describe('the form of a watch', () => {
  it('opens as a modal at the press of its button', () => {
    expect(bench.turns.at(-1)?.act).toMatchObject({ action: { verb: 'watching', id: 'watch-1' } });
    expect(modal()?.errors).toEqual({});
  });

  it('gives its values under the version that was shown', async () => {
    bench.answerWith(() => ({ type: 'watch', watch, because: 'saved' }));
    await submit('10:30');
    expect(bench.turns.at(-1)?.act).toMatchObject({
      action: { verb: 'saveWatch', id: 'watch-1', version: 3 },
      values: { ...form.values, dailyAt: '10:30' },
    });
    expect(textOf(modal()?.view)).toContain('From now on, #customers (Slack) hears of this.');
  });

  it('shows errors at their inputs in the modal that is open, with all that was typed in it', async () => {
    const before = modal();
    bench.answerWith(() => ({ ...form, errors: [{ path: 'dailyAt', rule: 'time' }] }));
    await submit('nine');
    expect(modal()?.errors).toEqual({ 'dailyAt#3': 'Write the time as hh:mm, for example 09:00.' });
    expect(modal()?.view).toEqual(before?.view);
  });
});
