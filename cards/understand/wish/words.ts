import type { ChangePath } from '../../../core/partner/fields.js';
import type { NewsKind, WatchFilter } from '../../../core/watch/watch.js';

type Phrases = readonly string[];

/**
 * What one language calls everything that can be watched: phrases in lower case; accents do not count. A phrase may have several
 * words, and the longest one that fits is taken. Names of countries come from `Intl`.
 */
export interface WishWords {
  /** Everything, without narrowing it. */
  everything: Phrases;
  /** That requests are to be posted here, to be decided. */
  approvals: Phrases;
  kinds: Record<NewsKind, Phrases>;
  fields: Partial<Record<ChangePath, Phrases>>;
  stages: Record<WatchFilter['stage'], Phrases>;
  origins: Record<WatchFilter['origin'], Phrases>;
  /** That the own changes are left out. */
  notMine: Phrases;
  /** At every change, hourly, daily. */
  rhythms: Record<'change' | 'hour' | 'day', Phrases>;
  /** In front of a time of day: "at". */
  at: Phrases;
  /** Behind one: "o'clock", and the halves of the day. */
  oClock: Phrases;
  morning: Phrases;
  afternoon: Phrases;
  /** Times of day that have a name, in minutes after midnight. */
  times: Record<string, number>;
  /** Before or behind two times of day: quiet hours. */
  quiet: Phrases;
  /** "from … to …", "between … and …" */
  from: Phrases;
  to: Phrases;
  /** In front of a country's name or code: "in", "country". */
  inCountry: Phrases;
  /** What else a country is called: code by name. */
  countries: Record<string, string>;
  /** In front of a customer's name. */
  customer: Phrases;
  /** Words that only hold a sentence together. */
  fillers: Phrases;
}
