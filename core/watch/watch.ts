import type { Reader } from '../delivery.js';
import type { ChangePath } from '../partner/fields.js';
import type { Place } from '../turn.js';
import type { CustomerRef } from '../views.js';

/** What news can be about: billing information, permissions to purchase, or the relationship with the customer itself. */
export const newsKinds = ['account', 'purchase', 'relationship'] as const;
export type NewsKind = (typeof newsKinds)[number];

/** Which news a watch wants. What is absent does not narrow it. */
export interface WatchFilter {
  customer?: CustomerRef;
  /** ISO 3166-1 alpha-2, the country of the customer's billing address. */
  country?: string;
  kind?: NewsKind;
  field?: ChangePath;
  /** `outcomes`: how changes ended. `requests`: also what is asked for, from the moment that it waits for approval. */
  stage: 'outcomes' | 'requests';
  /** `elsewhere`: only what was not done through the desk. */
  origin: 'anywhere' | 'elsewhere';
  /** Nothing that the owner of the watch did. */
  muteOwn: boolean;
}

/** When a watch speaks: at every change, on the hour, or once a day (`at`: minutes after midnight, in its time zone). */
export type Rhythm = { every: 'change' } | { every: 'hour' } | { every: 'day'; at: number };

/** Held back from `from` to `to` (minutes after midnight, in the watch's time zone; `to` may be on the next day). */
export interface QuietHours {
  from: number;
  to: number;
}

/** Why a place cannot be written to. `unreadable`: nobody can say who reads there. */
export const placeProblems = ['notMember', 'gone', 'archived', 'external', 'unreadable'] as const;
export type PlaceProblem = (typeof placeProblems)[number];

/** A place that wants to hear of some changes, or (`approvals`) where requests are posted. */
export interface Watch {
  id: string;
  version: number;
  /** `draft`: which customer is meant has still to be chosen. `broken`: its place cannot be written to for now. */
  state: 'draft' | 'active' | 'broken' | 'ended';
  topic: 'changes' | 'approvals';
  place: Place;
  /** `slack:<team>/<channel>` or `teams:<conversation>` without its thread, as in the configuration. */
  placeKey: string;
  placeName?: string;
  filter: WatchFilter;
  rhythm: Rhythm;
  quiet?: QuietHours;
  /** IANA. */
  timeZone: string;
  /** BCP 47, of what is said in the place. */
  locale: string;
  /** Entra object id of whoever made it: told when its place is in trouble. */
  owner: string;
  ownerName: string;
  ownerReader: Reader;
  problem?: PlaceProblem;
  /** Since when it is broken, ms since the epoch. */
  problemSince?: number;
  /** Of the last notice that was delivered, ms since the epoch. */
  lastSentAt?: number;
}

/** What somebody asked to watch, as `cards/understand/` read it: codes, and the customer as it was typed. */
export interface WatchWish {
  topic: 'changes' | 'approvals';
  /** A name, domain or Microsoft ID, to be looked up. */
  customer?: string;
  country?: string;
  kind?: NewsKind;
  field?: ChangePath;
  stage?: WatchFilter['stage'];
  origin?: WatchFilter['origin'];
  muteOwn?: boolean;
  rhythm?: Rhythm;
  quiet?: QuietHours;
}
