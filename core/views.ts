import type { Failure } from './failure.js';
import type { ChangePath, FieldPath } from './partner/fields.js';
import type { PurchaseResource } from './partner/partner-center.js';
import type { Place, Platform } from './turn.js';
import type { NewsKind, PlaceProblem, Watch } from './watch/watch.js';

/** A customer, in short. `id` is the Microsoft ID (tenant id). */
export interface CustomerRef {
  id: string;
  /** The name in Partner Center's customer list, which is the company name of the billing profile. */
  name: string;
  /** The primary domain name. */
  domain: string;
}

/** That somebody in a chat is this person. */
export interface LinkView {
  /** Absent: it stands in the configuration, and can be removed only there. */
  id?: string;
  platform: Platform;
  tenant: string;
  user: string;
  /** As the chat named them when they were linked. */
  userName?: string;
  /** Without a name when the directory does not tell it. */
  person: { id: string; name?: string };
  via: 'signIn' | 'email' | 'configuration';
  /** Since when, ms since the epoch. */
  at?: number;
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

/** One change of a customer, as the journal tells it from when it was asked for to how it stands. */
export interface HistoryItem {
  /** The change, which `change` shows in full. */
  change: string;
  kind: 'account' | 'purchase';
  state: ChangeState;
  /** Empty where they were erased. */
  differences: Difference[];
  /** Who asked for it; absent: nobody (the removal of a temporary permission), or erased. */
  requester?: string;
  /** When it was asked for, ms since the epoch. */
  at: number;
  reason?: string;
  /** Last day of a temporary permission, yyyy-mm-dd. */
  until?: string;
  /** It takes back an earlier change. */
  undo?: true;
  /** It is the removal that a temporary permission brought with it. */
  scheduled?: true;
  /** What followed, oldest first. */
  steps: HistoryStep[];
  /** Something of it was erased on request. */
  erased?: true;
  mayUndo: boolean;
}

/** One thing that happened to a change after it was asked for. `adapted`: the record had moved, so that it had to be decided anew. */
export interface HistoryStep {
  did: DecisionView['verdict'] | 'withdrawn' | 'adapted' | 'applied' | 'foundSo' | 'conflicted' | 'failed' | 'expired';
  /** ms since the epoch. */
  at: number;
  /** Whose word it was; absent where nobody's was needed, or where it was erased. */
  person?: string;
  reason?: string;
  onBehalfOf?: string;
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
    /** The number in the company's register (INN, BIN, …). */
    registration?: string;
    address?: Partial<
      Record<'addressLine1' | 'addressLine2' | 'city' | 'region' | 'postalCode' | 'country' | 'phoneNumber', string>
    >;
  };
  billing: Partial<Record<FieldPath, string>>;
  /** The number in the company's register, as the billing profile has it. Read-only. */
  registration?: string;
}

/** A conversation, as people know it. */
export interface PlaceView {
  platform: Platform;
  kind: Place['kind'];
  /** Absent where the platform tells none, or where the reader may not know it. */
  name?: string;
}

/** A watch, for whoever may see it. */
export interface WatchView
  extends Pick<
    Watch,
    'id' | 'version' | 'topic' | 'filter' | 'rhythm' | 'quiet' | 'timeZone' | 'problem' | 'problemSince' | 'lastSentAt'
  > {
  state: 'active' | 'broken' | 'ended';
  place: PlaceView;
  /** The name of whoever made it. */
  owner: string;
  /** How many notices it holds back now (digest, quiet hours, a place in trouble). */
  held: number;
  /** Whether the reader may edit and end it. */
  mayEdit: boolean;
}

/** What happened to a relationship, as far as it is told. */
export type RelationshipOperation =
  | 'added'
  | 'removed'
  | 'accepted'
  | 'adminApproved'
  | 'adminEnded'
  | 'agreementSigned'
  | 'qualificationChanged'
  | 'other';

/** One piece of news: a change of the desk, or something that was done elsewhere. */
export interface NoticeView {
  /** The announcement: its delivery report is found by it. */
  id: string;
  kind: NewsKind;
  origin: 'desk' | 'elsewhere';
  /** Absent where Partner Center does not say. */
  customer?: CustomerRef;
  /** Empty where it is not known what changed. */
  differences: Difference[];
  country?: string;
  /** Whoever asked for it; for what was done elsewhere, whom Partner Center names. Absent: not known. */
  by?: string;
  /** ms since the epoch. */
  at: number;
  /** Of the desk's own changes: how it stands. */
  state?: ChangeState;
  change?: string;
  reason?: string;
  /** Last day of a temporary permission, yyyy-mm-dd. */
  until?: string;
  decisions: DecisionView[];
  failure?: Failure;
  /** It takes back an earlier change. */
  undo?: true;
  /** It is the removal that a temporary permission brought with it. */
  scheduled?: true;
  /** For the kind `relationship`. */
  operation?: RelationshipOperation;
}

/** What became of one notice in one place. `held`: it waits for a digest, or for the end of quiet hours. */
export interface DeliveryRow {
  place: PlaceView;
  state: 'delivered' | 'waiting' | 'held' | 'failed' | 'gone';
  /** When it was delivered, ms since the epoch. */
  at?: number;
  problem?: PlaceProblem;
  /** The code of the last failure. */
  error?: string;
}

/** A piece of news of which there is a delivery report. */
export interface NewsRow {
  notice: NoticeView;
  delivered: number;
  waiting: number;
  failed: number;
}

/** What the form of a watch holds; everything as it is typed or chosen. */
export interface WatchFormValues {
  /** `everything`, `customer`, `country` */
  about: string;
  country: string;
  /** A news kind, or `any`. */
  kind: string;
  /** A path, or `any`. */
  field: string;
  /** `outcomes`, `requests` */
  stage: string;
  /** `anywhere`, `elsewhere` */
  origin: string;
  /** `no`, `yes`: whether the owner's own changes are left out */
  muteOwn: string;
  /** `change`, `hour`, `day` */
  rhythm: string;
  /** hh:mm, or empty */
  dailyAt: string;
  quietFrom: string;
  quietTo: string;
  /** IANA */
  timeZone: string;
}

/** A value of the form that cannot be: `time` is no hh:mm, `both`: one of the two quiet times is missing. */
export interface WatchFormError {
  path: keyof WatchFormValues;
  rule: 'required' | 'time' | 'both' | 'timeZone' | 'notInList';
}
