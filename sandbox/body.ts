import type { IncomingMessage } from 'node:http';

/** More than any form, profile or card of the sandbox, in bytes. */
const LONGEST_BODY = 1024 * 1024;

/** The body of a request as text; undefined when it is too long or the caller is gone. @param longest in bytes */
export async function readBody(request: IncomingMessage, longest = LONGEST_BODY): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > longest) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}
