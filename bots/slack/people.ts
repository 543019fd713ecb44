import { z } from 'zod';
import { inChosenLanguage } from '../../cards/languages.js';
import type { Languages } from '../../core/roles/languages.js';
import type { ChatUser } from '../../core/turn.js';
import { isYoung } from '../../core/young.js';
import { failedWith } from './call-error.js';
import type { Identity, SlackCalls } from './calls.js';

/** What is known of somebody who wrote or pressed. */
export interface Acquaintance {
  user: ChatUser;
  /** BCP 47; English for those of whom Slack gives none (people from elsewhere). */
  locale: string;
  timeZone?: string;
}

/** How long an answer of users.info holds, ms, and of how many people at once. */
const LIFE = 5 * 60_000;
const MOST_PEOPLE = 5_000;

/** What users.info says of somebody, as far as the desk reads it. */
export const userSchema = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_app_user: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_invited_user: z.boolean().optional(),
  enterprise_user: z.object({ enterprise_id: z.string().optional(), teams: z.array(z.string()).optional() }).optional(),
  locale: z.string().optional(),
  tz: z.string().optional(),
  real_name: z.string().optional(),
  name: z.string().optional(),
});

export type People = ReturnType<typeof createPeople>;

/**
 * Who somebody is to this workspace, by users.info, kept for some minutes. Asking at once for the same person is one call.
 * Rejects when Slack cannot be asked: nobody is a member by default.
 */
export function createPeople({
  calls,
  languages,
  now,
}: {
  calls: SlackCalls;
  languages?: Pick<Languages, 'of'> | undefined;
  now: () => number;
}) {
  const known = new Map<string, { since: number; who: Promise<Acquaintance> }>();

  async function ask(user: string, identity: Identity): Promise<Acquaintance> {
    try {
      const info = await calls.userInfo(user);
      return acquaint(userSchema.parse(info.user), identity);
    } catch (error) {
      // Slack does not show everybody to everybody: somebody whom it hides is not of this workspace.
      if (failedWith(error, ['user_not_found', 'user_not_visible']))
        return { user: { platform: 'slack', tenant: 'unknown', user, standing: 'stranger' }, locale: 'en-US' };
      throw error;
    }
  }

  function look(user: string, identity: Identity): Promise<Acquaintance> {
    const found = known.get(user);
    if (found && isYoung(found.since, LIFE, now())) return found.who;
    const who = ask(user, identity);
    known.delete(user);
    known.set(user, { since: now(), who });
    who.catch(() => known.delete(user));
    const [oldest] = known.keys();
    if (known.size > MOST_PEOPLE && oldest !== undefined) known.delete(oldest);
    return who;
  }

  return {
    async meet(user: string, identity: Identity): Promise<Acquaintance> {
      const who = await look(user, identity);
      // A store that is down is found out when the turn is to be written.
      const chosen = await languages?.of(who.user).catch(() => undefined);
      return chosen === undefined ? who : { ...who, locale: inChosenLanguage(chosen, who.locale) };
    },
    /** Slack says that somebody changed: they are asked for anew. */
    forget: (user: string): void => void known.delete(user),
  };
}

function acquaint(user: z.infer<typeof userSchema>, identity: Identity): Acquaintance {
  const name = user.real_name || user.name;
  return {
    user: {
      platform: 'slack',
      tenant: user.team_id ?? 'unknown',
      user: user.id,
      ...(name ? { name } : {}),
      standing: standingOf(user, identity),
    },
    locale: user.locale ?? 'en-US',
    ...(user.tz ? { timeZone: user.tz } : {}),
  };
}

/** Deny by default: only a full, living account of the workspace (or organisation) that installed the app is a member. */
export function standingOf(user: z.infer<typeof userSchema>, identity: Identity): ChatUser['standing'] {
  if (user.deleted || user.is_bot || user.is_app_user) return 'bot';
  if (user.is_stranger) return 'stranger';
  const homes = [user.team_id, ...(user.enterprise_user?.teams ?? [])];
  const whole = identity.organisation === true && user.enterprise_user?.enterprise_id === identity.enterprise;
  const ours = whole || homes.includes(identity.team) || (identity.enterprise && homes.includes(identity.enterprise));
  if (!ours) return 'stranger';
  return user.is_restricted || user.is_ultra_restricted || user.is_invited_user ? 'guest' : 'member';
}
