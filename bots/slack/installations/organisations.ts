import type { Installations } from '../../../core/installations/installations.js';
import { isYoung } from '../../../core/young.js';
import type { SlackCalls } from '../calls.js';

/** How long the list of an organisation's workspaces holds, ms. */
const LIFE = 60_000;
/** Pages of a thousand workspaces. */
const MOST_PAGES = 20;

/**
 * Which organisation a workspace is part of, of those that installed the app as a whole. Requests of Slack say so; a place
 * in the settings, or a message of our own accord, does not.
 *
 * @param parts.callsOf calls with the token of an organisation
 * @returns `of` a workspace; `forget`: the organisations let the app in elsewhere now
 */
export function createOrganisations(parts: {
  installations: Pick<Installations, 'organisations'>;
  callsOf: (key: string) => Pick<SlackCalls, 'teams'>;
  now: () => number;
}): { of: (team: string) => Promise<string | undefined>; forget: () => void } {
  const { installations, callsOf, now } = parts;
  const known = new Map<string, { since: number; teams: Promise<ReadonlySet<string>> }>();

  async function list(key: string): Promise<ReadonlySet<string>> {
    const calls = callsOf(key);
    const found = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { teams, next } = await calls.teams(cursor);
      for (const team of teams) found.add(team);
      if (next === undefined) break;
      cursor = next;
    }
    return found;
  }

  function teamsOf(key: string): Promise<ReadonlySet<string>> {
    const found = known.get(key);
    if (found && isYoung(found.since, LIFE, now())) return found.teams;
    const teams = list(key);
    known.set(key, { since: now(), teams });
    teams.catch(() => known.delete(key));
    return teams;
  }

  return {
    async of(team) {
      for (const { key } of await installations.organisations('slack')) if ((await teamsOf(key)).has(team)) return key;
      return undefined;
    },
    forget: () => known.clear(),
  };
}
