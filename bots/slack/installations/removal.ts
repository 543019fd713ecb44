import type { Installations } from '../../../core/installations/installations.js';
import type { Log } from '../../../core/log.js';
import { failedWith } from '../call-error.js';
import type { RemovalPayload } from '../payloads.js';
import type { Held, HeldInstallations } from './held.js';

/** What Slack says of the token of an app that was taken out. */
const DEAD = ['account_inactive', 'token_revoked', 'invalid_auth'];

export interface RemovalParts {
  installations: Pick<Installations, 'remove'>;
  held: HeldInstallations;
  /** Asks Slack whose token that is. Rejects with SlackCallError. */
  probe: (held: Held) => Promise<unknown>;
  log: Log;
}

/**
 * Slack says that the app was taken out, or that tokens were revoked: the installation goes. Where the event may be about
 * another one (it is older than the install, or names one workspace of an organisation), the token itself is asked.
 *
 * @returns a function whose result is the key of what was removed
 */
export function createRemoval({ installations, held, probe, log }: RemovalParts) {
  const isDead = (of: Held): Promise<boolean> =>
    probe(of).then(
      () => false,
      (error: unknown) => {
        if (failedWith(error, DEAD)) return true;
        throw error;
      },
    );

  return async (payload: RemovalPayload): Promise<string | undefined> => {
    const { team_id: team, enterprise_id: enterprise, is_enterprise_install: whole, api_app_id: app, event } = payload;
    for (const key of whole === true ? [enterprise] : [team, enterprise]) {
      const found = key ? await held.read(key) : undefined;
      if (!key || !found) continue;
      const { installation } = found;
      if (app !== undefined && app !== installation.app) return undefined;
      // Tokens of people are none of ours.
      if (event.type === 'tokens_revoked' && !event.tokens?.bot?.includes(installation.botUser)) return undefined;
      const ended = (payload.event_time ?? 0) * 1_000 + 999;
      const certain = (key === team || whole === true) && ended >= installation.installedAt;
      if (!certain && !(await isDead(found))) return undefined;
      held.forget(key);
      if (!(await installations.remove('slack', key, event.type))) return undefined;
      log.info({ installation: key, reason: event.type }, 'the app was taken out of Slack');
      return key;
    }
    return undefined;
  };
}
