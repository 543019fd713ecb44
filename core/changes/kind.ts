import type { PolicyAction } from '../config.js';
import type { Fields } from '../partner/fields.js';
import type { CallOptions } from '../partner/partner-center.js';
import type { Change } from './change.js';

/** What Partner Center holds now, and what the kind needs to write it back. */
export interface Snapshot {
  fields: Fields;
  /** Opaque to everybody but the kind: etag, raw resource, … */
  handle: unknown;
}

/** What a kind of change supplies; its life, approval, conflicts, journal and notices are written once, for every kind. */
export interface Kind {
  /** @throws PartnerCenterError */
  read(customer: string, options: CallOptions): Promise<Snapshot>;
  /**
   * Writes the changed fields over the snapshot, once.
   *
   * @throws PartnerCenterError `conflict` when the record moved since the snapshot
   */
  write(
    customer: string,
    snapshot: Snapshot,
    changed: Fields,
    options: CallOptions & { requestId: string },
  ): Promise<void>;
}

/** What somebody must be allowed to do to ask for a change of a kind. */
export const askingFor: Record<Change['kind'], PolicyAction> = {
  account: 'update account',
  purchase: 'ask permission',
};

/** Every kind that a change can be of. */
export type Kinds = Record<Change['kind'], Kind>;
