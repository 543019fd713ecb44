import { z } from 'zod';

const key = z.string();
const user = z.string();

/**
 * Where a late answer goes. Plain data of our own that outlives the process; `user` is whose answer it is, `key` the
 * delivery id of the turn. A response_url is a secret: the inbox keeps it sealed, and no log has it.
 */
export const replyToSchema = z.discriminatedUnion('kind', [
  /** A modal that is open. */
  z.object({ kind: z.literal('view'), key, user, view: z.string() }),
  /** A response_url; `replace`: the message whose button was pressed makes room for the answer. */
  z.object({ kind: z.literal('url'), key, user, url: z.string(), replace: z.boolean() }),
  /** A message of ours in the 1:1 conversation. */
  z.object({ kind: z.literal('message'), key, user, channel: z.string(), ts: z.string() }),
  /** The Home tab of the app. */
  z.object({ kind: z.literal('home'), key, user }),
  /** A new message: in the 1:1 conversation for all to see, anywhere else only for that user. */
  z.object({
    kind: z.literal('post'),
    key,
    user,
    channel: z.string(),
    thread: z.string().nullable(),
    personal: z.boolean(),
  }),
]);

export type ReplyTo = z.infer<typeof replyToSchema>;
