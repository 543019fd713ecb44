import type { AnswerOf } from '../../../core/answer.js';
import type { ApprovalView, ChangeState, Viewer } from '../../../core/views.js';
import { contoso } from './answers.js';
import type { Script } from './slack-bench.js';

/** A request for a permission, as the core shows it. */
export const request = (state: ChangeState = 'awaiting', more: Partial<ApprovalView> = {}): ApprovalView => ({
  id: 'change-7',
  version: 4,
  kind: 'purchase',
  state,
  customer: contoso,
  differences: [{ path: 'permission.AzureReservedInstances', before: 'off', after: 'on' }],
  requester: 'Sofia Marín',
  at: 1_800_000_000_000,
  revision: 1,
  reason: 'They asked for it in the quarterly review',
  approvalsNeeded: 1,
  decisions: [],
  owesReview: false,
  scheduled: false,
  ...more,
});

const nothing = {
  mayDecide: false,
  mayBreakGlass: false,
  mayReview: false,
  mayWithdraw: false,
  mayUndo: false,
  mayGoOn: false,
};

export const room: Viewer = { ...nothing, is: 'room', mayDecide: true };
export const person = (may: Partial<Viewer> = {}): Viewer => ({ ...nothing, is: 'person', ...may });

export const card = (viewer: Viewer, approval = request()): AnswerOf<'approval'> => ({
  type: 'approval',
  approval,
  viewer,
});

/** How it stands after Ada approved. */
export const decided: AnswerOf<'approval'> = card(
  { ...room, mayDecide: false },
  request('applied', { decisions: [{ person: 'Ada Nowak', verdict: 'approve', at: 1_800_000_060_000 }] }),
);

export const decisionForm = (more: Partial<AnswerOf<'decisionForm'>> = {}): AnswerOf<'decisionForm'> => ({
  type: 'decisionForm',
  approval: request(),
  verdict: 'decline',
  reason: '',
  errors: [],
  ...more,
});

export const permissionForm = (more: Partial<AnswerOf<'permissionForm'>> = {}): AnswerOf<'permissionForm'> => ({
  type: 'permissionForm',
  change: { id: 'change-7', version: 1 },
  customer: contoso,
  resource: 'AzureReservedInstances',
  give: true,
  reason: '',
  until: '',
  errors: [],
  approvers: ['Global admin', 'Admin agent'],
  ...more,
});

export const tooLate: AnswerOf<'notNow'> = {
  type: 'notNow',
  reason: 'alreadyDecided',
  by: 'Ada Nowak',
  approval: decided.approval,
};

/** Refuses whoever is no member before anything else, as the desk does. */
export const refusing =
  (script: Script): Script =>
  (turn) =>
    turn.user.standing === 'member' ? script(turn) : { type: 'refused', reason: 'standing', needed: [], have: [] };
