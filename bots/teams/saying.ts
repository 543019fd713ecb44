import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from 'botbuilder';
import type { Connector } from './connector.js';
import { ConnectorError } from './connector-error.js';
import type { Reference } from './reply-to.js';

/** Puts an activity in place of a message, or below it when that is gone. Gives the id of where it stands. */
export async function replaceOrSend(
  connector: Connector,
  reference: Reference,
  message: string,
  activity: Partial<Activity>,
): Promise<string> {
  try {
    await connector.update(reference, message, activity);
    return message;
  } catch (error) {
    const gone = error instanceof ConnectorError && (error.status === 404 || error.status === 400);
    if (!gone) throw error;
    return connector.send(reference, activity);
  }
}

const PAUSES_MS = [1_000, 4_000];

/**
 * Tries again what failed for now. botbuilder's client repeats 5xx itself, but not 412 nor a 429 without Retry-After, for
 * which Microsoft asks to (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.final) throw error;
      await sleep(pause * (0.75 + Math.random() / 2));
    }
  }
  return work();
}
