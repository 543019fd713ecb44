import { z } from 'zod';
import type { Delivery } from '../../core/delivery.js';
import type { Identity, SlackCalls } from './calls.js';
import { standingOf, userSchema } from './people.js';

const withEmail = userSchema.extend({
  is_email_confirmed: z.boolean().optional().catch(undefined),
  profile: z.object({ email: z.string().optional().catch(undefined) }).optional(),
});

/**
 * The e-mail address of somebody, as far as Slack vouches for it: confirmed, of a full member of the very workspace whose
 * token we hold (an administrator of another workspace of the same enterprise vouches for theirs). Asked each time it is needed, and kept
 * nowhere. Without the scope users:read.email Slack leaves it out (docs.slack.dev/reference/methods/users.info).
 */
export function createConfirmedEmail(parts: {
  calls: Pick<SlackCalls, 'userInfo'>;
  identity: () => Identity | undefined;
}): Required<Pick<Delivery, 'confirmedEmail'>> {
  return {
    async confirmedEmail({ user }) {
      const identity = parts.identity();
      if (!identity) throw new Error('Slack has not said yet which workspace this is');
      // An account that Slack counts to a whole organisation has no workspace that vouches for it.
      if (identity.team === identity.enterprise) return undefined;
      const info = await parts.calls.userInfo(user);
      const found = withEmail.parse(info.user);
      const ours = found.team_id === identity.team && standingOf(found, identity) === 'member';
      return ours && found.is_email_confirmed === true ? found.profile?.email || undefined : undefined;
    },
  };
}
