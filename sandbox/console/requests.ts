import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { purchaseResources } from '../../core/partner/partner-center.js';

/** Bytes of a request: the filled form of a customer is a few kilobytes. */
const LIMIT = 256 * 1024;

const id = z.string().min(1).max(300);
const value = z.string().max(4000).exactOptional();
const text = z.string().max(4000);
const thread = id.exactOptional();
const data = z.record(z.string(), z.unknown());
const state = z.record(z.string(), data);

/** The body of POST /console/slack. */
export const slackRequestSchema = z.strictObject({
  as: id,
  gesture: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('say'), channel: id, text, thread }),
    z.strictObject({ type: z.literal('press'), channel: id, ts: id, blockId: id, actionId: id, value }),
    z.strictObject({ type: z.literal('pressInModal'), view: id, blockId: id, actionId: id, value, state }),
    z.strictObject({ type: z.literal('submit'), view: id, state }),
    z.strictObject({ type: z.literal('closeModal'), view: id }),
    z.strictObject({ type: z.literal('home') }),
    z.strictObject({ type: z.literal('pressInHome'), blockId: id, actionId: id, value }),
    z.strictObject({ type: z.literal('removeApp') }),
  ]),
});

/** The body of POST /console/teams. */
export const teamsRequestSchema = z.strictObject({
  as: id,
  gesture: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('say'), conversation: id, text, thread }),
    z.strictObject({ type: z.literal('execute'), conversation: id, message: id, verb: z.string().max(300), data }),
    z.strictObject({ type: z.literal('submit'), conversation: id, message: id, data }),
    z.strictObject({ type: z.literal('fetch'), conversation: id, message: id, data }),
    z.strictObject({ type: z.literal('submitDialog'), conversation: id, data }),
    z.strictObject({ type: z.literal('closeDialog'), conversation: id }),
    z.strictObject({ type: z.literal('search'), conversation: id, text }),
    z.strictObject({ type: z.literal('choose'), conversation: id, value: data }),
    z.strictObject({ type: z.literal('closeSearch'), conversation: id }),
    z.strictObject({ type: z.literal('sendDraft'), conversation: id }),
    z.strictObject({ type: z.literal('fromMessage'), conversation: id, message: id }),
  ]),
});

/** The body of POST /console/teams/suggest: answered with what a field offers. */
export const teamsTypingSchema = z.strictObject({
  as: id,
  typing: z.strictObject({ conversation: id, dataset: z.string().max(100), text }),
});

/** The body of POST /console/language. */
export const languageRequestSchema = z.strictObject({ as: id.exactOptional(), language: z.string().min(2).max(35) });

/** The body of POST /console/partner-center. */
export const changeRequestSchema = z.union([
  z.strictObject({ customer: id, fields: z.record(z.string().max(100), z.string().max(500)) }),
  z.strictObject({ customer: id, permission: z.enum(purchaseResources), on: z.boolean() }),
]);

type Body = { ok: true; value: unknown } | { ok: false; status: number; error: string };

/** Reads a JSON body, at most 256 KB of it. */
export async function readJson(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT) return { ok: false, status: 413, error: 'too large' };
    chunks.push(chunk);
  }
  try {
    return { ok: true, value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { ok: false, status: 400, error: 'not JSON' };
  }
}
