import type { ChatUser } from '../../core/turn.js';
import type { Log } from '../../core/log.js';
import { type TeamsActivity, tenantOf } from './activity.js';
import { BoundedMap } from './bounded-map.js';
import type { Connector } from './connector.js';
import { ConnectorError } from './connector-error.js';
import type { Reference } from './reply-to.js';

/** What a roster says of somebody. */
interface Met {
  standing: ChatUser['standing'];
  /** Their own tenant, where the roster tells it. */
  home?: string | undefined;
}

/** Who is at the door. */
export type Visitor =
  | { door: 'open'; user: ChatUser }
  /** Of another organisation, or nobody: told so, and nothing of theirs is read. */
  | { door: 'shut'; reason: 'tenant' | 'identity' }
  /** Nobody can say who they are: let in as nobody, and told that it could not be found out. */
  | { door: 'unknown'; reason: 'roster' }
  /** A bot, this one included: answering would make a loop. */
  | { door: 'ignored' };

const MEMBERS_KEPT = 10_000;
const MEMBER_LIFETIME_MS = 60 * 60_000;

/**
 * Decides from an authentic activity who speaks. The channel proves only that Teams sent it: anybody can put this bot's id
 * into an app of their own tenant, and federated, guest and anonymous users can share a chat with it. So the conversation
 * and the user must both belong to an allowed tenant, the user must have an Entra object id, and guests are told apart by
 * the conversation's roster, once an hour. A roster that may not be read proves nothing: who is only in it (federated people
 * without a tenant in the activity, guests) would pass for a member, so nobody is let in by it. Teams shows its roster to every
 * bot that is in the conversation, so that this meets conversations that the bot was removed from.
 */
export function createDoor(parts: { tenantIds: string[]; connector: Connector; log: Log; now: () => number }) {
  const { connector, log } = parts;
  const allowed = new Set(parts.tenantIds.map((tenant) => tenant.toLowerCase()));
  const known = new BoundedMap<Met>(MEMBERS_KEPT, MEMBER_LIFETIME_MS, parts.now);

  /** @throws ConnectorError when the roster cannot be read just now: better asked again than guessed */
  async function standingOf(activity: TeamsActivity, reference: Reference): Promise<Met | 'unknown'> {
    const key = `${reference.tenant} ${activity.from.aadObjectId ?? ''}`;
    const before = known.get(key);
    if (before) return before;
    let standing: ChatUser['standing'] = 'member';
    let home: string | undefined;
    try {
      const member = await connector.member(reference, activity.from.id);
      home = member.tenantId?.toLowerCase();
      if (member.userRole === 'guest') standing = 'guest';
      else if (member.userRole === 'anonymous') standing = 'stranger';
      else if (member.tenantId !== undefined && !allowed.has(member.tenantId.toLowerCase())) standing = 'stranger';
    } catch (error) {
      if (!(error instanceof ConnectorError) || !error.final) throw error;
      if (error.status !== 404) {
        log.warn({ code: error.code, status: error.status }, 'the roster of a Teams conversation cannot be read');
        return 'unknown';
      }
      // Not in the room that they wrote in. Kept too, or each of their messages would cost a call.
      standing = 'stranger';
    }
    known.set(key, { standing, home });
    return { standing, home };
  }

  return async function meet(activity: TeamsActivity, reference: Reference): Promise<Visitor> {
    const { from } = activity;
    if (from.role === 'bot' || from.role === 'skill' || from.id === activity.recipient.id || from.id.startsWith('28:'))
      return { door: 'ignored' };
    const tenant = tenantOf(activity);
    if (tenant === undefined || !allowed.has(tenant)) return { door: 'shut', reason: 'tenant' };
    if (from.tenantId !== undefined && !allowed.has(from.tenantId.toLowerCase()))
      return { door: 'shut', reason: 'tenant' };
    if (from.aadObjectId === undefined) return { door: 'shut', reason: 'identity' };
    const met = await standingOf(activity, reference);
    if (met === 'unknown') return { door: 'unknown', reason: 'roster' };
    const { standing, home } = met;
    if (standing === 'stranger') return { door: 'shut', reason: 'identity' };
    // Somebody of another allowed tenant, in a conversation of the partner's: themselves there too, never one of its people.
    const own = standing === 'guest' ? tenant : (from.tenantId?.toLowerCase() ?? home ?? tenant);
    const user: ChatUser = { platform: 'teams', tenant: own, user: from.aadObjectId.toLowerCase(), standing };
    return { door: 'open', user: from.name === undefined ? user : { ...user, name: from.name } };
  };
}
