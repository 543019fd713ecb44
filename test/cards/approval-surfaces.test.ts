import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { action } from '../../core/action.js';
import type { Answer } from '../../core/answer.js';
import { MOST_BYTES, sizeOf } from '../../cards/adaptive-card/limits.js';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import { messageSchema, modalSchema } from '../../cards/block-kit/schema.js';
import { readSlackAction, readSlackView, readTeamsData } from '../../cards/read.js';
import { slackFieldErrors, toAdaptiveCard, toSlackMessage, toSlackModal } from '../../cards/render.js';
import {
  approvalSamples,
  approvalView,
  approver,
  brokenGlass,
  decided,
  decisionForm,
  permissionForm,
  room,
} from './approval-samples.js';
import { customer, nastyNames } from './sample-data.js';
import { english } from './samples.js';
import { submitInSlack, submitInTeams } from './submitted.js';

const members = (count: number) => Array.from({ length: count }, (_, index) => `29:${'m'.repeat(60)}${index}`);
const inTeams = (answer: Answer, refreshFor?: readonly string[]) =>
  cardSchema.parse(toAdaptiveCard(answer, { ...english, ...(refreshFor && { refreshFor }) }).card);
const shared: Answer = { type: 'approval', approval: approvalView('awaiting'), viewer: room };

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const typed = fc.string({ unit: 'grapheme', maxLength: 200 });

describe('a reason and a last day come back as they were typed', () => {
  it('from the form that asks, on both platforms alike', () => {
    fc.assert(
      fc.property(typed, fc.oneof(day, fc.constant('')), fc.nat(), (reason, until, version) => {
        const form = permissionForm({ reason, until, change: { id: 'chg-7', version } });
        const expected = { action: action('propose', 'chg-7', version), values: { reason, until } };
        expect(readTeamsData(submitInTeams(form))).toEqual(expected);
        expect(readSlackView(submitInSlack(form))).toEqual(expected);
      }),
    );
  });

  it('from a decision, on both platforms alike', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom('approve', 'decline', 'breakGlass', 'reviewed'), (reason, verdict) => {
        const form = decisionForm(verdict, { reason });
        const expected = { action: action(verdict, 'chg-7', 2), values: { reason } };
        expect(readTeamsData(submitInTeams(form))).toEqual(expected);
        expect(readSlackView(submitInSlack(form))).toEqual(expected);
      }),
    );
  });

  it.each(['2026-02-30', '2026-13-01', '26-01-01', 'tomorrow', '2026-01-01T00:00', '0000-01-01'])(
    'and what is no day of the calendar is shown as empty: %s',
    (until) => {
      expect(readTeamsData(submitInTeams(permissionForm({ until })))?.values['until']).toBe('');
      expect(readSlackView(submitInSlack(permissionForm({ until })))?.values['until']).toBe('');
    },
  );
});

describe('in Slack', () => {
  it('a reason has several lines, and a day its calendar', () => {
    const elements = modalSchema
      .parse(toSlackModal(permissionForm({ until: '2026-12-31' }), english))
      .blocks.flatMap((block) => (block.type === 'input' ? [block.element] : []));
    expect(elements).toEqual([
      { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: 500 },
      { type: 'datepicker', action_id: 'until', initial_date: '2026-12-31' },
    ]);
  });

  it.each([
    [permissionForm(), action('form', 'chg-7')],
    [decisionForm('approve'), action('approving', 'chg-7', 2)],
    [decisionForm('decline'), action('declining', 'chg-7', 2)],
    [decisionForm('breakGlass'), action('breaking', 'chg-7', 2)],
    [decisionForm('reviewed'), action('reviewing', 'chg-7', 2)],
  ])('a form opens from a message by a button that tells nothing but the name (%#)', (form, opens) => {
    const message = messageSchema.parse(toSlackMessage(form, english));
    expect(JSON.stringify(message)).not.toMatch(/Sofia|Azure|contoso\.example/);
    const last = message.blocks.at(-1);
    const elements = last?.type === 'actions' ? last.elements : [];
    expect(elements.map(({ action_id, value }) => readSlackAction({ action_id, value })?.action)).toEqual([opens]);
  });

  it('errors stand at the inputs of the open view; a drift needs another one', () => {
    const errors = [{ path: 'reason', rule: 'required', params: {} }] as const;
    expect(slackFieldErrors(decisionForm('decline', { errors: [...errors] }), english)).toEqual({
      'reason#2': 'Fill in this field.',
    });
    expect(slackFieldErrors(permissionForm({ errors: [...errors] }), english)).toEqual({
      'reason#4': 'Fill in this field.',
    });
    const drift = [{ path: 'companyName', before: 'a', theirs: 'b', ours: 'c' }] as const;
    expect(
      slackFieldErrors(decisionForm('approve', { errors: [...errors], drift: [...drift] }), english),
    ).toBeUndefined();
    const noInput = approvalSamples['permissionForm with an error of no input'] ?? { type: 'working' };
    expect(slackFieldErrors(noInput, english)).toBeUndefined();
  });

  it('everybody in a room sees the buttons', () => {
    const { blocks } = toSlackMessage(shared, english);
    expect(JSON.stringify(blocks.at(-1))).toMatch(/approving.*declining/);
  });
});

describe('the card of a room in Teams', () => {
  it('has no buttons, and fetches a view of their own for those who may act', () => {
    const card = inTeams(shared, members(3));
    expect(card.refresh).toEqual({
      action: { type: 'Action.Execute', verb: 'change', data: { pd: action('change', 'chg-7') } },
      userIds: members(3),
    });
    expect(JSON.stringify(card.body) + JSON.stringify(card.actions ?? [])).not.toContain('Action.');
    expect(readTeamsData(card.refresh?.action.data)).toEqual({ action: action('change', 'chg-7'), values: {} });
  });

  it.each([0, 60, 75])('keeps one button for those whom it may not reach (%i members)', (count) => {
    const card = inTeams(shared, members(count));
    expect(card.refresh?.userIds.length ?? 0).toBe(Math.min(count, 60));
    expect(card.actions).toEqual([expect.objectContaining({ title: 'Show', verb: 'change' })]);
  });

  it('has no button at all once there is nothing to do', () => {
    expect(inTeams({ type: 'approval', approval: approvalView('declined'), viewer: room }, []).actions).toBeUndefined();
  });

  it('gives a person their own buttons, and no refresh', () => {
    const card = inTeams({ type: 'approval', approval: approvalView('awaiting'), viewer: approver }, members(3));
    expect(card.refresh).toBeUndefined();
    expect(JSON.stringify(card.actions)).toMatch(/approving.*declining/);
  });

  it('stays within the limits of a message with sixty members and endless texts', () => {
    for (const name of nastyNames) {
      const long = name.repeat(40);
      const approval = approvalView('awaiting', {
        customer: { ...customer, name: long },
        requester: long,
        reason: long,
        decisions: Array.from({ length: 10 }, () => decided('approve', { person: long, reason: long })),
      });
      expect(sizeOf(inTeams({ type: 'approval', approval, viewer: room }, members(60)))).toBeLessThanOrEqual(
        MOST_BYTES,
      );
    }
  });
});

it('texts of any kind make valid cards on every surface', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(text, text, text, (name, reason, until) => {
      const decisions = [decided('breakGlass', { person: name, reason, onBehalfOf: name })];
      const approval = { ...brokenGlass, customer: { ...customer, name }, requester: name, reason, until, decisions };
      const answers: Answer[] = [
        { type: 'approval', approval, viewer: room, because: 'endsSoon' },
        decisionForm('reviewed', { approval, reason }),
        { type: 'notNow', reason: 'alreadyDecided', approval, by: name },
        { type: 'approvals', toDecide: [approval], toReview: [], asked: [] },
      ];
      for (const answer of answers) {
        expect(cardSchema.safeParse(toAdaptiveCard(answer, english).card).error).toBeUndefined();
        expect(messageSchema.safeParse(toSlackMessage(answer, english)).error).toBeUndefined();
        expect(modalSchema.safeParse(toSlackModal(answer, english)).error).toBeUndefined();
      }
    }),
  );
});
