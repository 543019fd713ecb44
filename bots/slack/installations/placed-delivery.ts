import { type Delivery, PlaceUnreachable } from '../../../core/delivery.js';
import type { Place } from '../../../core/turn.js';
import { SlackCallError } from '../call-error.js';
import type { Workspace } from '../workspace.js';

/**
 * Says everything through the workspace of the place that it is for. Where the app is not installed any more, every way of
 * speaking ends in PlaceUnreachable.
 *
 * @param at the workspace with that id; undefined: the app is not installed there
 */
export function createPlacedDelivery(at: (team: string) => Promise<Workspace | undefined>): Delivery {
  async function deliveryAt(place: Place): Promise<Delivery> {
    if (place.platform !== 'slack') throw new SlackCallError('chat.postMessage', 'not_a_slack_place');
    const workspace = await at(place.team);
    if (!workspace) throw new PlaceUnreachable('gone', 'not_installed');
    return workspace.delivery;
  }

  return {
    platform: 'slack',
    finish: async (replyTo, answer, reader) => (await deliveryAt(reader.place)).finish(replyTo, answer, reader),
    tell: async (answer, reader, mark) => (await deliveryAt(reader.place)).tell(answer, reader, mark),
    post: async (answer, to, mark) => (await deliveryAt(to.place)).post(answer, to, mark),
    revise: async (address, answer, to) => (await deliveryAt(to.place)).revise(address, answer, to),
    reply: async (address, answer, to, mark) => (await deliveryAt(to.place)).reply(address, answer, to, mark),
    find: async (mark, to, since, under) => (await deliveryAt(to.place)).find(mark, to, since, under),
    async confirmedEmail(user) {
      // Only their own workspace vouches for them; where the app is not installed, nobody does.
      const workspace = await at(user.tenant);
      return workspace?.delivery.confirmedEmail?.(user);
    },
    async survey(place) {
      try {
        return await (await deliveryAt(place)).survey(place);
      } catch (error) {
        if (error instanceof PlaceUnreachable) return { problem: error.problem };
        throw error;
      }
    },
  };
}
