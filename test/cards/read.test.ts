import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import { modalSchema } from '../../cards/block-kit/schema.js';
import { readSlackAction, readSlackView, readTeamsData } from '../../cards/read.js';
import { toAdaptiveCard, toSlackMessage, toSlackModal } from '../../cards/render.js';
import { type Action, action, verbs } from '../../core/action.js';
import type { Answer } from '../../core/answer.js';
import { fieldPaths } from '../../core/partner/fields.js';
import { accountForm, english } from './samples.js';
import { account, customer } from './sample-data.js';

const ids = fc.string({ unit: 'binary', minLength: 1, maxLength: 100 });
const anyAction = fc
  .record({
    verb: fc.constantFrom(...verbs),
    id: fc.option(ids, { nil: undefined }),
    version: fc.option(fc.nat(), { nil: undefined }),
  })
  .map(({ verb, id, version }) => action(verb, id, version));
const typed = fc.string({ unit: 'grapheme', maxLength: 60 });
const anyValues = fc.dictionary(fc.constantFrom(...fieldPaths), typed, { noNullPrototype: true });
const change = fc.record({ id: ids, version: fc.nat() });

/** A form whose fields are texts, as they were typed. */
const formWith = (draft: { id: string; version: number }, values: Record<string, string>): Answer =>
  accountForm({
    change: draft,
    account: account(customer),
    fields: fieldPaths.flatMap((path) =>
      values[path] === undefined ? [] : [{ path, value: values[path], kind: 'text' as const, required: false }],
    ),
  });

/** What the Teams client sends for a card's first button: the action's data with the inputs merged into it. */
function pressFirstInTeams(answer: Answer): unknown {
  const card = cardSchema.parse(toAdaptiveCard(answer, english).card);
  const inputs = card.body.flatMap((element) => ('id' in element ? [[element.id, element.value ?? '']] : []));
  const first = card.actions?.[0];
  return first?.type === 'Action.Execute'
    ? JSON.parse(JSON.stringify({ ...first.data, ...Object.fromEntries(inputs) }))
    : undefined;
}

/** What Slack sends for a submitted modal. */
function submitInSlack(answer: Answer): { private_metadata: string; state: { values: unknown } } {
  const view = modalSchema.parse(toSlackModal(answer, english));
  const values = view.blocks.flatMap((block) => {
    if (block.type !== 'input') return [];
    const { element } = block;
    const state =
      'initial_option' in element
        ? { type: element.type, selected_option: element.initial_option ?? null }
        : { type: element.type, value: ('initial_value' in element ? element.initial_value : undefined) ?? null };
    return [[block.block_id, { [element.action_id]: state }]];
  });
  return { private_metadata: view.private_metadata ?? '', state: { values: Object.fromEntries(values) } };
}

describe('what was rendered comes back', () => {
  it('from a form in Teams: its action and every value as it was typed', () => {
    fc.assert(
      fc.property(change, anyValues, (draft, values) => {
        expect(readTeamsData(pressFirstInTeams(formWith(draft, values)))).toEqual({
          action: action('review', draft.id, draft.version),
          values,
        });
      }),
    );
  });

  it('from a form in Slack: its action and every value as it was typed', () => {
    fc.assert(
      fc.property(change, anyValues, (draft, values) => {
        expect(readSlackView(submitInSlack(formWith(draft, values)))).toEqual({
          action: action('review', draft.id, draft.version),
          values,
        });
      }),
    );
  });

  it('from a form of real fields on both platforms alike: fixed ones stay away, "(none)" is empty', () => {
    const form = accountForm({
      fields: [
        { path: 'defaultAddress.country', value: 'US', kind: 'fixed', required: true },
        { path: 'defaultAddress.state', value: 'WA', kind: 'choice', required: true, options: ['AK', 'WA'] },
        { path: 'language', value: '', kind: 'choice', required: false, options: ['en', 'es'] },
        { path: 'culture', value: 'xx-unlisted', kind: 'choice', required: false, options: ['en-US'] },
      ],
    });
    const values = { 'defaultAddress.state': 'WA', language: '', culture: 'xx-unlisted' };
    expect(readTeamsData(pressFirstInTeams(form))?.values).toEqual(values);
    expect(readSlackView(submitInSlack(form))?.values).toEqual(values);
  });

  it('from a button in Teams and in Slack: any action', () => {
    fc.assert(
      fc.property(anyAction, (more: Action) => {
        const answer: Answer = { type: 'customers', items: [], pick: 'account', more };
        expect(readTeamsData(pressFirstInTeams(answer))).toEqual({ action: more, values: {} });
        const blocks = JSON.stringify(toSlackMessage(answer, english).blocks);
        const elements = (JSON.parse(blocks) as { elements?: { action_id: string; value: string }[] }[]).at(
          -1,
        )?.elements;
        expect(elements?.map((element) => readSlackAction(element))).toEqual([{ action: more, values: {} }]);
      }),
    );
  });
});

describe('what a client made up', () => {
  const wild = fc.anything({ withNullPrototype: true, withBigInt: true, withMap: true, withSet: true });

  it('never throws, and gives no action that is not ours', () => {
    fc.assert(
      fc.property(wild, fc.string(), (anything, text) => {
        expect(readTeamsData(anything)).toBeUndefined();
        expect(readTeamsData({ pd: anything })?.action.v ?? 1).toBe(1);
        expect(readSlackAction({ action_id: text, value: text }, anything)).toBeUndefined();
        expect(readSlackView({ private_metadata: text, state: { values: anything } })).toBeUndefined();
      }),
    );
  });

  it('never throws for the state of a real modal either, and keeps texts only', () => {
    const metadata = JSON.stringify(action('review', 'c', 1));
    const state = fc.dictionary(fc.string(), fc.dictionary(fc.constantFrom(...fieldPaths), wild));
    fc.assert(
      fc.property(state, (values) => {
        const read = readSlackView({ private_metadata: metadata, state: { values } });
        expect(Object.values(read?.values ?? {}).every((value) => typeof value === 'string')).toBe(true);
      }),
    );
  });

  it('is cut at 10,000 characters a value', () => {
    const data = { pd: action('review', 'c', 1), companyName: 'x'.repeat(50_000) };
    expect(readTeamsData(data)?.values['companyName']).toHaveLength(10_000);
  });

  it.each([
    ['an unknown verb', { pd: { v: 1, verb: 'drop' } }],
    ['an unknown member of the action', { pd: { v: 1, verb: 'help', role: 'Global admin' } }],
    ['an action as text', { pd: '{"verb":"help"}' }],
    ['a newer format', { pd: { v: 2, verb: 'help' } }],
  ])('is refused as %s', (_, data) => {
    expect(readTeamsData(data)).toBeUndefined();
  });

  it('loses members that nobody asked for, and values that are no text', () => {
    const data = { pd: action('review', 'c', 1), msteams: {}, evil: 'x', city: 'y', firstName: 7, lastName: 'Soto' };
    expect(readTeamsData(data)?.values).toEqual({ lastName: 'Soto' });
  });

  it('cannot reach an object prototype', () => {
    const data = JSON.parse('{"pd":{"v":1,"verb":"help"},"__proto__":{"firstName":"x"}}') as unknown;
    expect(readTeamsData(data)?.values).toEqual({});
  });
});
