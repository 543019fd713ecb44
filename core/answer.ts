import type { Action } from './action.js';
import type { Report } from './doctor/examine.js';
import type { FieldError, Failure } from './failure.js';
import type { FieldPath } from './partner/fields.js';
import type { PurchaseResource } from './partner/partner-center.js';
import type { Role } from './roles/role.js';
import type { LinkAnswer } from './roles/link-answers.js';
import type { Via } from './roles/people.js';
import type { ChatUser, CommandName, CustomerCommand } from './turn.js';
import type {
  AccountView,
  ApprovalView,
  ChangeView,
  CustomerRef,
  DeliveryRow,
  Difference,
  Drift,
  FormField,
  LinkView,
  HistoryItem,
  NewsRow,
  NoticeView,
  PermissionView,
  PlaceView,
  Viewer,
  WatchFormError,
  WatchFormValues,
  WatchView,
} from './views.js';

/** What the desk says back, as data, without any sentence: `cards/` has a screen for every member. */
export type Answer =
  | { type: 'working' }
  /** Which language somebody is spoken with in; after a choice, said in the new one. */
  | {
      type: 'language';
      outcome: 'asked' | 'chosen' | 'unknown';
      /** What they typed, when it names no language that is spoken. */
      asked?: string;
      /** What they chose, now or before; absent: the chat's own. */
      chosen?: string;
      /** BCP 47, the default first. */
      spoken: readonly string[];
    }
  | {
      type: 'customers';
      /** What was looked for; absent for "everybody". */
      query?: string;
      /** They were named in a message that was looked through. */
      named?: true;
      items: CustomerRef[];
      /** The verb that choosing one of them asks for. */
      pick: CustomerCommand | 'watchCustomer';
      /** For `watchCustomer`: the watch that the chosen one completes. */
      watch?: string;
      /** `customers` with a listing's id, when there is another page. */
      more?: Action;
    }
  | { type: 'nothingFound'; query: string }
  /** A customer that somebody put into their message to others: all of them read it. */
  | { type: 'sharedCustomer'; customer: CustomerRef }
  /** A field to search for a customer in, and what to do with the one that is chosen. */
  | {
      type: 'findForm';
      pick: CustomerCommand;
      /** What the reader may choose to do: their rights, in the order of `customerCommands`. */
      picks: CustomerCommand[];
      /** A message was looked through that names no customer. */
      because?: 'nobodyNamed';
      errors: FieldError[];
    }
  /** A command that needs a customer was given none: as an older release said it, whose answers may still be on their way. */
  | { type: 'customerMissing'; command: CommandName }
  | { type: 'account'; account: AccountView; mayUpdate: boolean }
  | {
      type: 'accountForm';
      change: { id: string; version: number };
      account: AccountView;
      fields: FormField[];
      /** Field errors of what was typed; the values in `fields` are the typed ones. */
      errors: FieldError[];
      /** Partner Center has no rules for the country, so that nothing could be checked. */
      countryUnknown?: true;
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
      change: ChangeView;
      /** It is shown to the requester, who may go on from a conflict. */
      mayGoOn: boolean;
      /** It was applied, and whoever looks may still take it back. */
      mayUndo?: boolean;
      /** A message of its own tells whoever asked all of it: this can be short. */
      told?: true;
    }
  | {
      type: 'refused';
      /** `role`: a colleague without one. `standing`: guests, strangers, bots. `disabled`: the account is switched off. `notYours`: another person's draft. */
      reason: 'role' | 'standing' | 'disabled' | 'notYours';
      command?: CommandName;
      /** The roles that may. */
      needed: Role[];
      have: Role[];
    }
  | { type: 'linked'; name: string; answer?: Answer }
  | {
      type: 'whoami';
      user: ChatUser;
      person?: { id: string; name: string };
      roles: Role[];
      via?: Via;
      /** Who acts as them in chats, this one included. Absent in answers of an older release. */
      links?: LinkView[];
      mayRun: CommandName[];
    }
  | { type: 'help'; commands: CommandName[] }
  /** The first words to somebody: what to begin with. */
  | { type: 'welcome'; commands: CommandName[] }
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
      /** The reader has a copy of the whole card, which follows the state: this can be short. */
      brief?: true;
      /** Said above it: what has just happened, for whoever it happened to. */
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
  /** The reader's own page: the customers they opened last, what `approvals` says, and who they are here. */
  | {
      type: 'home';
      recent: CustomerRef[];
      mayUpdate: boolean;
      toDecide: ApprovalView[];
      toReview: ApprovalView[];
      asked: ApprovalView[];
      name: string;
      roles: Role[];
      links: LinkView[];
      /** The language that they chose (BCP 47); absent: the chat's own. */
      chosen?: string;
    }
  /** What was done with the desk for a customer, latest first. */
  | {
      type: 'history';
      customer: CustomerRef;
      items: HistoryItem[];
      /** `history` with the place where the next page begins. */
      more?: Action;
    }
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
  /** A watch as it is now, for whoever made, edited or tested it. Its `problem` says what its place lacks. */
  | { type: 'watch'; watch: WatchView; because: 'made' | 'saved' | 'tested' | 'already' }
  | {
      type: 'watchForm';
      watch: { id: string; version: number };
      place: PlaceView;
      /** Set when it watches one customer; `about` may then be `customer`. */
      customer?: CustomerRef;
      values: WatchFormValues;
      errors: WatchFormError[];
    }
  | {
      type: 'watches';
      place: PlaceView;
      /** The watches of this place. */
      here: WatchView[];
      /** The reader's own in other places. */
      mine: WatchView[];
      /** What was announced last, latest first, each with its delivery report. */
      recent: NewsRow[];
    }
  /** Empty: nothing was watched there. */
  | { type: 'unwatched'; ended: WatchView[] }
  | { type: 'watchRefused'; reason: 'external' | 'unreadable' | 'notYours' | 'tooMany' | 'gone' }
  | {
      type: 'deliveryReport';
      notice: NoticeView;
      rows: DeliveryRow[] /** places whose name the reader may not know, by state */;
      others: Partial<Record<DeliveryRow['state'], number>>;
    }
  /** News, as a place reads it. It follows its subject. */
  | { type: 'notice'; notice: NoticeView }
  /** One line under a notice, in its thread: how it went on. */
  | { type: 'followUp'; notice: NoticeView }
  /** News that was held back, oldest first; `more` were left out. `from`, `to`: ms since the epoch. */
  | {
      type: 'digest';
      items: NoticeView[];
      more: number;
      from: number;
      to: number;
      because: 'hour' | 'day' | 'quiet' | 'unreachable';
    }
  /** The first message of a new watch, in its place. */
  | { type: 'watchTest'; watch: WatchView }
  /** To the owner of a watch: its place cannot be written to, or can again. */
  | { type: 'watchTrouble'; watch: WatchView; mended: boolean }
  /** Somebody, or a place, is too quick: nothing was done. `seconds`: when they may go on. */
  | { type: 'tooMany'; of: 'person' | 'place'; seconds: number }
  /** How the desk is: problems first. */
  | { type: 'doctor'; report: Report }
  | LinkAnswer;

/** One member of the union, by its type. */
export type AnswerOf<T extends Answer['type']> = Extract<Answer, { type: T }>;
