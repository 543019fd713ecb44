import type { Config } from '../config.js';
import type { Db } from '../store/tables.js';
import type { ChatUser } from '../turn.js';
import { isYoung } from '../young.js';
import type { LinkView } from '../views.js';
import { type LinkRow, linkRowsOf, viewOfLink } from './links.js';
import { createLru } from './lru.js';

export type Via = 'tenant' | 'signIn' | 'email' | 'configuration';

/** Which human a chat user is. */
export interface Known {
  /** Entra object id in the partner tenant. */
  id: string;
  /** How the desk knows: same tenant, a sign-in, a verified e-mail address, or the `people` list of the configuration. */
  via: Via;
}

/** Somebody in a chat, by the key that links have. */
export type ChatUserKey = Pick<ChatUser, 'platform' | 'tenant' | 'user'>;

export interface People {
  /**
   * The person behind a chat user, or undefined when nobody has linked them yet. The configuration comes before a link,
   * because an administrator wrote it.
   *
   * @param options.fresh before anything is written: what another process removed a moment ago does not count
   * @throws when the store cannot tell: that is no "not linked"
   */
  personOf(user: ChatUser, options?: { fresh: boolean }): Promise<Known | undefined>;
  /** Every chat user who is known to be this person, besides being themselves in Teams: configured ones, then linked ones. */
  chatUsersOf(personId: string): Promise<ChatUserKey[]>;
  /** The person behind a chat user as far as that is known without asking the store: for counting, never for rights. */
  remembered(user: ChatUser): string | undefined;
  /** What ties this person to chats: the configuration first, then their links, oldest first. */
  linksOf(personId: string): Promise<LinkView[]>;
  /** The links of the configuration, in its order. */
  configured(): LinkView[];
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
  const remembered = createLru<Pick<LinkRow, 'person' | 'via'> & { since: number }>(MOST_REMEMBERED);

  async function linked(user: ChatUserKey, fresh: boolean): Promise<Pick<LinkRow, 'person' | 'via'> | undefined> {
    const key = keyOf(user);
    const known = remembered.get(key);
    if (known && !fresh && isYoung(known.since, REMEMBERED_MS, now())) return known;
    const row = await db
      .selectFrom('links')
      .select(['person', 'via'])
      .where('platform', '=', user.platform)
      .where('tenant', '=', user.tenant)
      .where('chatUser', '=', user.user)
      .executeTakeFirst();
    if (row) remembered.set(key, { ...row, since: now() });
    else remembered.delete(key);
    return row;
  }

  /** A guest of the partner tenant has the tenant's id in Teams too, and is not one of its people. */
  const isOfTenant = ({ platform, tenant }: ChatUser) =>
    platform === 'teams' && tenant.toLowerCase() === config.partner.tenantId;

  const listed = config.policy.people.map(
    ({ platform, tenant, user, person }): LinkView => ({
      platform,
      tenant,
      user,
      person: { id: person },
      via: 'configuration',
    }),
  );

  async function linksOf(personId: string): Promise<LinkView[]> {
    const rows = await linkRowsOf(db, personId);
    // The configuration comes before a link: whom it names is who it says, whatever they once signed in as.
    const counting = rows.map(viewOfLink).filter((one) => !configured.has(keyOf(one)));
    return [...listed.filter(({ person }) => person.id === personId), ...counting];
  }

  return {
    async personOf(user, options = { fresh: false }) {
      const byConfiguration = configured.get(keyOf(user));
      if (byConfiguration) return { id: byConfiguration, via: 'configuration' };
      if (isOfTenant(user))
        return user.standing === 'member' ? { id: user.user.toLowerCase(), via: 'tenant' } : undefined;
      const link = await linked(user, options.fresh);
      return link && { id: link.person, via: link.via };
    },
    remembered(user) {
      const byConfiguration = configured.get(keyOf(user));
      if (byConfiguration) return byConfiguration;
      if (isOfTenant(user)) return user.standing === 'member' ? user.user.toLowerCase() : undefined;
      return remembered.get(keyOf(user))?.person;
    },
    linksOf,
    configured: () => [...listed],
    async chatUsersOf(personId) {
      return (await linksOf(personId)).map(({ platform, tenant, user }) => ({ platform, tenant, user }));
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
