import { createRates } from '../rate-windows.js';
import { directChannel } from './workspace.js';

/**
 * `true`: as Slack does, which lets short bursts pass. `strict`: not one message more than a second's, for tests that want
 * to know whether somebody relies on those bursts.
 */
export type RateLimiting = boolean | 'strict';

const MINUTE = 60_000;
/** How many messages in a row a channel takes: Slack says "short bursts" and no figure. */
const BURST = 5;

const POSTING = ['chat.postMessage', 'chat.postEphemeral'];

/**
 * Slack's limits of messages, by method and workspace (docs.slack.dev/apis/web-api/rate-limits): one a second and channel,
 * several hundred a minute in the workspace (300 here), and `chat.update` in tier 3 (50 a minute).
 */
export function createRateLimits(limiting: RateLimiting, now: () => number) {
  const burst = limiting === 'strict' ? 1 : BURST;
  const channels = createRates([{ most: burst, ms: burst * 1_000 }], now);
  const workspace = createRates([{ most: 300, ms: MINUTE }], now);
  const updates = createRates([{ most: 50, ms: MINUTE }], now);

  /** What a call counts to. */
  function budgets(method: string, channel: string): { rates: typeof channels; key: string }[] {
    if (limiting === false) return [];
    if (method === 'chat.update') return [{ rates: updates, key: '' }];
    if (!POSTING.includes(method)) return [];
    return [
      // A message to a user's id lands in their conversation with the bot.
      { rates: channels, key: channel.startsWith('U') ? directChannel(channel) : channel },
      { rates: workspace, key: '' },
    ];
  }

  return {
    /** Whether a call may pass, and counts it when so: undefined, or after how many seconds to try again. */
    retryAfter(method: string, channel: string): number | undefined {
      const counted = budgets(method, channel);
      const wait = Math.max(0, ...counted.map(({ rates, key }) => rates.wait(key)));
      if (wait > 0) return Math.ceil(wait / 1_000);
      for (const { rates, key } of counted) rates.count(key);
      return undefined;
    },
  };
}
