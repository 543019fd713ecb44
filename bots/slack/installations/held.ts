import type { Installations, StoredInstallation } from '../../../core/installations/installations.js';
import { isYoung } from '../../../core/young.js';
import { grantSchema, type SlackGrant } from './grant.js';

/** An installation with its grant read. */
export interface Held {
  installation: StoredInstallation;
  grant: SlackGrant;
}

/** How long another replica may know of an install, a removal or new tokens before this one does, ms. */
const LIFE = 60_000;
const MOST = 1_000;

export type HeldInstallations = ReturnType<typeof createHeldInstallations>;

/** Installations as they were read within the last minute. Asking at once for the same one is one read. */
export function createHeldInstallations({
  installations,
  now,
}: {
  installations: Pick<Installations, 'read'>;
  now: () => number;
}) {
  const held = new Map<string, { since: number; found: Promise<Held | undefined> }>();

  async function load(key: string): Promise<Held | undefined> {
    const installation = await installations.read('slack', key);
    return installation && { installation, grant: grantSchema.parse(installation.grant) };
  }

  function read(key: string): Promise<Held | undefined> {
    const entry = { since: now(), found: load(key) };
    held.delete(key);
    held.set(key, entry);
    const [oldest] = held.keys();
    if (held.size > MOST && oldest !== undefined) held.delete(oldest);
    const drop = () => void (held.get(key) === entry && held.delete(key));
    // Only what is there is remembered: an install counts at once.
    entry.found.then((found) => found ?? drop(), drop);
    return entry.found;
  }

  return {
    /** @param key of a workspace or organisation. Rejects when the store is down, or the row cannot be opened */
    get(key: string): Promise<Held | undefined> {
      const known = held.get(key);
      return known && isYoung(known.since, LIFE, now()) ? known.found : read(key);
    },
    /** As the store has it now. */
    read,
    forget: (key: string): void => void held.delete(key),
  };
}
