import { setTimeout as sleep } from 'node:timers/promises';
import type { Installations } from '../../../core/installations/installations.js';
import type { InstallationVersion } from '../../../core/installations/leases.js';
import type { Log } from '../../../core/log.js';
import type { Metrics } from '../../../core/metrics.js';
import { failedWith, SlackCallError } from '../call-error.js';
import type { TokenSource } from '../caller.js';
import { grantJson, type Grants } from './grant.js';
import type { Held, HeldInstallations } from './held.js';

/** Access tokens live twelve hours (docs.slack.dev/authentication/using-token-rotation); from two hours before their end on they are renewed. */
const AHEAD = 2 * 3_600_000;
/** A token that ends within so many ms is not used any more: whoever needs one waits for the new one. */
const MARGIN = 60_000;
/** Longer than a call to Slack may take: whoever holds it and is alive is done by then. In ms. */
const LEASE = 20_000;
/** How often, and how long at most, one replica looks whether another has the new token, ms. */
const LOOK_EVERY = 200;
const LOOK_FOR = 10_000;
/** After Slack did not answer, so long passes before it is asked again, ms. */
const PAUSE = 30_000;

/** Slack will never give a token for this one. Everything else may pass, or is a mistake in our own settings. */
const REFUSED = ['invalid_refresh_token', 'token_revoked', 'token_expired', 'account_inactive'];

export interface RotationParts {
  installations: Installations;
  held: HeldInstallations;
  grants: Pick<Grants, 'refresh'>;
  /** Unique for each process that ever ran. */
  owner: string;
  /** ms since the epoch. */
  now: () => number;
  log: Log;
  metrics: Metrics;
  /** Goes on while nobody waits for it; failures are logged. */
  detach: (work: Promise<unknown>) => void;
}

export interface Rotation {
  tokensOf: (key: string) => TokenSource;
  /**
   * Looks for refreshes that a process did not live to finish, and makes up for them at once, in the background: Slack may
   * have spent the refresh token, and takes it again for a short while only (docs.slack.dev/authentication/using-token-rotation).
   */
  start(): Promise<void>;
  /** Waits for no other replica any more. */
  stop(): void;
}

/**
 * The tokens of installations. A refresh token is good once, so one refresh is under way for each installation: in this
 * process because later callers join the first, among replicas because it takes the lease of the very tokens that it renews.
 */
export function createRotation(parts: RotationParts): Rotation {
  const { installations, held, grants, owner, now, log, metrics, detach } = parts;
  const underWay = new Map<string, Promise<Held>>();
  const pausedUntil = new Map<string, number>();
  let isStopped = false;

  async function current(key: string, fresh = false): Promise<Held> {
    const found = await (fresh ? held.read(key) : held.get(key));
    if (!found) throw notInstalled();
    return found;
  }

  /** @param spoilt a token that Slack did not take, however long it should still live */
  function isDue({ installation, grant }: Held, spoilt?: string): boolean {
    if (installation.expiresAt === undefined || grant.refreshToken === undefined) return false;
    if (installation.state === 'refused') return false;
    return grant.accessToken === spoilt || installation.expiresAt - now() <= AHEAD;
  }

  const isGood = ({ installation, grant }: Held, spoilt?: string) =>
    grant.accessToken !== spoilt && (installation.expiresAt ?? Infinity) - now() > MARGIN;

  function refresh(key: string, spoilt?: string): Promise<Held> {
    return underWay.get(key) ?? begin(key, renew(key, spoilt));
  }

  function begin(key: string, renewal: Promise<Held>): Promise<Held> {
    const work = renewal.finally(() => underWay.delete(key));
    underWay.set(key, work);
    return work;
  }

  /** The end of a refresh that another process began: its own, when that lives, or a second one. */
  async function finish(of: InstallationVersion): Promise<Held> {
    for (let waited = 0; waited <= LEASE; waited += LOOK_EVERY) {
      if (isStopped) break;
      const found = await current(of.key, true);
      if (found.installation.version !== of.version) return found;
      if (await installations.lease(of, owner, LEASE)) {
        log.warn({ installation: of.key }, 'new tokens of Slack were on their way when a process ended: asking again');
        return exchange(found);
      }
      await sleep(LOOK_EVERY, undefined, { ref: false });
    }
    return current(of.key);
  }

  async function renew(key: string, spoilt?: string): Promise<Held> {
    for (let waited = 0; waited < LOOK_FOR; waited += LOOK_EVERY) {
      const found = await current(key, true);
      if (!isDue(found, spoilt)) return found;
      if (await installations.lease(found.installation, owner, LEASE)) return exchange(found);
      // Another replica is at it.
      if (isGood(found, spoilt)) return found;
      await sleep(LOOK_EVERY, undefined, { ref: false });
    }
    throw new SlackCallError('oauth.v2.access', 'unreachable');
  }

  /** With the lease in hand. */
  async function exchange({ installation, grant }: Held): Promise<Held> {
    const { key } = installation;
    const about = { installation: key };
    const note = (outcome: string) => metrics.tokenRefreshes.inc({ platform: 'slack', outcome });
    try {
      const { expiresIn, ...tokens } = await grants.refresh(grant.refreshToken ?? '');
      const expires = expiresIn === undefined ? {} : { expiresAt: now() + expiresIn * 1_000 };
      const stored = await installations.renew(installation, {
        grant: grantJson({ ...grant, ...tokens }),
        ...expires,
      });
      note('ok');
      if (!stored)
        log.warn(about, 'Slack gave a new token for an installation that was made anew or removed meanwhile');
    } catch (error) {
      if (!failedWith(error, REFUSED)) {
        note('failed');
        pausedUntil.set(key, now() + PAUSE);
        await installations.release(installation, owner);
        throw error;
      }
      note('refused');
      if (await installations.refuse(installation))
        log.error({ ...about, err: error }, 'Slack gives no new token: the app has to be installed again');
    }
    return current(key, true);
  }

  const isPaused = (key: string) => (pausedUntil.get(key) ?? 0) > now();

  async function token(key: string): Promise<string> {
    const found = await current(key);
    if (!isDue(found)) return found.grant.accessToken;
    if (!isGood(found)) {
      if (isPaused(key)) throw new SlackCallError('oauth.v2.access', 'unreachable');
      return (await refresh(key)).grant.accessToken;
    }
    // The old one lives on for a while: nobody waits.
    if (!isPaused(key) && !underWay.has(key)) detach(refresh(key));
    return found.grant.accessToken;
  }

  /** Another replica may have renewed it since it was read here, or our clock is behind Slack's. */
  async function instead(key: string, refused: string): Promise<string | undefined> {
    const found = await held.read(key);
    if (!found) throw notInstalled();
    if (found.grant.accessToken !== refused) return found.grant.accessToken;
    if (!isDue(found, refused) || isPaused(key)) return undefined;
    const renewed = await refresh(key, refused);
    return renewed.grant.accessToken === refused ? undefined : renewed.grant.accessToken;
  }

  return {
    tokensOf: (key) => ({ token: () => token(key), instead: (refused) => instead(key, refused) }),
    async start() {
      for (const of of await installations.interrupted('slack')) detach(begin(of.key, finish(of)));
    },
    stop() {
      isStopped = true;
    },
  };
}

const notInstalled = () => new SlackCallError('token', 'not_installed');
