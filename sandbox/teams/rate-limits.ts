import { createRates } from '../rate-windows.js';

const SECOND = 1_000;

/**
 * Teams' limits of messages: for each bot and conversation 7 in a second, 8 in 2 seconds, 60 in 30 seconds, 1,800 in an
 * hour; for the bot in a tenant 50 in a second (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
 */
export function createSendBudget(now: () => number) {
  const conversations = createRates(
    [
      { most: 7, ms: SECOND },
      { most: 8, ms: 2 * SECOND },
      { most: 60, ms: 30 * SECOND },
      { most: 1_800, ms: 3_600 * SECOND },
    ],
    now,
  );
  const tenants = createRates([{ most: 50, ms: SECOND }], now);
  /** Whether one more may be sent; counts it when so. */
  return (conversation: string, tenant: string): boolean => {
    if (conversations.wait(conversation) > 0 || tenants.wait(tenant) > 0) return false;
    conversations.count(conversation);
    tenants.count(tenant);
    return true;
  };
}
