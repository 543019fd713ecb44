import type { Target } from './target.js';

/** What the desk answered. Status 0: it broke the connection off. */
export interface Reply {
  status: number;
  body: string;
}

/** A figure of `/metrics`, summed over the labels that are not named. */
export interface Figure {
  name: string;
  labels: Record<string, string>;
}

/** One hostile or unlucky request. */
export interface Attack {
  name: string;
  /** What has to be there before: it may write. Its result is handed on. */
  prepare?: (target: Target) => Promise<string>;
  send: (target: Target, prepared: string) => Promise<Reply>;
  /** 200 is a polite refusal: its figure says so. */
  status: number;
  /** Rises by one. */
  counted: Figure;
  /** A colleague sends it: the desk may look up who they are, and read what they may see. */
  colleague?: true;
  /** It uses up the state of an install, as an honest one would: that, and no more, is written down. */
  spends?: true;
}

/** Refused at the door. */
export const refused = (platform: 'slack' | 'teams' | 'link' | 'partnerCenter', reason: string): Figure => ({
  name: 'partnerdesk_refused_requests_total',
  labels: { platform, reason },
});

/** Answered, with that answer. */
export const answered = (platform: 'slack' | 'teams', answer: string): Figure => ({
  name: 'partnerdesk_turns_total',
  labels: { platform, answer },
});

/** Personal data that attackers write, which no log and no figure may ever hold. */
export const CANARY = 'Kanarienvogel-7f3a geheim@kanari.example';
