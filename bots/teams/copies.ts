import { z } from 'zod';
import type { Delivery, Recipient } from '../../core/delivery.js';
import { describeError, type Log } from '../../core/log.js';
import type { Connector } from './connector.js';
import { ConnectorError } from './connector-error.js';
import type { Gates } from './gates.js';
import type { Look, Outbound } from './outbound.js';
import type { PersonalChats } from './personal-chats.js';
import { type Reference, referenceOf, referenceSchema, roomOf } from './reply-to.js';
import { ExternalPlace, type Insiders, type Rosters } from './rosters.js';
import { fail, isOfMessage, problemOf } from './unreachable.js';

/** Where a copy stands, as the core keeps it. */
const addressSchema = z.object({ reference: referenceSchema, message: z.string().min(1) });
type Address = z.infer<typeof addressSchema>;

type TeamsPlace = Recipient['place'] & { platform: 'teams' };

/** Teams allows so many users of a card's `refresh` (learn.microsoft.com, "work with universal actions"). */
const MOST_REFRESHED = 60;

/**
 * Copies of a card that the core keeps up to date. A copy in a room has no buttons: those who may act are named in its
 * `refresh`, and Teams asks for a view of their own when it shows them the card.
 */
export function createCopies(parts: {
  connector: Connector;
  outbound: Outbound;
  gates: Gates;
  rosters: Rosters;
  chatWith: PersonalChats;
  log: Log;
}): Pick<Delivery, 'post' | 'revise' | 'reply' | 'find' | 'survey'> {
  const { connector, outbound, gates, rosters, chatWith, log } = parts;

  function placeOf({ place }: Pick<Recipient, 'place'>): { place: TeamsPlace; reference: Reference } {
    const reference = referenceOf(place);
    if (place.platform !== 'teams' || !reference) throw new Error('Not a place in Teams');
    return { place, reference };
  }

  /** How the card looks where it goes. Throws ExternalPlace when it may not go there. */
  async function lookIn(place: TeamsPlace, reference: Reference, to: Recipient): Promise<Look> {
    if (to.user !== undefined) return { copy: true };
    if (reference.kind === 'personal') {
      if (place.external) throw new ExternalPlace('outsiders');
      return { copy: true };
    }
    return { refreshFor: refreshedOf(to, await rosters.insiders(place, reference)) };
  }

  /** People from outside have come in: what they could read is taken away. */
  async function cover({ reference, message }: Address, to: Recipient): Promise<false> {
    await connector.update(reference, message, outbound.line('outsidersPresent', to));
    log.warn('people from outside joined a place with a card: it was covered');
    return false;
  }

  /** Whether a 1:1 conversation can still be written to: whoever took the app out of it, has. */
  async function provePersonal(place: TeamsPlace, reference: Reference): Promise<void> {
    if (place.external) throw new ExternalPlace('outsiders');
    await connector.members(reference).next();
  }

  /** What a channel is called; a courtesy, so that failing to learn it is no trouble. */
  async function nameOf({ kind, team }: TeamsPlace, reference: Reference): Promise<string | undefined> {
    if (kind !== 'channel' || team === undefined) return undefined;
    const channels = await connector.channels(reference, team).catch((error: unknown) => {
      log.info({ err: describeError(error) }, 'the channels of a team could not be read');
      return [];
    });
    return channels.find(({ id }) => id === roomOf(reference.conversation))?.name;
  }

  return {
    /** The Bot Connector sends and changes messages and reads none, so that nothing is ever found again. */
    find: async () => 'unknown',

    /**
     * A room can be written to when the bot may read its roster, and only colleagues are in it. The name is that of a
     * channel; Teams tells bots none of its chats.
     */
    async survey(given) {
      const { place, reference } = placeOf({ place: given });
      try {
        if (reference.kind === 'personal') await provePersonal(place, reference);
        else await rosters.insiders(place, reference, true);
      } catch (error) {
        const problem = problemOf(error);
        if (!problem) throw error;
        return { problem };
      }
      const name = await nameOf(place, reference);
      return name === undefined ? {} : { name };
    },

    /**
     * A channel's place is the channel: each copy begins a thread of its own there. Rejects with a ConnectorError for what
     * may pass, with `retryAfterSeconds` when it is throttled.
     */
    async post(answer, to) {
      const { place, reference } = placeOf(to);
      try {
        const look = await lookIn(place, reference, to);
        const activity = outbound.message(answer, to, look);
        if (to.user !== undefined) {
          const chat = await chatWith(to.user, reference);
          return addressOf(chat, await connector.send(chat, activity));
        }
        if (reference.kind === 'channel') {
          const { thread, message } = await connector.startThread(reference, activity);
          return addressOf(thread, message);
        }
        return addressOf(reference, await connector.send(reference, activity));
      } catch (error) {
        return fail(error);
      }
    },

    /** In the thread that the copy began. A chat has no threads: there only the card changes. */
    async reply(stored, answer, to) {
      const { reference } = addressSchema.parse(stored);
      if (to.user !== undefined || reference.kind !== 'channel' || !isThread(reference)) return false;
      try {
        // Who has come in since it was posted reads the thread too.
        await rosters.insiders(placeOf(to).place, reference);
        await connector.send(reference, outbound.message(answer, to));
        return true;
      } catch (error) {
        if (isOfMessage(error)) return false;
        return fail(error);
      }
    },

    /** Waits until the answer to a press on the same card is out: it would cover the newer state. Throws as `post` does. */
    async revise(stored, answer, to) {
      const address = addressSchema.parse(stored);
      const { reference, message } = address;
      try {
        const look = await lookIn(placeOf(to).place, reference, to);
        await gates.passed(reference, message);
        await connector.update(reference, message, outbound.message(answer, to, look));
        return true;
      } catch (error) {
        if (isOfMessage(error)) return false;
        if (!(error instanceof ExternalPlace) || error.why !== 'outsiders') return fail(error);
        return cover(address, to).catch((failure: unknown) => {
          if (failure instanceof ConnectorError && failure.gone) return false;
          throw failure;
        });
      }
    },
  };
}

const addressOf = (reference: Reference, message: string): Address =>
  addressSchema.parse({ reference, message } satisfies Address);

/** Whether it leads to a message and what was said under it. */
const isThread = ({ conversation }: Reference) => conversation !== roomOf(conversation);

/** Those who may act, by their Teams user ids: first those who are in the room. */
function refreshedOf({ actors = [] }: Recipient, insiders: Insiders): string[] {
  const present = actors.flatMap(({ user }) => insiders.get(user.user.toLowerCase()) ?? []);
  const others = actors.flatMap(({ place }) => (place.platform === 'teams' ? (place.member ?? []) : []));
  return [...new Set([...present, ...others])].slice(0, MOST_REFRESHED);
}
