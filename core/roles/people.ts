import type { Config } from '../config.js';
import type { Db } from '../store/tables.js';
import type { ChatUser } from '../turn.js';
import { isYoung } from '../young.js';
import { createLru } from './lru.js';

/** Which human a chat user is. */
export interface Known {
  /** Entra object id in the partner tenant. */
  id: string;
  /** How the desk knows: same tenant, a sign-in, or the `people` list of the configuration. */
  via: 'tenant' | 'signIn' | 'configuration';
}

/** Somebody in a chat, by the key that links have. */
export type ChatUserKey = Pick<ChatUser, 'platform' | 'tenant' | 'user'>;

export interface People {
  /**
   * The person behind a chat user, or undefined when nobody has linked them yet. The configuration comes before a link,
   * because an administrator wrote it.
   *
   * @throws when the store cannot tell: that is no "not linked"
   */
  personOf(user: ChatUser): Promise<Known | undefined>;
  /** Every chat user who is known to be this person, besides being themselves in Teams. */
  chatUsersOf(personId: string): Promise<ChatUserKey[]>;
  /** People whom the desk knows: configured, linked, or met in Teams; those met last first. At most so many. */
  everybody(limit: number): Promise<string[]>;
  /** Forgets what is remembered of a chat user, because their link was made or removed. */
  forget(user: ChatUserKey): void;
}

/** Short, so that a link removed by another replica stops counting soon. Absent links are never remembered. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

export function createPeople(parts: {
  db: Db;
  config: Pick<Config, 'policy'> & { partner: Pick<Config['partner'], 'tenantId'> };
  now: () => number;
}): People {
  const { db, config, now } = parts;
  const configured = new Map(config.policy.people.map((one) => [keyOf(one), one.person]));
  const remembered = createLru<{ person: string; since: number }>(MOST_REMEMBERED);

  async function linked(user: ChatUserKey): Promise<string | undefined> {
    const key = keyOf(user);
    const known = remembered.get(key);
    if (known && isYoung(known.since, REMEMBERED_MS, now())) return known.person;
    const row = await db
      .selectFrom('links')
      .select('person')
      .where('platform', '=', user.platform)
      .where('tenant', '=', user.tenant)
      .where('chatUser', '=', user.user)
      .executeTakeFirst();
    if (row) remembered.set(key, { person: row.person, since: now() });
    return row?.person;
  }

  return {
    async personOf(user) {
      const byConfiguration = configured.get(keyOf(user));
      if (byConfiguration) return { id: byConfiguration, via: 'configuration' };
      // A guest of the partner tenant has the tenant's id in Teams too, and is not one of its people.
      const own = user.platform === 'teams' && user.tenant.toLowerCase() === config.partner.tenantId;
      if (own) return user.standing === 'member' ? { id: user.user.toLowerCase(), via: 'tenant' } : undefined;
      const person = await linked(user);
      return person === undefined ? undefined : { id: person, via: 'signIn' };
    },
    async chatUsersOf(personId) {
      const rows = await db
        .selectFrom('links')
        .select(['platform', 'tenant', 'chatUser'])
        .where('person', '=', personId)
        .execute();
      const linkedUsers = rows.flatMap(({ platform, tenant, chatUser }): ChatUserKey[] =>
        platform === 'slack' || platform === 'teams' ? [{ platform, tenant, user: chatUser }] : [],
      );
      const listed = config.policy.people
        .filter((one) => one.person === personId)
        .map(({ platform, tenant, user }): ChatUserKey => ({ platform, tenant, user }));
      const known = new Set(listed.map(keyOf));
      return [...listed, ...linkedUsers.filter((user) => !known.has(keyOf(user)))];
    },
    async everybody(limit) {
      const met = await db
        .selectFrom('places')
        .select('chatUser')
        .where('platform', '=', 'teams')
        .where('tenant', '=', config.partner.tenantId)
        .where('chatUser', 'not like', 'room:%')
        .orderBy('updatedAt', 'desc')
        .limit(limit)
        .execute();
      const links = await db.selectFrom('links').select('person').orderBy('linkedAt', 'desc').limit(limit).execute();
      const all = [...config.policy.people, ...links].map(({ person }) => person);
      return [...new Set([...all, ...met.map(({ chatUser }) => chatUser.toLowerCase())])].slice(0, limit);
    },
    forget: (user) => remembered.delete(keyOf(user)),
  };
}

/** Entra ids come in either case. */
function keyOf({ platform, tenant, user }: ChatUserKey): string {
  const key = `${tenant}/${user}`;
  return platform === 'teams' ? `teams:${key.toLowerCase()}` : `slack:${key}`;
}
