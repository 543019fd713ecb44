import { z } from 'zod';
import type { Log } from '../log.js';
import type { Graph } from './graph.js';
import type { Role } from './role.js';

/**
 * The groups that Partner Center makes in a partner's tenant. Their ids differ from tenant to tenant, so they are found
 * by name, once, and from then on known by id.
 */
export const groupNames: Partial<Record<Role, string>> = {
  'Admin agent': 'AdminAgents',
  'Sales agent': 'SalesAgents',
  'Helpdesk agent': 'HelpdeskAgents',
};

const groupPage = z.object({
  value: z.array(
    z.object({ id: z.string(), displayName: z.string().nullish(), securityEnabled: z.boolean().nullish() }),
  ),
  '@odata.nextLink': z.string().optional(),
});
export type Group = z.output<typeof groupPage>['value'][number];

/** How long the ids are trusted before the names are looked up again. */
const DAY_MS = 24 * 60 * 60 * 1000;

/** Gives the role of each agent group, by group id. */
export interface AgentGroups {
  rolesById(): Promise<Map<string, Role>>;
}

/**
 * Whoever may create groups can create one of the same name. Therefore: a group that is pinned stays, as long as it exists;
 * of several equal names the only security group is taken, if there is one; otherwise none, and the log says which ids.
 */
export function createAgentGroups(parts: { graph: Graph; log: Log; now: () => number }): AgentGroups {
  const { graph, log, now } = parts;
  let pinned = new Map<string, Role>();
  let resolvedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | undefined;

  async function resolve(): Promise<void> {
    const found = await Promise.all(
      Object.entries(groupNames).map(async ([role, name]) => ({ role: role as Role, id: await resolveOne(name) })),
    );
    pinned = new Map(found.flatMap(({ role, id }) => (id === undefined ? [] : [[id, role] as const])));
    resolvedAt = now();
  }

  async function resolveOne(name: string): Promise<string | undefined> {
    const found = await groupsNamed(graph, name);
    const kept = found.find((group) => pinned.has(group.id));
    const chosen = kept ?? onlyOne(found) ?? onlyOne(found.filter((group) => group.securityEnabled === true));
    if (!chosen || found.length > 1) {
      log.warn(
        { group: name, ids: found.map((group) => group.id), taken: chosen?.id },
        'an agent group is missing or not the only one of its name',
      );
    }
    return chosen?.id;
  }

  return {
    async rolesById() {
      if (now() - resolvedAt < DAY_MS) return pinned;
      underWay ??= resolve().finally(() => {
        underWay = undefined;
      });
      try {
        await underWay;
      } catch (error) {
        // Yesterday's ids are still the right ones; without any there is no answer.
        if (pinned.size === 0) throw error;
        log.warn({ err: error }, 'the agent groups could not be looked up again');
      }
      return pinned;
    },
  };
}

/** Every group of exactly this name. @throws {DirectoryError} */
export async function groupsNamed(graph: Graph, name: string): Promise<Group[]> {
  const filter = encodeURIComponent(`displayName eq '${name}'`);
  const path = `/v1.0/groups?$filter=${filter}&$select=id,displayName,securityEnabled`;
  // Graph compares without case; only the exact name counts.
  return (await graph.list<Group>('groups', path, groupPage)).filter((group) => group.displayName === name);
}

/** The one group of a list of one, unless it is explicitly no security group. */
function onlyOne(groups: Group[]): Group | undefined {
  const [only, ...others] = groups;
  return others.length === 0 && only?.securityEnabled !== false ? only : undefined;
}
