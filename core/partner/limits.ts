/** How hard Partner Center is asked. Times in ms. */
export interface Limits {
  /** For one request, body included. */
  timeoutMs: number;
  /** Of a call that may be repeated, the first one included. */
  attempts: number;
  /** Before the second attempt, before jitter. */
  backoffMs: number;
  /** No attempt begins later than this after the first one. */
  retryBudgetMs: number;
  /** A longer `Retry-After` is not waited for, but told. */
  maxRetryAfterMs: number;
  /** Requests under way at a time, and how many more may wait for a place. */
  concurrency: number;
  queue: number;
  /** Requests without an answer, one after the other, until nothing is sent any more, and for how long at first. */
  breakerFailures: number;
  breakerOpenMs: number;
  /** Documented for the customers resource: 500 a minute. */
  quotaPerMinute: number;
  /** How many of these have to be free for a call that nobody waits for. */
  keptForPeople: number;
  maxQuotaWaitMs: number;
  /** How long the rules of a country are good. */
  countryRulesMs: number;
}

export const defaultLimits: Limits = {
  timeoutMs: 20_000,
  attempts: 3,
  backoffMs: 250,
  retryBudgetMs: 20_000,
  maxRetryAfterMs: 4_000,
  concurrency: 32,
  queue: 200,
  breakerFailures: 10,
  breakerOpenMs: 2_000,
  quotaPerMinute: 500,
  keptForPeople: 300,
  maxQuotaWaitMs: 5_000,
  countryRulesMs: 6 * 60 * 60 * 1000,
};
