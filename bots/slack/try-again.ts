import { SlackCallError } from './call-error.js';

/** Pauses before the second and the third try, ms. */
const PAUSES = [300, 1_200];
/** A rate limit that ends within so many seconds is waited for; a longer one is left to whoever called. */
const LONGEST_WAIT = 3;

/**
 * Tries a call up to three times while Slack is away or asks to wait a moment. Only for what may be done twice: an update
 * shows the same however often it comes, a new message would stand there twice.
 */
export async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await work();
    } catch (error) {
      const wait = waitAfter(error, pause);
      if (wait === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return work();
}

/** How long to wait, ms; undefined when another try would not help. */
function waitAfter(error: unknown, pause: number): number | undefined {
  if (!(error instanceof SlackCallError)) return undefined;
  const asked = error.retryAfterSeconds;
  if (asked !== undefined) return asked <= LONGEST_WAIT ? asked * 1_000 : undefined;
  return error.code === 'http' || error.code === 'unreachable' ? pause : undefined;
}
