import type { Cloud } from '../core/config.js';

/** What decides how an Answer is shown. */
export interface Context {
  /** BCP 47, as the reader's platform gave it; the nearest catalogue is used. */
  locale: string;
  /** IANA; UTC when unknown. */
  timeZone?: string;
  cloud: Cloud;
}
