import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { action } from '../../core/action.js';
import type { Answer } from '../../core/answer.js';
import type { ApprovalView, Viewer } from '../../core/views.js';
import type { Card, Element } from '../../cards/card.js';
import { screen } from '../../cards/screens/index.js';
import { voiceFor } from '../../cards/voice.js';
import {
  accountApproval,
  almighty,
  approvalSamples,
  approvalView,
  approver,
  brokenGlass,
  decided,
  decisionForm,
  onlooker,
  refusals,
  room,
  states,
} from './approval-samples.js';
import { customer } from './sample-data.js';
import { english, failure } from './samples.js';

const show = (answer: Answer): Card => screen(answer, voiceFor(english));
const sample = (name: string): Answer => {
  const answer = approvalSamples[name];
  if (answer === undefined) throw new Error(`no sample ${name}`);
  return answer;
};
const approval = (view: ApprovalView, viewer: Viewer = onlooker): Card =>
  show({ type: 'approval', approval: view, viewer });
const verbs = (card: Card) => card.buttons.map((button) => button.action?.verb);
const words = (card: Card): string => JSON.stringify(card.body).replaceAll('\u202f', ' ');
const facts = (card: Card): Record<string, string> =>
  Object.fromEntries(
    card.body.flatMap((element) =>
      element.type === 'facts' ? element.facts.map(({ label, value }) => [label, value.replaceAll('\u202f', ' ')]) : [],
    ),
  );
function of<T extends Element['type']>(card: Card, type: T): Extract<Element, { type: T }>[] {
  return card.body.filter((element): element is Extract<Element, { type: T }> => element.type === type);
}

describe('a request', () => {
  it('says who asks, for whom, what changes, why, until when, how many have to approve, and when it expires', () => {
    const card = approval(approvalView('awaiting'));
    expect(card.title).toBe('Permission request for Contoso (UK) Ltd. awaits approval');
    expect(words(card)).toContain(
      'Sofia Marín asked to allow Contoso (UK) Ltd. to purchase Azure reservations on your account.',
    );
    expect(of(card, 'differences')[0]?.rows).toEqual([{ label: 'Azure reservations', before: 'Off', after: 'On' }]);
    expect(facts(card)).toMatchObject({
      'Microsoft ID': customer.id,
      'Requested by': 'Sofia Marín',
      Reason: 'A project\nuntil December.',
      Ends: 'After Dec 31, 2026: it then removes itself',
      'Approvals needed': '2',
      Expires: 'Nov 23, 2026, 6:05 PM',
    });
  });

  it('warns that the partner pays while it can be stopped, and only where it gives something', () => {
    const pays = 'You, the partner, pay for whatever the customer purchases';
    expect(words(approval(approvalView('awaiting')))).toContain(pays);
    expect(words(approval(approvalView('declined')))).not.toContain(pays);
    const removal = [{ path: 'permission.AzureReservedInstances', before: 'on', after: '' }] as const;
    const card = approval(approvalView('awaiting', { differences: [...removal] }));
    expect(words(card)).not.toContain(pays);
    expect(words(card)).toContain('asked to stop Contoso (UK) Ltd. from purchasing Azure reservations');
  });

  it('of a company name shows before → after in the words of the account', () => {
    const card = approval(accountApproval('awaiting'));
    expect(card.title).toBe('Update of Contoso (UK) Ltd. awaits approval');
    expect(of(card, 'differences')[0]?.rows).toEqual([
      { label: 'Company name', before: 'Contoso', after: 'Contoso (UK) Ltd.' },
    ]);
  });

  it('tells who decided, when, why, and for whom', () => {
    const decision = decided('approve', { reason: 'Agreed by phone.', onBehalfOf: 'Ana Ruiz' });
    expect(facts(approval(approvalView('approved', { decisions: [decision] })))).toMatchObject({
      'Tom Becker approved': 'Nov 20, 2026, 6:06 PM · on behalf of Ana Ruiz · “Agreed by phone.”',
    });
  });

  it('that failed or met another change says why, in words that fit every reader', () => {
    expect(words(approval(approvalView('failed', { failure })))).toContain('State is not valid for the <country>.');
    const [drift] = of(show(sample('approval in conflict')), 'drift');
    expect(drift?.labels).toEqual({ before: 'When asked', theirs: 'Now', ours: 'Asked for' });
    expect(drift?.rows[1]).toEqual({ label: 'Azure savings plans', before: 'On', theirs: 'Off', ours: 'On' });
  });

  it('says aloud that the glass was broken until somebody has reviewed it', () => {
    expect(approval(brokenGlass).tone).toBe('attention');
    expect(of(approval(brokenGlass), 'notice')[0]).toMatchObject({
      tone: 'attention',
      text: expect.stringContaining('Somebody else has to review it.'),
    });
    const reviewed = { ...brokenGlass, owesReview: false, decisions: [...brokenGlass.decisions, decided('reviewed')] };
    expect(approval(reviewed).tone).toBe('good');
    expect(of(approval(reviewed), 'notice')[0]?.text).toContain('It has been reviewed.');
  });

  it.each([
    ['asked', 'Sofia Marín waits for a decision.'],
    ['decided', 'Tom Becker approved this.'],
    ['withdrawn', 'Sofia Marín withdrew this.'],
    ['reminder', 'It expires on Nov 23, 2026, 6:05 PM.'],
    ['endsSoon', 'ends after Dec 31, 2026'],
    ['expired', 'Nobody decided this in time.'],
  ])('begins with what has just happened: %s', (because, sentence) => {
    const [first] = show(sample(`approval because ${because}`)).body;
    expect(JSON.stringify(first).replaceAll('\u202f', ' ')).toContain(sentence);
  });

  it('tells whoever asked that it was sent', () => {
    const viewer = { ...onlooker, mayWithdraw: true };
    const card = show({ type: 'approval', approval: approvalView('awaiting'), viewer, because: 'asked' });
    expect(words(card)).toContain('Your request was sent');
  });
});

describe('the buttons of a request', () => {
  it('are those that the reader may press, with the revision that was shown', () => {
    expect(approval(approvalView('awaiting'), approver).buttons.slice(0, 2)).toEqual([
      { label: 'Approve…', tone: 'primary', action: action('approving', 'chg-7', 2) },
      { label: 'Decline…', tone: 'danger', action: action('declining', 'chg-7', 2) },
    ]);
    expect(verbs(approval(approvalView('awaiting')))).toEqual(['change', 'permission']);
    expect(approval(brokenGlass, { ...onlooker, mayReview: true }).buttons[0]?.action).toEqual(
      action('reviewing', 'chg-7', 2),
    );
    expect(verbs(approval(approvalView('applied'), { ...onlooker, mayUndo: true }))).toContain('undo');
  });

  it('ask before they withdraw', () => {
    const [withdraw] = approval(approvalView('awaiting'), { ...onlooker, mayWithdraw: true }).buttons;
    expect(withdraw).toMatchObject({
      action: action('withdraw', 'chg-7', 2),
      confirm: { title: 'Withdraw this request?' },
    });
  });

  it('lead to the change that this one takes back', () => {
    expect(show(sample('approval of an update applied')).buttons[0]?.action).toEqual(action('change', 'chg-6'));
  });

  it('are never dead: no state offers what it rules out, to whomever', () => {
    const flag = fc.boolean();
    const viewers = fc.record<Viewer>({
      is: fc.constantFrom('room', 'person'),
      mayDecide: flag,
      mayBreakGlass: flag,
      mayReview: flag,
      mayWithdraw: flag,
      mayUndo: flag,
      mayGoOn: flag,
    });
    const deciding = ['approving', 'declining', 'breaking'];
    fc.assert(
      fc.property(fc.constantFrom(...states), flag, viewers, (state, owesReview, viewer) => {
        const offered = verbs(approval(approvalView(state, { owesReview }), viewer));
        const has = (verb: string) => offered.some((one) => one === verb);
        expect(deciding.some(has)).toBe(state === 'awaiting' && (viewer.mayDecide || viewer.mayBreakGlass));
        expect(has('reviewing')).toBe(owesReview && viewer.mayReview);
        expect(has('undo')).toBe(state === 'applied' && viewer.mayUndo);
        expect(has('withdraw')).toBe(['proposed', 'awaiting', 'approved'].includes(state) && viewer.mayWithdraw);
        expect(has('again')).toBe(['conflicted', 'failed', 'expired'].includes(state) && viewer.mayGoOn);
        expect(new Set(offered).size).toBe(offered.length);
      }),
    );
  });

  it('stand in a room only as long as there is something to decide', () => {
    expect(verbs(approval(approvalView('awaiting'), room))).toEqual(['approving', 'declining', 'change']);
    for (const state of ['applied', 'declined', 'expired', 'withdrawn', 'failed'] as const) {
      expect(approval(approvalView(state), room).buttons).toEqual([]);
    }
    expect(verbs(approval(brokenGlass, room))).toEqual(['reviewing', 'change']);
  });
});

describe('a decision', () => {
  it.each([
    ['approve', false],
    ['decline', true],
    ['breakGlass', true],
    ['reviewed', true],
  ] as const)('to %s wants a reason: %s', (verdict, required) => {
    const card = show(decisionForm(verdict));
    expect(of(card, 'textInput')).toEqual([
      expect.objectContaining({ id: 'reason', style: 'multiline', required, maxLength: 500 }),
    ]);
    expect(card.form?.action).toEqual(action(verdict, 'chg-7', 2));
  });

  it('shows exactly what it is about, and the way back', () => {
    const card = show(decisionForm('approve'));
    expect(of(card, 'differences')[0]?.rows).toEqual([{ label: 'Azure reservations', before: 'Off', after: 'On' }]);
    expect(words(card)).toContain('counts for exactly what is shown here');
    expect(card.buttons).toEqual([{ label: 'Back', action: action('change', 'chg-7'), ignoresInputs: true }]);
  });

  it('shows what moved since it was asked for, and keeps the reason', () => {
    const card = show(sample('decisionForm after a drift'));
    expect(card.body[0]).toMatchObject({ type: 'notice', tone: 'warning' });
    expect(of(card, 'drift')[0]?.rows[0]).toEqual({
      label: 'Azure reservations',
      before: 'Off',
      theirs: 'On',
      ours: 'On',
    });
    expect(of(card, 'textInput')[0]?.value).toBe('Fine.');
  });

  it('by broken glass says who is told and that it is reviewed', () => {
    expect(words(show(decisionForm('breakGlass')))).toContain('somebody else has to review it afterwards');
  });
});

describe('what waits', () => {
  it('stands in three lists of short rows, each with its button', () => {
    const card = show(sample('approvals'));
    expect(card.summary).toBe('3 requests wait for you.');
    expect(of(card, 'heading').map(({ text }) => text)).toEqual([
      'Break-glass approvals to review',
      'To decide',
      'What you asked for',
    ]);
    const [, first] = of(card, 'choices').map(({ items }) => items[0]);
    expect(first?.button.action).toEqual(action('change', 'chg-7'));
    expect(first?.detail.replaceAll('\u202f', ' ')).toBe(
      'Azure reservations: Off → On · awaits approval · Sofia Marín · expires Nov 23, 2026, 6:05 PM',
    );
  });

  it('may be nothing', () => {
    expect(show(sample('no approvals')).summary).toBe('Nothing waits for you.');
  });
});

describe('a click without effect', () => {
  it('gets a sentence of its own for each reason', () => {
    const sentences = refusals.map((reason) => show(sample(`notNow ${reason}`)).summary);
    expect(new Set(sentences).size).toBe(refusals.length);
  });

  it('that came after the end says when the end was, even before the clock has said so', () => {
    const late = show({ type: 'notNow', reason: 'expired', approval: approvalView('awaiting') });
    expect(late.summary.replaceAll('\u202f', ' ')).toContain('This expired on Nov 23, 2026, 6:05 PM');
  });

  it('tells who was first and how it stands, and offers nothing to decide', () => {
    const card = show(sample('notNow alreadyDecided'));
    expect(card.summary.replaceAll('\u202f', ' ')).toBe(
      'Tom was first, so your click changed nothing. How it stands: declined, since Nov 20, 2026, 6:05 PM.',
    );
    expect(card.title).toBe('Permission request for Contoso (UK) Ltd. declined');
    expect(verbs(card)).toEqual(['permission']);
    expect(show(sample('notNow for whoever broke the glass')).summary).toContain('approved it alone yourself');
  });
});

it('a viewer who may do everything still has at most six buttons, as many as a card in Teams shows', () => {
  for (const state of states) {
    const view = approvalView(state, { undoes: 'chg-6' });
    expect(approval(view, almighty).buttons.length).toBeLessThanOrEqual(6);
  }
});
