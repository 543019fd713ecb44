import { placeKeyOf } from '../places.js';
import type { ChatUser, Place, Platform } from '../turn.js';

/** Where a message counts: its place, and what that shares with others. */
export interface Lane {
  lane: string;
  pool: string;
}

/**
 * The lane of a message: one for each person's 1:1 conversation (`slack:<tenant>/<user>`, `teams:<tenant>/<user>`), one
 * for each room, named like the room in the configuration. Pools are workspaces and tenants.
 */
export function laneOf({ place, user }: { place: Place; user?: ChatUser }): Lane {
  const home = place.platform === 'slack' ? place.team : place.tenant;
  if (!user) return { lane: placeKeyOf(place), pool: `${place.platform}:${home}` };
  const { platform, tenant } = user;
  return {
    lane: `${platform}:${tenant}/${user.user}`,
    pool: `${platform}:${platform === place.platform ? home : tenant}`,
  };
}

/** Slack counts changes of messages apart from new ones: they have a lane and a pool of their own. */
export function updatesOf(platform: Platform, { lane, pool }: Lane): Lane {
  return platform === 'slack' ? { lane: `${lane}${UPDATES}`, pool: `${pool}${UPDATES}` } : { lane, pool };
}

/** All lanes of one place. @param lane that of new messages */
export function lanesOfPlace(lane: string): string[] {
  return lane.startsWith('slack:') ? [lane, `${lane}${UPDATES}`] : [lane];
}

/** The lane of new messages of the place that a lane belongs to. */
export function placeLane(lane: string): string {
  return lane.startsWith('slack:') && lane.endsWith(UPDATES) ? lane.slice(0, -UPDATES.length) : lane;
}

const UPDATES = '/update';
