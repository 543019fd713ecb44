import type { Answer } from '../../core/answer.js';
import type { ApprovalView, ChangeState, CustomerRef, DecisionView, PermissionView, Viewer } from '../../core/views.js';
import { customer } from './sample-data.js';

const at = Date.UTC(2026, 10, 20, 17, 5);
const day = 24 * 3600 * 1000;

export const states: ChangeState[] = [
  'draft',
  'proposed',
  'awaiting',
  'approved',
  'applying',
  'applied',
  'declined',
  'expired',
  'withdrawn',
  'conflicted',
  'failed',
];

/** Somebody who may do nothing. */
export const onlooker: Viewer = {
  is: 'person',
  mayDecide: false,
  mayBreakGlass: false,
  mayReview: false,
  mayWithdraw: false,
  mayUndo: false,
  mayGoOn: false,
};
export const approver: Viewer = { ...onlooker, mayDecide: true };
export const room: Viewer = { ...onlooker, is: 'room', mayDecide: true, mayReview: true };
/** More than anybody is: what a state rules out has to be left out whatever the viewer may. */
export const almighty: Viewer = {
  is: 'person',
  mayDecide: true,
  mayBreakGlass: true,
  mayReview: true,
  mayWithdraw: true,
  mayUndo: true,
  mayGoOn: true,
};

export function decided(verdict: DecisionView['verdict'], more: Partial<DecisionView> = {}): DecisionView {
  return { person: 'Tom Becker', verdict, at: at + 60_000, ...more };
}

/** A request to give Azure reservations until the end of the year. */
export function approvalView(state: ChangeState, more: Partial<ApprovalView> = {}): ApprovalView {
  return {
    id: 'chg-7',
    version: 5,
    revision: 2,
    kind: 'purchase',
    state,
    customer,
    differences: [{ path: 'permission.AzureReservedInstances', before: '', after: 'on' }],
    requester: 'Sofia Marín',
    at,
    reason: 'A project\nuntil December.',
    until: '2026-12-31',
    expiresAt: at + 3 * day,
    approvalsNeeded: 2,
    decisions: [],
    owesReview: false,
    scheduled: false,
    ...more,
  };
}

export const accountApproval = (state: ChangeState, more: Partial<ApprovalView> = {}): ApprovalView => {
  const { until: _, ...view } = approvalView(state);
  return {
    ...view,
    kind: 'account',
    differences: [{ path: 'companyName', before: 'Contoso', after: 'Contoso (UK) Ltd.' }],
    ...more,
  };
};

export const brokenGlass = approvalView('applied', {
  owesReview: true,
  decisions: [decided('breakGlass', { reason: 'The deadline was tonight.' })],
});

const permissionDrift = [
  { path: 'permission.AzureReservedInstances', before: '', theirs: 'on', ours: 'on' },
  { path: 'permission.AzureSavingsPlan', before: 'on', theirs: '', ours: 'on' },
] as const;

export function permissionForm(more: Partial<Extract<Answer, { type: 'permissionForm' }>> = {}): Answer {
  return {
    type: 'permissionForm',
    change: { id: 'chg-7', version: 4 },
    customer,
    resource: 'AzureReservedInstances',
    give: true,
    reason: '',
    until: '',
    errors: [],
    approvers: ['Global admin', 'Admin agent'],
    ...more,
  };
}

export function decisionForm(
  verdict: DecisionView['verdict'],
  more: Partial<Extract<Answer, { type: 'decisionForm' }>> = {},
): Answer {
  const approval = verdict === 'reviewed' ? brokenGlass : approvalView('awaiting');
  return { type: 'decisionForm', approval, verdict, reason: '', errors: [], ...more };
}

const verdicts = ['approve', 'decline', 'breakGlass', 'reviewed'] as const;
export const refusals = [
  'ownChange',
  'delegateOfRequester',
  'notApprover',
  'alreadyDecided',
  'decidedByYou',
  'expired',
  'withdrawn',
  'notYours',
  'tooLateToWithdraw',
  'tooLateToUndo',
  'movedSince',
  'notUndoable',
  'alreadySo',
] as const;
const occasions = ['asked', 'decided', 'withdrawn', 'reminder', 'endsSoon', 'brokenGlass', 'expired'] as const;

const given: PermissionView = {
  resource: 'AzureReservedInstances',
  on: true,
  since: at,
  askedBy: 'Sofia Marín',
  approvedBy: ['Tom Becker', 'Ana Ruiz'],
  until: '2026-12-31',
};
const notGiven: PermissionView = { resource: 'AzureSavingsPlan', on: false };

export function permission(more: Partial<Extract<Answer, { type: 'permission' }>> = {}): Answer {
  return { type: 'permission', customer, permissions: [given, notGiven], mayAsk: true, ...more };
}

const keyed = <T extends string>(names: readonly T[], title: string, make: (name: T) => Answer) =>
  Object.fromEntries(names.map((name): [string, Answer] => [`${title} ${name}`, make(name)]));

const hundred = Array.from({ length: 100 }, (_, index) =>
  approvalView('awaiting', { id: `chg-${index}`, customer: { ...customer, name: `Contoso ${index}` } }),
);

/** Every kind of answer about permissions and approvals, by a name for the test's report. */
export const approvalSamples: Record<string, Answer> = {
  permission: permission(),
  'permission, nothing given': permission({ permissions: [{ ...given, on: false }, notGiven] }),
  'permission, given elsewhere, one pending': permission({
    permissions: [
      { resource: 'AzureReservedInstances', on: true },
      { ...notGiven, pending: 'chg-7' },
    ],
    mayAsk: false,
  }),
  ...keyed(['cloud', 'appOnly'], 'permission off', (off) => permission({ permissions: [], mayAsk: false, off })),
  permissionForm: permissionForm(),
  'permissionForm to remove, without approval': permissionForm({ give: false, approvers: [], undoes: 'chg-6' }),
  'permissionForm with errors': permissionForm({
    reason: 'x'.repeat(600),
    until: '2026-02-30',
    errors: [
      { path: 'reason', rule: 'tooLong', params: { max: 500 } },
      { path: 'until', rule: 'date', params: { days: 366 } },
    ],
  }),
  'permissionForm with an error of no input': permissionForm({
    give: false,
    errors: [{ path: 'until', rule: 'date', params: {} }],
  }),
  ...keyed(states, 'approval', (state) => ({ type: 'approval', approval: approvalView(state), viewer: almighty })),
  ...keyed(states, 'approval in a room', (state) => ({
    type: 'approval',
    approval: approvalView(state),
    viewer: room,
  })),
  ...keyed(states, 'approval of an update', (state) => ({
    type: 'approval',
    approval: accountApproval(state, { undoes: 'chg-6' }),
    viewer: onlooker,
  })),
  ...keyed(occasions, 'approval because', (because) => ({
    type: 'approval',
    approval: approvalView('awaiting', { decisions: [decided('approve', { onBehalfOf: 'Ana Ruiz' })] }),
    viewer: approver,
    because,
  })),
  'approval by broken glass': { type: 'approval', approval: brokenGlass, viewer: almighty, because: 'brokenGlass' },
  'approval of a scheduled removal': {
    type: 'approval',
    approval: approvalView('approved', {
      scheduled: true,
      failure: { source: 'partnerCenter', kind: 'unavailable' },
      differences: [
        { path: 'permission.AzureReservedInstances', before: 'on', after: '' },
        { path: 'permission.AzureSavingsPlan', before: 'on', after: '' },
      ],
    }),
    viewer: onlooker,
  },
  'approval in conflict': {
    type: 'approval',
    approval: approvalView('conflicted', { drift: [...permissionDrift] }),
    viewer: almighty,
  },
  ...keyed(verdicts, 'decisionForm', (verdict) => decisionForm(verdict)),
  'decisionForm after a drift': decisionForm('approve', { drift: [...permissionDrift], reason: 'Fine.' }),
  'decisionForm without a reason': decisionForm('decline', {
    errors: [{ path: 'reason', rule: 'required', params: {} }],
  }),
  'no approvals': { type: 'approvals', toDecide: [], toReview: [], asked: [] },
  approvals: {
    type: 'approvals',
    toDecide: [approvalView('awaiting'), accountApproval('awaiting')],
    toReview: [brokenGlass],
    asked: states.map((state) => approvalView(state)),
  },
  'many approvals': { type: 'approvals', toDecide: hundred, toReview: hundred, asked: hundred },
  ...keyed(refusals, 'notNow', (reason) => ({ type: 'notNow', reason, approval: approvalView('declined'), by: 'Tom' })),
  'notNow, decided by nobody known': { type: 'notNow', reason: 'alreadyDecided', approval: approvalView('approved') },
  'notNow for whoever broke the glass': { type: 'notNow', reason: 'ownChange', approval: brokenGlass },
  ...keyed(['slack', 'teams'], 'linkAnnounced in', (platform) => ({
    type: 'linkAnnounced',
    platform,
    userName: 'sofia',
    at,
  })),
  'linked, and on to a decision': { type: 'linked', name: 'Tom Becker', answer: decisionForm('approve') },
  'stale, a permission': { type: 'stale', reason: 'done', change: approvalView('applied') },
};

/** The same with a name and texts that a renderer could stumble over. */
export function nastyApprovals(name: string): Record<string, Answer> {
  const ref: CustomerRef = { ...customer, name };
  const approval = approvalView('failed', {
    customer: ref,
    requester: name,
    reason: name,
    until: name,
    failure: { source: 'partnerCenter', kind: 'invalid', said: name },
    decisions: verdicts.map((verdict) => decided(verdict, { person: name, reason: name, onBehalfOf: name })),
  });
  const title = name.slice(0, 20);
  return {
    [`permission of ${title}`]: permission({
      customer: ref,
      permissions: [{ ...given, askedBy: name, approvedBy: [name, name], until: name }, notGiven],
    }),
    [`permissionForm of ${title}`]: permissionForm({ customer: ref, reason: name, until: name }),
    [`approval of ${title}`]: { type: 'approval', approval, viewer: room, because: 'decided' },
    [`decisionForm of ${title}`]: decisionForm('breakGlass', { approval, reason: name }),
    [`approvals of ${title}`]: { type: 'approvals', toDecide: [approval], toReview: [], asked: [approval] },
    [`notNow of ${title}`]: { type: 'notNow', reason: 'alreadyDecided', approval, by: name },
    [`linkAnnounced of ${title}`]: { type: 'linkAnnounced', platform: 'slack', userName: name, at },
  };
}
