import { createLru } from '../../../core/roles/lru.js';

/** Codes that Slack refused, from one client and from all of them, and in which time. An administrator has one now and then. */
const WINDOW_MS = 10 * 60_000;
const MOST_OF_ONE = 10;
const MOST_OF_ALL = 200;
/** Clients that are remembered. */
const MOST_CLIENTS = 10_000;

/**
 * Bounds how often strangers can make the desk ask Slack about codes that they made up: the same call renews the tokens of the
 * workspaces, and Slack limits it. Each replica counts for itself.
 */
export interface InstallPace {
  /** Counts a code of a client before it is known whether it is good. @returns false: too many were not */
  enter(client: string): boolean;
  /** It was good, or what went wrong was no doing of theirs: it does not count. */
  forgive(client: string): void;
}

/** @param now ms since the epoch */
export function createInstallPace(now: () => number): InstallPace {
  const clients = createLru<number[]>(MOST_CLIENTS);
  let all: number[] = [];
  const young = (times: readonly number[]) => times.filter((at) => Math.abs(now() - at) < WINDOW_MS);
  return {
    enter(client) {
      const own = young(clients.get(client) ?? []);
      all = young(all);
      clients.set(client, own);
      if (own.length >= MOST_OF_ONE || all.length >= MOST_OF_ALL) return false;
      own.push(now());
      all.push(now());
      return true;
    },
    forgive(client) {
      clients.get(client)?.pop();
      all.pop();
    },
  };
}
