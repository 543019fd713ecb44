import { type Activity, CloudAdapter } from 'botbuilder';

/** CloudAdapter without its HTTP part, which gives the texts of errors away and logs whole error objects. */
export class TeamsAdapter extends CloudAdapter {
  /**
   * Proves where an activity comes from, then runs the logic. Rejects with what the proof or the logic throws.
   *
   * @param activity as parsed from JSON; `channelId` and `serviceUrl` are strings
   */
  async run<T>(authorization: string, activity: Record<string, unknown>, logic: () => Promise<T>): Promise<T> {
    let outcome: { value: T } | undefined;
    // botbuilder's type claims far more than anybody has checked yet; it reads the two members named above.
    await this.processActivity(authorization, activity as unknown as Activity, async () => {
      outcome = { value: await logic() };
    });
    if (!outcome) throw new Error('The turn ended before its logic ran');
    return outcome.value;
  }
}
