import type { IncomingMessage } from 'node:http';

/**
 * The raw bytes of a request, or undefined when there are too many. The rest is then drained unread, up to eight times as much, so
 * that 413 can be answered.
 *
 * @param largest in bytes
 * @throws when the connection breaks before the request is whole
 */
export async function readLimited(request: IncomingMessage, largest: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largest) chunks.push(chunk);
    else if (size > 8 * largest) return undefined;
  }
  return size <= largest ? Buffer.concat(chunks) : undefined;
}
