import { z } from 'zod';
import type { Place } from '../../core/turn.js';
import { isYoung } from '../../core/young.js';
import { SlackCallError } from './call-error.js';
import type { SlackCalls } from './calls.js';

/** How long an answer of conversations.info holds, ms, and of how many channels at once. */
const LIFE = 30_000;
const MOST_ROOMS = 1_000;

/** docs.slack.dev/reference/objects/conversation-object. `is_org_shared`: with other workspaces of the same organisation. */
const channelSchema = z.object({
  is_ext_shared: z.boolean().optional(),
  is_shared: z.boolean().optional(),
  is_org_shared: z.boolean().optional(),
});

export type Rooms = ReturnType<typeof createRooms>;

/**
 * Whether what is posted to a channel stays in the organisation. Slack is asked before each post, its answer kept for half
 * a minute; needs the scopes `channels:read` and `groups:read`. What Slack does not say counts as external: without the
 * scopes nothing is posted to channels (`missing_scope`).
 */
export function createRooms({ calls, now }: { calls: SlackCalls; now: () => number }) {
  const known = new Map<string, { since: number; external: Promise<boolean> }>();

  async function ask(channel: string): Promise<boolean> {
    const info = channelSchema.safeParse(await calls.channelInfo(channel));
    if (!info.success || info.data.is_ext_shared !== false) return true;
    return info.data.is_shared === true && info.data.is_org_shared !== true;
  }

  function isExternal(channel: string): Promise<boolean> {
    const found = known.get(channel);
    if (found && isYoung(found.since, LIFE, now())) return found.external;
    const external = ask(channel);
    known.delete(channel);
    known.set(channel, { since: now(), external });
    external.catch(() => known.delete(channel));
    const [oldest] = known.keys();
    if (known.size > MOST_ROOMS && oldest !== undefined) known.delete(oldest);
    return external;
  }

  return {
    /**
     * Rejects with the code `external_place` where people of other organisations read, and with Slack's own where it cannot
     * be asked.
     */
    async keepInside(place: Place & { platform: 'slack' }): Promise<void> {
      if (place.kind === 'personal') return;
      if (place.external || (await isExternal(place.channel)))
        throw new SlackCallError('chat.postMessage', 'external_place');
    },
  };
}
