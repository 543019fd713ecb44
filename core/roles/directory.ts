import { z } from 'zod';
import type { PartnerConfig } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { createAgentGroups } from './agent-groups.js';
import { DirectoryError } from './directory-error.js';
import type { TokenSource } from '../partner/tokens.js';
import { createGraph } from './graph.js';
import { createLru } from './lru.js';
import { isYoung } from '../young.js';
import { roles, type Role } from './role.js';

export { DirectoryError } from './directory-error.js';

/** What the partner's directory says of one of its people. */
export interface DirectoryEntry {
  /** In the order of `core/roles/role.ts`; empty for guests and for accounts that are switched off. */
  roles: Role[];
  enabled: boolean;
  guest: boolean;
  name: string;
}

export interface Directory {
  /**
   * @param personId Entra object id
   * @param fresh true before anything is written or decided; otherwise the answer may be five minutes old
   * @throws {DirectoryError} when the directory cannot tell
   */
  look(personId: string, options: { fresh: boolean }): Promise<DirectoryEntry>;
  /**
   * The one user who has this address as mail or user principal name, if they are enabled and no guest. Undefined: nobody
   * has it, or several have, whatever these are: then it proves nothing.
   *
   * @throws {DirectoryError} when the directory cannot tell
   */
  findByEmail(email: string): Promise<{ id: string; name: string } | undefined>;
}

/**
 * Built-in directory roles by template id, which is the same in every tenant
 * (learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference).
 */
const directoryRoles: Record<string, Role> = {
  '62e90394-69f5-4237-9190-012177145e10': 'Global admin',
  'b0f54661-2d74-4c50-afa3-1ec803f12efe': 'Billing admin',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User management admin',
};

const FRESH_FOR_MS = 5 * 60 * 1000;
const MOST_PEOPLE = 2_000;

const userSchema = z.object({
  displayName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
});
const foundSchema = userSchema.extend({
  id: z.guid().toLowerCase(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
type Found = z.output<typeof foundSchema>;
const foundPage = z.object({ value: z.array(foundSchema), '@odata.nextLink': z.string().optional() });

const membershipSchema = z.object({ id: z.string(), roleTemplateId: z.string().nullish() });
type Membership = z.output<typeof membershipSchema>;
const membershipPage = z.object({ value: z.array(membershipSchema), '@odata.nextLink': z.string().optional() });

/** Reads people and their roles from the partner's own tenant through Microsoft Graph. */
export function createDirectory(parts: {
  config: PartnerConfig;
  tokens: TokenSource;
  log: Log;
  metrics: Metrics;
  now: () => number;
}): Directory {
  const { tokens, log, metrics, now } = parts;
  const graph = createGraph({ base: parts.config.urls.graph, proxy: parts.config.proxy, tokens, metrics });
  const groups = createAgentGroups({ graph, log, now });
  const cache = createLru<{ entry: DirectoryEntry; askedAt: number; question: number }>(MOST_PEOPLE);
  let questions = 0;
  const underWay = new Map<string, Promise<DirectoryEntry>>();

  async function ask(id: string): Promise<DirectoryEntry> {
    const askedAt = now();
    const question = ++questions;
    const user = `/v1.0/users/${id}`;
    const [facts, memberships, groupRoles] = await Promise.all([
      graph.get('user', `${user}?$select=id,displayName,accountEnabled,userType`, userSchema),
      graph.list<Membership>(
        'memberships',
        `${user}/transitiveMemberOf?$select=id,displayName,roleTemplateId&$top=999`,
        membershipPage,
      ),
      groups.rolesById(),
    ]);
    const enabled = facts.accountEnabled === true;
    const guest = facts.userType === 'Guest';
    const entry = {
      roles: enabled && !guest ? rolesOf(memberships, groupRoles) : [],
      enabled,
      guest,
      name: facts.displayName ?? id,
    };
    // A slow answer must not replace one that was asked for later.
    if ((cache.get(id)?.question ?? question) <= question) cache.set(id, { entry, askedAt, question });
    return entry;
  }

  /** Those who come meanwhile share one question. A fresh look never joins a question that was asked before it. */
  function shared(key: string, question: () => Promise<DirectoryEntry>): Promise<DirectoryEntry> {
    const known = underWay.get(key);
    if (known) return known;
    const asked = question().finally(() => underWay.delete(key));
    underWay.set(key, asked);
    return asked;
  }

  return {
    async look(personId, { fresh }) {
      const id = personId.toLowerCase();
      // The id becomes part of a path.
      if (!/^[0-9a-f-]{36}$/.test(id)) throw new DirectoryError('notFound', { operation: 'user' });
      if (fresh) return ask(id);
      const known = cache.get(id);
      if (known && isYoung(known.askedAt, FRESH_FOR_MS, now())) return known.entry;
      return shared(id, () => ask(id));
    },
    async findByEmail(email) {
      const wanted = email.trim().toLowerCase();
      // It becomes part of a filter. What is no address is nobody's.
      if (!/^[^\s@]{1,64}@[^\s@]{1,255}$/u.test(wanted)) return undefined;
      const quoted = `'${wanted.replaceAll("'", "''")}'`;
      const filter = encodeURIComponent(`mail eq ${quoted} or userPrincipalName eq ${quoted}`);
      const path = `/v1.0/users?$filter=${filter}&$select=id,displayName,accountEnabled,userType,mail,userPrincipalName`;
      const all = await graph.list<Found>('usersByEmail', path, foundPage);
      // Graph compares in its own way; only the very address counts.
      const [one, ...others] = all.filter((each) =>
        [each.mail, each.userPrincipalName].some((address) => address?.toLowerCase() === wanted),
      );
      if (!one || others.length > 0 || one.accountEnabled !== true || one.userType === 'Guest') return undefined;
      return { id: one.id, name: one.displayName ?? one.id };
    },
  };
}

/** Without doubles: a role may be had through several groups. */
function rolesOf(memberships: Membership[], groupRoles: Map<string, Role>): Role[] {
  const had = new Set<Role | undefined>();
  for (const { id, roleTemplateId } of memberships) {
    had.add(groupRoles.get(id));
    if (roleTemplateId) had.add(directoryRoles[roleTemplateId.toLowerCase()]);
  }
  return roles.filter((role) => had.has(role));
}
