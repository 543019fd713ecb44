import type { Cloud } from '../core/config.js';

/** What decides how an Answer is shown. */
export interface Context {
  /** BCP 47, as the reader's platform gave it; the nearest catalogue is used. */
  locale: string;
  /** IANA; UTC when unknown. */
  timeZone?: string;
  cloud: Cloud;
  /**
   * For a card that a whole Teams place reads: the members (`29:…`) who may act on it, at most 60. Their clients ask at once
   * for a view of their own.
   */
  refreshFor?: readonly string[];
  /** The card of Teams stands in a room, not in somebody's own chat: see adaptive-card/dialogs.ts. */
  surface?: 'room';
}
