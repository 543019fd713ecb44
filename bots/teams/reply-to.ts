import { z } from 'zod';
import type { JsonObject } from '../../core/partner/partner-center.js';
import type { Place } from '../../core/turn.js';

/** A conversation that can be written to. Our own schema, so that it outlives the SDK. */
export const referenceSchema = z.object({
  serviceUrl: z.string(),
  conversation: z.string(),
  tenant: z.string(),
  bot: z.string(),
  kind: z.enum(['personal', 'group', 'channel']),
});
export type Reference = z.infer<typeof referenceSchema>;

const replyToSchema = z.discriminatedUnion('to', [
  /** A new message in a 1:1 conversation. */
  z.object({ to: z.literal('conversation'), reference: referenceSchema }),
  /** In place of a message that stands there: "working", or the card that was pressed. */
  z.object({ to: z.literal('message'), reference: referenceSchema, message: z.string() }),
  /** The private chat of somebody who asked in a room. */
  z.object({ to: z.literal('asker'), reference: referenceSchema, user: z.string() }),
  /** Nowhere: a card that refreshed itself, whose answer is of use in the response or not at all. */
  z.object({ to: z.literal('nobody') }),
]);

/** Where an answer goes that is not given inline. Survives a restart. */
export type ReplyTo = z.infer<typeof replyToSchema>;

/** @throws when it is none of ours */
export const readReplyTo = (stored: JsonObject): ReplyTo => replyToSchema.parse(stored);

/** Where a place is, in Teams' words. Undefined for places of other platforms. */
export function referenceOf(place: Place): Reference | undefined {
  if (place.platform !== 'teams') return undefined;
  const { serviceUrl, conversation, tenant, bot, kind } = place;
  return { serviceUrl, conversation, tenant, bot, kind };
}

/** The room of a conversation: a channel has members and a name, the threads in it have none. */
export const roomOf = (conversation: string): string => conversation.split(';', 1)[0] ?? conversation;
