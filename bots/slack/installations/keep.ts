import type { Installations } from '../../../core/installations/installations.js';
import type { Log } from '../../../core/log.js';
import type { TokenSource } from '../caller.js';
import type { SlackCalls } from '../calls.js';
import type { Allowed } from './allowed.js';
import { type Granted, grantJson, type Grants } from './grant.js';

export interface KeepParts {
  installations: Pick<Installations, 'add'>;
  grants: Pick<Grants, 'giveBack'>;
  allowed: Allowed;
  callsWith: (tokens: TokenSource) => Pick<SlackCalls, 'test'>;
  /** An installation is new. */
  added: (key: string) => void;
  now: () => number;
  log: Log;
}

/**
 * Stores what an administrator granted. The bot's id is learnt with the new token, which proves that it works.
 *
 * @returns false: the policy does not list that workspace; nothing was stored, and Slack was given back its token
 */
export async function keep(parts: KeepParts, granted: Granted): Promise<boolean> {
  const { callsWith, installations, grants, allowed, added, now, log } = parts;
  const { place, tokens, enterprise, by } = granted;
  const about = { installation: place.key, kind: place.kind };
  // A whole organisation has to be listed itself: it brings workspaces along that are not.
  if (!allowed(place.key, place.kind === 'workspace' ? enterprise : undefined)) {
    log.warn(about, 'an install in Slack was refused: the policy does not list this workspace');
    await grants.giveBack(tokens.accessToken).catch((error: unknown) => {
      log.warn({ ...about, err: error }, 'a token that is thrown away could not be revoked at Slack');
    });
    return false;
  }
  const { expiresIn, ...kept } = tokens;
  const { bot } = await callsWith({ token: () => tokens.accessToken }).test();
  const grant = grantJson({ ...kept, bot, enterprise });
  await installations.add(
    {
      platform: 'slack',
      ...place,
      grant,
      ...(expiresIn === undefined ? {} : { expiresAt: now() + expiresIn * 1_000 }),
    },
    by === undefined ? {} : { by },
  );
  added(place.key);
  log.info(about, 'the app was installed in Slack');
  return true;
}
