import type { Config } from '../config.js';
import { createOutbound } from '../partner/outbound.js';
import { Skipped } from './check.js';
import { type Found, found } from './codes.js';

const TIMEOUT_MS = 10_000;

/**
 * Sends a request to the desk as it is reached from outside.
 *
 * @throws {Skipped} when nobody answers: the check of PUBLIC_URL says why
 */
export async function knock(
  { publicUrl, partner }: Pick<Config, 'publicUrl' | 'partner'>,
  path: string,
  request: { headers: Record<string, string>; body: string },
): Promise<{ status: number; text: string }> {
  const send = createOutbound({
    origin: new URL(publicUrl).origin,
    proxy: partner.proxy,
    timeoutMs: TIMEOUT_MS,
    maxAnswerBytes: 64 * 1024,
  });
  try {
    return await send({ method: 'POST', url: publicUrl + path, ...request });
  } catch {
    throw new Skipped('skippedUnreachable');
  }
}

/** What an answer to a request says that nobody signed. Anything but a refusal means that the door is open, or not there. */
export function unsignedFindings(platform: string, path: string, status: number): Found[] {
  if (status === 401 || status === 403) return [];
  const facts = { platform, path, status };
  if (status >= 200 && status < 300) return [found('doorOpen', facts)];
  return [found(status >= 500 ? 'doorNotReady' : 'doorMissing', facts)];
}
