import type { Place } from '../../core/turn.js';
import { BoundedMap } from './bounded-map.js';
import type { Connector } from './connector.js';
import { ConnectorError } from './connector-error.js';
import { isOutsider } from './member.js';
import { type Reference, roomOf } from './reply-to.js';

/** Customer data may not go to this place: people from outside read it, or nobody can say that none do. */
export class ExternalPlace extends Error {
  override readonly name = 'ExternalPlace';
  readonly code: 'external_place' | 'roster_unreadable';
  readonly why: 'outsiders' | 'rosterUnreadable';
  constructor(why: ExternalPlace['why']) {
    super(why);
    this.why = why;
    this.code = why === 'outsiders' ? 'external_place' : 'roster_unreadable';
  }
}

/** The Teams user id (`29:…`) of each member of a room, by Entra object id in lower case. */
export type Insiders = ReadonlyMap<string, string>;

const ROSTERS_KEPT = 200;
/** Who has just joined may read on for so long. Teams allows 120 roster reads of one conversation in an hour. */
const ROSTER_LIFETIME_MS = 3 * 60_000;

/**
 * Tells whether a room is among colleagues only, from its roster.
 *
 * @param tenantId the partner tenant
 * @param now ms since the epoch
 */
export function createRosters(parts: { connector: Connector; tenantId: string; now: () => number }) {
  const { connector, tenantId } = parts;
  const kept = new BoundedMap<Insiders | 'outsiders'>(ROSTERS_KEPT, ROSTER_LIFETIME_MS, parts.now);

  async function read(reference: Reference): Promise<Insiders | 'outsiders'> {
    const found = new Map<string, string>();
    for await (const page of connector.members(reference)) {
      for (const member of page) {
        if (isOutsider(member, tenantId)) return 'outsiders';
        if (member.user !== undefined && member.id !== undefined) found.set(member.user, member.id);
      }
    }
    // An empty roster proves nothing.
    if (found.size === 0) throw new ExternalPlace('rosterUnreadable');
    return found;
  }

  return {
    /**
     * The members of a room in which only colleagues are.
     *
     * @param fresh read now, not some minutes ago
     * @throws ExternalPlace
     * @throws ConnectorError when the room is gone, or its roster cannot be read for now
     */
    async insiders(place: Place & { platform: 'teams' }, reference: Reference, fresh = false): Promise<Insiders> {
      if (place.external) throw new ExternalPlace('outsiders');
      const key = roomOf(reference.conversation);
      const before = fresh ? undefined : kept.get(key);
      const members = before ?? (await read(reference).catch(explain));
      if (!before) kept.set(key, members);
      if (members === 'outsiders') throw new ExternalPlace('outsiders');
      return members;
    },
    /** Somebody came or went, and who joins a team is in all of its channels: every roster is read anew. */
    forget: (): void => kept.clear(),
  };
}

export type Rosters = ReturnType<typeof createRosters>;

function explain(error: unknown): never {
  const refused = error instanceof ConnectorError && error.final && !error.gone && error.code !== 'ForbiddenAddress';
  throw refused ? new ExternalPlace('rosterUnreadable') : error;
}
