import type { Delivery, Survey } from '../delivery.js';
import type { Loop } from '../jobs/loop.js';
import type { Outbox } from '../jobs/outbox.js';
import type { Log } from '../log.js';
import type { PartnerCenter } from '../partner/partner-center.js';
import type { People } from '../roles/people.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import type { Place } from '../turn.js';
import { createCountries } from './country.js';
import { startDelivered } from './delivered.js';
import { startDigests } from './digests.js';
import { createKeeper, type Keeper } from './keeper.js';
import { startSpread } from './spread.js';

/** All that goes on by itself so that watches hear of what they want: spreading, digests, the care of places. */
export interface Watching extends Pick<Keeper, 'unreachable' | 'delivered' | 'mend' | 'doubt'> {
  /** How a place stands. @throws when its platform cannot be asked, or is off */
  survey(place: Place): Promise<Survey>;
  /** Something was announced: it need not wait for the next look. */
  wake(): void;
  start(): void;
  stop(): Promise<void>;
}

export function createWatching(parts: {
  store: Store;
  sealer: Sealer;
  outbox: Outbox;
  people: People;
  partnerTenantId: string;
  partner: PartnerCenter;
  /** One for each platform that is on. */
  deliveries: () => readonly Delivery[];
  /** Messages are owed: the sender need not wait for its next look. */
  wake: () => void;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
}): Watching {
  const { deliveries, partner, now } = parts;

  async function survey(place: Place): Promise<Survey> {
    const delivery = deliveries().find(({ platform }) => platform === place.platform);
    if (!delivery) throw new Error(`${place.platform} is off`);
    return delivery.survey(place);
  }

  const keeper = createKeeper({ ...parts, survey });
  let spreading: Loop | undefined;
  let others: Loop[] = [];
  return {
    survey,
    unreachable: (lane, to, error) => keeper.unreachable(lane, to, error),
    delivered: (copy) => keeper.delivered(copy),
    mend: (watch, found) => keeper.mend(watch, found),
    doubt: (platform, teams) => keeper.doubt(platform, teams),
    wake: () => spreading?.wake(),
    start() {
      spreading = startSpread({ ...parts, countries: createCountries(partner, now) });
      others = [startDigests(parts), keeper.start(), startDelivered(parts)];
    },
    async stop() {
      await spreading?.stop();
      await Promise.all(others.map((loop) => loop.stop()));
    },
  };
}
