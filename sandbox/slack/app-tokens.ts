import { randomBytes } from 'node:crypto';
import type { Json } from './workspace.js';

/** Access tokens of an app that rotates them live twelve hours (docs.slack.dev/authentication/using-token-rotation). */
const LIFE_SECONDS = 12 * 3_600;
/** A refresh token that was used is "revoked after a short grace period" (same page, which gives no number), ms. */
const GRACE = 60_000;
/** "If more than 2 tokens exist after the refresh, the oldest additional token will be revoked" (same page). */
const MOST_ACTIVE = 2;

/** What an app was given by one workspace or organisation. */
interface Given {
  home: string;
  /** Absent: it does not end. */
  expiresAt?: number;
  revoked: boolean;
}

export type AppTokens = ReturnType<typeof createAppTokens>;

/**
 * The tokens that Slack has given to the app. A refresh token is good once, and for a moment afterwards; the access token before
 * lives on until its end, unless it is the third.
 *
 * @param rotate whether the app has token rotation switched on
 * @param now ms since the epoch
 * @param lifeSeconds of an access token that is rotated
 */
export function createAppTokens(rotate: boolean, now: () => number, lifeSeconds = LIFE_SECONDS) {
  const access = new Map<string, Given>();
  const refresh = new Map<string, { home: string; spentAt?: number }>();
  const random = () => randomBytes(18).toString('base64url');

  function issue(home: string): Json {
    const token = `${rotate ? 'xoxe.xoxb-1' : 'xoxb'}-${home}-${random()}`;
    access.set(token, { home, revoked: false, ...(rotate ? { expiresAt: now() + lifeSeconds * 1_000 } : {}) });
    if (!rotate) return { access_token: token };
    const next = `xoxe-1-${random()}`;
    refresh.set(next, { home });
    return { access_token: token, refresh_token: next, expires_in: lifeSeconds };
  }

  function revokeOldest(home: string): void {
    const active = [...access.values()].filter(
      (one) => one.home === home && !one.revoked && (one.expiresAt ?? 0) > now(),
    );
    for (const one of active.slice(0, -MOST_ACTIVE)) one.revoked = true;
  }

  return {
    issue,
    /** How often refresh tokens were given in, by what came of it. */
    refreshed: { ok: 0, refused: 0 },
    /** New tokens for a refresh token; undefined when it is none, or was used some time before. */
    refresh(token: string): (Json & { home: string }) | undefined {
      const found = refresh.get(token);
      const isGood = found !== undefined && (found.spentAt === undefined || found.spentAt + GRACE > now());
      this.refreshed[isGood ? 'ok' : 'refused'] += 1;
      if (!isGood) return undefined;
      found.spentAt ??= now();
      const issued = issue(found.home);
      revokeOldest(found.home);
      return { ...issued, home: found.home };
    },
    /** Whose token it is, or what Slack says of it. */
    look(token: string): { home: string } | { error: string } {
      const found = access.get(token);
      if (!found) return { error: 'invalid_auth' };
      if (found.revoked) return { error: 'token_revoked' };
      if (found.expiresAt !== undefined && found.expiresAt <= now()) return { error: 'token_expired' };
      return { home: found.home };
    },
    /** One token is over, and so is what would renew it. @returns whose it was, and whether it was their last */
    end(token: string): { home: string; last: boolean } | undefined {
      const found = access.get(token);
      if (!found) return undefined;
      found.revoked = true;
      const { home } = found;
      const last = ![...access.values()].some((one) => one.home === home && !one.revoked);
      if (last) this.revoke(home);
      return { home, last };
    },
    /** Everything that a workspace or organisation gave is over. */
    revoke(home: string): void {
      for (const given of access.values()) if (given.home === home) given.revoked = true;
      for (const [token, given] of refresh) if (given.home === home) refresh.delete(token);
    },
  };
}
