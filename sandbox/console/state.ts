import type { Cloud } from '../../core/config.js';
import type { SlackGesture, SlackScene, SlackTyping, TeamsGesture, TeamsScene } from '../stand-in.js';

/** What the page shows one character: the whole of it, sent again whenever something changed. */
export interface ConsoleState {
  cloud: Cloud;
  /** Those that there is a sandbox of, by the names that people say. */
  clouds: { id: Cloud; name: string }[];
  /** Those that a chat can be set to. */
  languages: { locale: string; name: string }[];
  characters: ConsoleCharacter[];
  suggestions: Suggestion[];
  slack: SlackScene;
  teams: TeamsScene;
  partnerCenter: PartnerCenterPane;
}

export interface ConsoleCharacter {
  id: string;
  name: string;
  title: string;
  locale: string;
  timeZone: string;
  /** Whether their Slack user has to sign in once. */
  linked: boolean;
  /** How many messages the desk has sent them in person, in both chats together. */
  told: number;
}

/** One thing to try: who does it, where, and the text that the page types for them. */
export interface Suggestion {
  label: string;
  as: string;
  chat: 'slack' | 'teams';
  text: string;
}

/** What Partner Center holds that it did not hold at the start, and what was asked of it. */
export interface PartnerCenterPane {
  customers: number;
  /** How many of them the desk can search by itself; absent: it has not said yet. */
  index?: IndexProgress;
  /** How many requests there were. */
  count: number;
  /** Last changed first. */
  changes: CustomerChange[];
  /** Newest first. */
  requests: LoggedRequest[];
}

/** How far the desk's index of customers has got. */
export interface IndexProgress {
  ready: boolean;
  known: number;
  /** Of how many, where that is known. */
  of?: number;
}

/** One customer that differs from what the sandbox began with. */
export interface CustomerChange {
  customer: string;
  name: string;
  /** Who wrote last, as Partner Center knows them. */
  by: string;
  fields: { path: string; before: string; after: string }[];
}

export interface LoggedRequest {
  /** Rises by one with every request. */
  number: number;
  /** ms since the epoch */
  at: number;
  method: string;
  path: string;
  /** Absent while there is no answer. */
  status?: number;
  who: string;
}

/** A row of the search in the Partner Center pane. */
export interface CustomerRow {
  id: string;
  name: string;
  domain: string;
  country: string;
}

/** Everything that Partner Center holds of one customer, flat, with what it was at the start. */
export interface CustomerRecord {
  id: string;
  name: string;
  etag: string;
  groups: RecordGroup[];
}

export interface RecordGroup {
  title: string;
  /** How it can be typed directly into Partner Center: a text, a switch that is On or Off, or not at all. */
  edit: 'text' | 'switch' | 'none';
  rows: RecordRow[];
}

export interface RecordRow {
  path: string;
  value: string;
  /** Set when it differs from the start. */
  before?: string;
}

/** The bodies of the page's POST requests. */
export type SlackRequest = { as: string; gesture: SlackGesture };
export type SlackTypingRequest = { as: string; typing: SlackTyping };
export type TeamsRequest = { as: string; gesture: TeamsGesture };
/** Sets the chats of one character, or of all of them, to a language. */
export type LanguageRequest = { as?: string; language: string };
export type ChangeRequest =
  | { customer: string; fields: Record<string, string> }
  /** What the customer may purchase, by the name of the resource. */
  | { customer: string; permission: string; on: boolean };
