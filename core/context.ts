import type { PartnerCenter } from './partner/partner-center.js';
import type { Changes } from './changes/changes.js';
import type { Applier } from './changes/applier.js';
import type { Kinds } from './changes/kind.js';
import type { Report } from './doctor/examine.js';
import type { Outbox } from './jobs/outbox.js';
import type { Log } from './log.js';
import type { Directory } from './roles/directory.js';
import type { LinkNews } from './roles/link-news.js';
import type { Languages } from './roles/languages.js';
import type { People, Via } from './roles/people.js';
import type { Customers } from './customers/customers.js';
import type { Cloud, Policy } from './config.js';
import type { Role } from './roles/role.js';
import type { Sealer } from './store/sealer.js';
import type { Store } from './store/open.js';
import type { Survey } from './delivery.js';
import type { CommandName, Place, Turn } from './turn.js';
import type { Keeper } from './watch/keeper.js';

/** What the commands work with. */
export interface Services {
  store: Store;
  sealer: Sealer;
  partner: PartnerCenter;
  customers: Customers;
  changes: Changes;
  applier: Applier;
  kinds: Kinds;
  outbox: Outbox;
  people: People;
  languages: Languages;
  news: LinkNews;
  directory: Directory;
  policy: Policy;
  cloud: Cloud;
  partnerTenantId: string;
  /** How a place stands, as its platform says. @throws when the platform cannot be asked, or is off */
  survey: (place: Place) => Promise<Survey>;
  /** A watched place works again: its watches are not broken any more, and what was owed there goes on. */
  mend: Keeper['mend'];
  /** Looks whether all is well with the desk. */
  doctor: () => Promise<Report>;
  /** Messages are owed: the sender need not wait for its next look. */
  wake: () => void;
  log: Log;
  now: () => number;
}

/** One turn of somebody who was recognised: who they are, what they may, and what to work with. */
export interface Visit extends Services {
  turn: Turn;
  person: { id: string; name: string; via: Via };
  roles: Role[];
  /** The commands that they may run, in the order of help. */
  mayRun: CommandName[];
  /** `MS-CorrelationId` of every call this turn makes. */
  correlationId: string;
}

/** The options that every call to Partner Center takes on a visit. */
export function callOptions(visit: Visit): { locale: string; correlationId: string } {
  return { locale: visit.turn.locale, correlationId: visit.correlationId };
}
