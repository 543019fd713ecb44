import type { IncomingMessage } from 'node:http';

/**
 * The raw bytes of a request, or undefined when there are too many: the rest is not read, and the connection has to end with
 * the answer (`request.complete` is false then).
 *
 * @param largest in bytes
 * @throws when the connection breaks before the request is whole
 */
export async function readLimited(request: IncomingMessage, largest: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > largest) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether a request announces a body. Where none is wanted it is not read, and the connection ends with the answer. */
export const hasBody = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
