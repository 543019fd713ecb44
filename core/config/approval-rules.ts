import type { ChangePath } from '../partner/fields.js';
import type { Role } from '../roles/role.js';

/** Who has to approve a kind of change, and how: `approvals` of PARTNERDESK_CONFIG, defaults filled in. */
export interface ApprovalRule {
  approvers: Role[];
  /** How many different people. */
  count: number;
  expiresAfterMs: number;
  /** When whoever may decide is reminded, counted from the asking. */
  remindAfterMs: number;
  /** Where requests are posted: `slack:<team>/<channel>`, `teams:<conversation id>`. */
  places: string[];
  /** Who is told in person: object ids. Absent: everybody whom the desk knows to be an approver. */
  onDuty?: string[];
  /** Who may decide but is not told. */
  silent: string[];
}

export interface Approvals {
  purchase: ApprovalRule;
  /** Changes of account info that touch one of these fields need approval too. Empty: none does. */
  account: { rule: ApprovalRule; fields: ChangePath[] };
  /** Who may approve at once, alone, also their own request, with a reason and a review afterwards. */
  breakGlass: Role[];
  /** While it lasts, `to` decides with the rights of `from`. */
  delegations: { from: string; to: string /** ms since the epoch */; until: number }[];
  /** How long after it was applied a change may be undone. */
  undoWithinMs: number;
}

const HOUR_MS = 3_600_000;

/** learn.microsoft.com "give customers permission": only an Admin agent may; a Global admin stands above them. */
export const defaultRule: ApprovalRule = {
  approvers: ['Global admin', 'Admin agent'],
  count: 1,
  expiresAfterMs: 72 * HOUR_MS,
  remindAfterMs: 24 * HOUR_MS,
  places: [],
  silent: [],
};

export const defaultApprovals: Approvals = {
  purchase: defaultRule,
  account: { rule: defaultRule, fields: [] },
  breakGlass: ['Global admin'],
  delegations: [],
  undoWithinMs: 24 * HOUR_MS,
};
