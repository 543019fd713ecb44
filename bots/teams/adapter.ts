import { type Activity, CloudAdapter } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';

/** Our own word for a delivery that proves nothing. */
export class NotAuthentic extends Error {
  override readonly name = 'NotAuthentic';
}

/**
 * CloudAdapter without its HTTP part, which gives the texts of errors away and logs whole error objects.
 */
export class TeamsAdapter extends CloudAdapter {
  /**
   * Proves where an activity comes from, then runs the logic.
   *
   * @param activity as parsed from JSON; `channelId` and `serviceUrl` are strings
   * @throws NotAuthentic
   */
  async run<T>(authorization: string, activity: Record<string, unknown>, logic: () => Promise<T>): Promise<T> {
    let outcome: { value: T } | undefined;
    try {
      // botbuilder's type claims far more than anybody has checked yet; it reads the two members named above.
      await this.processActivity(authorization, activity as unknown as Activity, async () => {
        outcome = { value: await logic() };
      });
    } catch (error) {
      // 5xx inside: the keys could not be fetched, so nothing is known about the delivery.
      if (error instanceof AuthenticationError && error.statusCode < 500) throw new NotAuthentic();
      throw error;
    }
    if (!outcome) throw new Error('The turn ended before its logic ran');
    return outcome.value;
  }
}
