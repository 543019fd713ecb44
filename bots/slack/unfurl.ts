import type { KnownBlock } from '@slack/types';
import { toSlackMessage } from '../../cards/render.js';
import { PlaceUnreachable } from '../../core/delivery.js';
import type { Place } from '../../core/turn.js';
import { addressOfEvent } from './address.js';
import { contextOf } from './context.js';
import { type Parts, refuseBot, refuseForeign, refuseOutsider } from './parts.js';
import type { LinkPayload } from './payloads.js';
import type { Acquaintance } from './people.js';
import type { Workspace } from './workspace.js';

/** Of a message with more links than that, the first ones have a preview. */
const MOST_LINKS = 5;

/** The room of a message that is still being written. Slack asks again when it is sent. */
const COMPOSER = 'COMPOSER';

/**
 * Somebody posted a link to Partner Center. Where everybody who reads it belongs to the organisation, and whoever posted it may
 * view customers, the customer's name and domain stand below it, as a notice shows them there. The button answers whoever
 * presses it, privately. Nothing is kept: an event that is repeated only writes the same preview again.
 *
 * @throws when Slack cannot say who posted it: Slack then repeats
 */
export async function handleLinks(parts: Parts, payload: LinkPayload): Promise<void> {
  const workspace = await parts.workspaces.whose(addressOfEvent(payload));
  if (!workspace) return refuseForeign(parts);
  const { event } = payload;
  const { user } = event;
  if (event.channel === COMPOSER || user === undefined || user === workspace.identity.botUser) return;
  if (payload.is_ext_shared_channel === true) return refuseRoom(parts);
  const who = await workspace.people.meet(user, workspace.identity);
  if (who.user.standing === 'bot') return refuseBot(parts);
  if (who.user.standing !== 'member') return refuseOutsider(parts);
  parts.detach(preview(parts, workspace, who, event));
}

async function preview(
  parts: Parts,
  { calls, rooms, identity }: Workspace,
  who: Acquaintance,
  event: LinkPayload['event'],
): Promise<void> {
  const { previews, cloud } = parts;
  // A conversation of two is the bot's own, or one in which it has no business.
  const direct = event.channel.startsWith('D');
  if (!previews || (direct && event.is_bot_user_member !== true)) return;
  const place = {
    platform: 'slack',
    team: identity.team,
    channel: event.channel,
    kind: 'channel',
    external: true,
  } as const;
  try {
    await rooms.keepInside(place satisfies Place);
  } catch (error) {
    if (error instanceof PlaceUnreachable) return refuseRoom(parts);
    throw error;
  }
  const context = contextOf({ locale: direct ? who.locale : previews.localeIn(place) }, cloud);
  const unfurls: Record<string, { blocks: KnownBlock[] }> = {};
  for (const url of [...new Set(event.links.map((link) => link.url))].slice(0, MOST_LINKS)) {
    const customer = await previews.customerAt(url, who.user, who.locale);
    if (customer) unfurls[url] = { blocks: toSlackMessage({ type: 'sharedCustomer', customer }, context).blocks };
  }
  if (Object.keys(unfurls).length > 0) await calls.unfurl(event.channel, event.message_ts, unfurls);
}

/** People of other organisations read there, or nobody says who does. */
const refuseRoom = ({ metrics }: Parts): void => metrics.refusedRequests.inc({ platform: 'slack', reason: 'room' });
