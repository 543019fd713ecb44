import type { Config } from '../config.js';
import type { Reader } from '../delivery.js';
import type { Outbox } from '../jobs/outbox.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import type { ChatUser } from '../turn.js';
import type { Directory } from './directory.js';
import { createEmailMatching, type EmailMatching } from './email-matching.js';
import { createLinkNews, type LinkNews } from './link-news.js';
import { createLinking, type Linking } from './linking.js';
import { createPeople, type People } from './people.js';
import { isTheirs, reach } from './whereabouts.js';

/** Everything by which the desk knows who somebody in a chat is, and where a person can be told. */
export interface Acquaintance {
  people: People;
  news: LinkNews;
  linking: Linking;
  /** Absent: the policy does not want it. */
  emailMatching?: EmailMatching;
  /** Whether a chat user is (still) that person. */
  isTheirs: (user: ChatUser, person: string) => Promise<boolean>;
  /** Where a message for a person goes that was meant for this chat; undefined: nowhere. */
  reach: (to: Reader, person: string) => Promise<Reader | undefined>;
}

export function createAcquaintance(parts: {
  store: Store;
  sealer: Sealer;
  config: Config;
  directory: Directory;
  outbox: Pick<Outbox, 'owe'>;
  /** The address that a chat platform has confirmed. @throws when it cannot be asked */
  confirmedEmail: (user: ChatUser) => Promise<string | undefined>;
  /** Messages are owed. */
  wake: () => void;
  log: Log;
  metrics: Metrics;
  now: () => number;
}): Acquaintance {
  const { store, config } = parts;
  const { byEmail, believed } = config.policy.links;
  const people = createPeople({ db: store.db, config, now: parts.now });
  const whereabouts = { people, store, partnerTenantId: config.partner.tenantId, policy: config.policy };
  const news = createLinkNews({ ...whereabouts, outbox: parts.outbox, wake: parts.wake });
  return {
    people,
    news,
    linking: createLinking({ ...parts, people, news }),
    ...(byEmail ? { emailMatching: createEmailMatching({ ...parts, people, news, believed }) } : {}),
    isTheirs: (user, person) => isTheirs(whereabouts, user, person),
    reach: (to, person) => reach(whereabouts, to, person),
  };
}
