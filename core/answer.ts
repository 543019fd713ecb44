import type { Action } from './action.js';
import type { ChangePath, FieldPath } from './partner/fields.js';
import type { PurchaseResource } from './partner/partner-center.js';
import type { ChatUser, CommandName } from './turn.js';
import type { Role } from './roles/role.js';

/** A customer, in short. `id` is the Microsoft ID (tenant id). */
export interface CustomerRef {
  id: string;
  /** The name in Partner Center's customer list, which is the company name of the billing profile. */
  name: string;
  /** The primary domain name. */
  domain: string;
}

/** One field of a form, language-free. `options` are codes: `cards/` knows their names. */
export interface FormField {
  path: FieldPath;
  value: string;
  kind: 'text' | 'email' | 'phone' | 'choice' | 'fixed';
  required: boolean;
  /** In characters (UTF-16 units, as both platforms count). */
  maxLength?: number;
  options?: string[];
}

/** A value that was refused. `rule` picks the sentence, `params` fill it, `said` quotes Partner Center. */
export interface FieldError {
  path: ChangePath | 'reason' | 'until';
  rule:
    | 'required'
    | 'date'
    | 'tooLong'
    | 'format'
    | 'postalCode'
    | 'phone'
    | 'email'
    | 'notInList'
    | 'refused'
    | 'control';
  params: Record<string, string | number>;
  said?: string;
}

/** One changed field. Absent values are the empty string. */
export interface Difference {
  path: ChangePath;
  before: string;
  after: string;
}

/** A field that somebody else changed meanwhile: what we had read, what they made of it, what was asked for. */
export interface Drift {
  path: ChangePath;
  before: string;
  theirs: string;
  ours: string;
}

/** Why something outside failed. */
export interface Failure {
  source: 'partnerCenter' | 'directory' | 'desk';
  kind:
    | 'throttled'
    | 'conflict'
    | 'invalid'
    | 'notFound'
    | 'forbidden'
    | 'mfaRequired'
    | 'unauthenticated'
    | 'unavailable'
    | 'roleLost'
    | 'expired'
    | 'internal';
  /** HTTP status and code of Partner Center's answer. */
  status?: number;
  code?: string;
  /** Partner Center's own sentence, quoted, in whatever language it came. */
  said?: string;
  correlationId?: string;
  requestId?: string;
  retryAfterSeconds?: number;
  fields?: FieldError[];
}

export type ChangeState =
  | 'draft'
  | 'proposed'
  | 'awaiting'
  | 'approved'
  | 'applying'
  | 'applied'
  | 'declined'
  | 'expired'
  | 'withdrawn'
  | 'conflicted'
  | 'failed';

/** How a change stands, for whoever may see it. */
export interface ChangeView {
  id: string;
  version: number;
  kind: 'account' | 'purchase';
  state: ChangeState;
  customer: CustomerRef;
  differences: Difference[];
  /** The country of the address, where the change knows it: names of states depend on it. */
  country?: string;
  /** Display name, or id where no name is known. */
  requester: string;
  /** When it reached this state, ms since the epoch. */
  at: number;
  /** Other fields moved between reading and writing; their values were kept. */
  merged?: boolean;
  drift?: Drift[];
  failure?: Failure;
}

/** One person's word on a change. */
export interface DecisionView {
  person: string;
  verdict: 'approve' | 'decline' | 'breakGlass' | 'reviewed';
  reason?: string;
  /** ms since the epoch. */
  at: number;
  /** Decided on behalf of somebody who delegated to them: that person's name. */
  onBehalfOf?: string;
}

/** A change that needs a decision, or had one. */
export interface ApprovalView extends ChangeView {
  /** Rises when what is asked for has to be looked at anew; decisions of older revisions do not count. */
  revision: number;
  /** It was applied, but not by the desk: somebody had made it so in Partner Center already. */
  foundSo?: true;
  reason?: string;
  /** For a permission: the last day on which it holds, yyyy-mm-dd. It then removes itself. */
  until?: string;
  /** ms since the epoch. */
  expiresAt?: number;
  /** How many have to approve. */
  approvalsNeeded: number;
  decisions: DecisionView[];
  /** It was approved by break-glass and nobody has reviewed that yet. */
  owesReview: boolean;
  /** The removal that a temporary permission brought with it. */
  scheduled: boolean;
  /** The change that this one takes back. */
  undoes?: string;
}

/** What whoever looks at a change may do with it now. `room`: a place, where everybody reads it. */
export interface Viewer {
  is: 'room' | 'person';
  mayDecide: boolean;
  mayBreakGlass: boolean;
  mayReview: boolean;
  mayWithdraw: boolean;
  mayUndo: boolean;
  mayGoOn: boolean;
}

/** One permission to purchase. */
export interface PermissionView {
  resource: PurchaseResource;
  on: boolean;
  /** When the desk gave it, and who had asked and approved; absent where it was given elsewhere. ms since the epoch. */
  since?: number;
  askedBy?: string;
  approvedBy?: string[];
  /** Last day of a temporary permission, yyyy-mm-dd. */
  until?: string;
  /** A change of it that is under way. */
  pending?: string;
}

/** What the desk can show of a customer: both profiles, flat. Fields that Partner Center left out are absent. */
export interface AccountView {
  customer: CustomerRef;
  relationship?: string;
  /** The company profile: read-only at Partner Center. Absent when it was not given (no GDAP, app-only token). */
  company?: {
    name?: string;
    email?: string;
    domain?: string;
    customDomains?: string[];
    address?: Partial<
      Record<'addressLine1' | 'addressLine2' | 'city' | 'region' | 'postalCode' | 'country' | 'phoneNumber', string>
    >;
  };
  billing: Partial<Record<FieldPath, string>>;
}

export type Answer =
  | { type: 'working' }
  | {
      type: 'customers';
      /** What was looked for; absent for "everybody". */
      query?: string;
      items: CustomerRef[];
      /** The verb that choosing one of them asks for. */
      pick: 'account' | 'update' | 'permission';
      /** `customers` with a listing's id, when there is another page. */
      more?: Action;
    }
  | { type: 'nothingFound'; query: string }
  /** A command that needs a customer was given none. */
  | { type: 'customerMissing'; command: CommandName }
  | { type: 'account'; account: AccountView; mayUpdate: boolean }
  | {
      type: 'accountForm';
      change: { id: string; version: number };
      account: AccountView;
      fields: FormField[];
      /** Field errors of what was typed; the values in `fields` are the typed ones. */
      errors: FieldError[];
      /** What Partner Center said that concerns no single field. */
      failure?: Failure;
      /** For a form that follows a conflict: what they made of it. */
      drift?: Drift[];
    }
  | {
      type: 'countryForm';
      change: { id: string; version: number };
      customer: CustomerRef;
      country: string;
      countries: string[];
      errors: FieldError[];
    }
  | {
      type: 'addressChoice';
      change: { id: string; version: number };
      customer: CustomerRef;
      typed: Partial<Record<FieldPath, string>>;
      /** At most three. */
      suggestions: Partial<Record<FieldPath, string>>[];
      /** Partner Center's verdict: `InteractionRequired`, `StreetPartial`, `None`, … */
      status: string;
      /** Whether "keep what I typed" is offered. */
      mayKeep: boolean;
      said?: string;
    }
  | {
      type: 'review';
      change: { id: string; version: number };
      customer: CustomerRef;
      differences: Difference[];
      country?: string;
      /** `nameMayBeReviewed`: a new name or country may put the customer under review. `addressNotVerified`: kept against Partner Center's advice. `addressUnchecked`: the check could not be made. */
      warnings: ('nameMayBeReviewed' | 'addressNotVerified' | 'addressUnchecked')[];
    }
  | { type: 'unchanged'; customer: CustomerRef }
  | { type: 'discarded'; customer: CustomerRef }
  | {
      type: 'change';
      change: ChangeView /** shown to the requester, who may go on from a conflict */;
      mayGoOn: boolean;
      /** It was applied, and whoever looks may still take it back. */
      mayUndo?: boolean;
      /** A message of its own tells whoever asked all of it: this can be short. */
      told?: true;
    }
  | {
      type: 'refused';
      /** `role`: a colleague without one. `standing`: guests, strangers, bots. `disabled`: the account is switched off. `notYours`: another person's draft. `off`: the desk was set up without what this needs. */
      reason: 'role' | 'standing' | 'disabled' | 'notYours';
      command?: CommandName;
      /** The roles that may. */
      needed: Role[];
      have: Role[];
    }
  | { type: 'linkNeeded'; url: string; expiresAt: number }
  | { type: 'linked'; name: string; answer?: Answer }
  | {
      type: 'linkRefused';
      reason: 'wrongCode' | 'expired' | 'tooManyTries' | 'noneOpen' | 'alreadyLinked';
      triesLeft?: number;
    }
  | {
      type: 'whoami';
      user: ChatUser;
      person?: { id: string; name: string };
      roles: Role[];
      via?: 'tenant' | 'signIn' | 'configuration';
      mayRun: CommandName[];
    }
  | { type: 'help'; commands: CommandName[] }
  | { type: 'unclear'; text: string; nearest: CommandName[] }
  /** A card, form or button that is out of date: `done` (its change went on; shown instead), `gone` (unknown or deleted), `version` (a newer form exists). */
  | { type: 'stale'; reason: 'gone' | 'version' | 'done'; change?: ChangeView }
  | { type: 'failed'; failure: Failure }
  | {
      type: 'permission';
      customer: CustomerRef;
      permissions: PermissionView[];
      mayAsk: boolean;
      /** The feature is off: the cloud has none, or the desk was set up app-only. Then there are no permissions. */
      off?: 'cloud' | 'appOnly';
    }
  | {
      type: 'permissionForm';
      change: { id: string; version: number };
      customer: CustomerRef;
      resource: PurchaseResource;
      give: boolean;
      reason: string;
      /** yyyy-mm-dd, or empty. Asked for when giving only. */
      until: string;
      errors: FieldError[];
      /** The change that this one takes back. */
      undoes?: string;
      /** Whether somebody has to approve it, and which roles may. */
      approvers: Role[];
    }
  /** A change with its approval: how it stands, who decided, and what the viewer may do. */
  | {
      type: 'approval';
      approval: ApprovalView;
      viewer: Viewer;
      /** Said above it: what has just happened, for whoever it happened to. */
      /** The reader has a copy of the whole card, which follows the state: this can be short. */
      brief?: true;
      because?: 'asked' | 'decided' | 'withdrawn' | 'reminder' | 'endsSoon' | 'brokenGlass' | 'expired';
    }
  | {
      type: 'decisionForm';
      approval: ApprovalView;
      verdict: 'approve' | 'decline' | 'breakGlass' | 'reviewed';
      reason: string;
      errors: FieldError[];
      /** The record moved since it was asked for: what is shown is what would be approved now. */
      drift?: Drift[];
    }
  | { type: 'approvals'; toDecide: ApprovalView[]; toReview: ApprovalView[]; asked: ApprovalView[] }
  /** A click that cannot have its effect, each with its own reason, shown with how the change stands. */
  | {
      type: 'notNow';
      reason:
        | 'ownChange'
        | 'delegateOfRequester'
        | 'notApprover'
        | 'alreadyDecided'
        | 'decidedByYou'
        | 'expired'
        | 'withdrawn'
        | 'notYours'
        | 'tooLateToWithdraw'
        | 'tooLateToUndo'
        | 'movedSince'
        | 'notUndoable'
        | 'alreadySo';
      approval: ApprovalView;
      /** Who was first. */
      by?: string;
    }
  /** Somebody linked a chat user to you: told wherever you are known. */
  | { type: 'linkAnnounced'; platform: 'slack' | 'teams'; userName: string; at: number };

export type AnswerOf<T extends Answer['type']> = Extract<Answer, { type: T }>;
