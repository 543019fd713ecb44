import { z } from 'zod';
import { PlaceUnreachable, type Survey } from '../../core/delivery.js';
import type { Place } from '../../core/turn.js';
import type { PlaceProblem } from '../../core/watch/watch.js';
import { isYoung } from '../../core/young.js';
import { failedWith, SlackCallError } from './call-error.js';
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

/** What matters to a survey; a strange value counts as missing. */
const standingSchema = z.object({
  name: z.string().min(1).optional().catch(undefined),
  is_archived: z.boolean().optional().catch(undefined),
  is_member: z.boolean().optional().catch(undefined),
});

/** Slack will not say who reads a channel. */
const UNREADABLE = ['missing_scope', 'no_permission', 'access_denied', 'not_allowed_token_type'];
/** The app is not in the workspace any more. */
const UNINSTALLED = ['account_inactive', 'token_revoked', 'token_expired', 'not_installed', 'team_access_not_granted'];
/** What it says of a conversation that the bot is not in; a private channel is hidden from it altogether. */
const HIDDEN = ['channel_not_found', 'not_in_channel'];

type SlackPlace = Place & { platform: 'slack' };

export type Rooms = ReturnType<typeof createRooms>;

/**
 * Whether what is posted to a channel stays in the organisation. Slack is asked before each post, its answer kept for half
 * a minute; needs the scopes `channels:read` and `groups:read`. What Slack does not say counts as external: without the
 * scopes nothing is posted to channels. Slack's word holds, not the place's own `external`: of a slash command or a press
 * Slack does not say where it came from, so that mark is only ever a caution.
 */
export function createRooms({ calls, now }: { calls: SlackCalls; now: () => number }) {
  const known = new Map<string, { since: number; channel: Promise<unknown> }>();

  /** What Slack says of a channel, now or half a minute ago. */
  function look(channel: string, fresh: boolean): Promise<unknown> {
    const found = known.get(channel);
    if (!fresh && found && isYoung(found.since, LIFE, now())) return found.channel;
    const asked = calls.channelInfo(channel);
    known.delete(channel);
    known.set(channel, { since: now(), channel: asked });
    asked.catch(() => known.delete(channel));
    const [oldest] = known.keys();
    if (known.size > MOST_ROOMS && oldest !== undefined) known.delete(oldest);
    return asked;
  }

  /** A conversation of two: the bot's own one, or one between people, where it has no business. */
  async function surveyDirect(channel: string): Promise<Survey> {
    try {
      await calls.history(channel, { limit: 1 });
      return {};
    } catch (error) {
      if (failedWith(error, [...HIDDEN, ...UNREADABLE])) return { problem: 'unreadable' };
      throw error;
    }
  }

  return {
    /** @throws PlaceUnreachable where people of other organisations read, or where Slack does not say who does */
    async keepInside(place: SlackPlace): Promise<void> {
      if (isDirect(place)) return;
      const said = await look(place.channel, false).catch((error: unknown) => {
        if (error instanceof SlackCallError && UNREADABLE.includes(error.code))
          throw new PlaceUnreachable('unreadable', error.code);
        throw error;
      });
      if (isExternal(said)) throw new PlaceUnreachable('external', 'external_place');
    },

    /**
     * How a channel stands. One that the bot is not in is `notMember` even where a scope would let it write: who reads there
     * sees by whom, and its messages can be found again. Of a private channel Slack then says `channel_not_found`, as of a
     * deleted one; whoever asks is most often in the former, and an invitation mends it.
     */
    async survey(place: SlackPlace): Promise<Survey> {
      if (place.kind === 'personal') return {};
      if (isDirect(place)) return surveyDirect(place.channel);
      try {
        const said = await look(place.channel, true);
        const { name, ...standing } = standingSchema.catch({}).parse(said);
        const problem = isExternal(said) ? 'external' : problemIn(standing);
        return { ...(problem ? { problem } : {}), ...(name === undefined ? {} : { name: `#${name}` }) };
      } catch (error) {
        if (failedWith(error, UNINSTALLED)) return { problem: 'gone' };
        if (failedWith(error, HIDDEN)) return { problem: 'notMember' };
        if (failedWith(error, UNREADABLE)) return { problem: 'unreadable' };
        throw error;
      }
    },
  };
}

/** What is said in a conversation of two is read by one person; Slack lets the bot write in its own ones only. */
const isDirect = ({ kind, channel }: SlackPlace) => kind === 'personal' || channel.startsWith('D');

function isExternal(channel: unknown): boolean {
  const info = channelSchema.safeParse(channel);
  if (!info.success || info.data.is_ext_shared !== false) return true;
  return info.data.is_shared === true && info.data.is_org_shared !== true;
}

function problemIn(standing: {
  is_archived?: boolean | undefined;
  is_member?: boolean | undefined;
}): PlaceProblem | undefined {
  if (standing.is_archived === true) return 'archived';
  return standing.is_member === false ? 'notMember' : undefined;
}
