import type { Window } from './windows.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** What a platform allows, for one place and for all places that share a pool. */
export interface Limits {
  lane: readonly Window[];
  pool: readonly Window[];
}

/**
 * Slack, posting: one message a second in a channel; short bursts are tolerated, and not used here. A workspace takes
 * "several hundred" a minute, which Slack does not put in figures: 300 is the least that "several hundred" can mean
 * (docs.slack.dev/apis/web-api/rate-limits).
 */
const slackPosts: Limits = {
  lane: [{ most: 1, ms: SECOND }],
  pool: [{ most: 300, ms: 60 * SECOND }],
};

/** Slack, `chat.update`: tier 3, that is 50 a minute for the whole workspace, wherever the messages are (the same page). */
const slackUpdates: Limits = {
  lane: [],
  pool: [{ most: 50, ms: 60 * SECOND }],
};

/**
 * Teams: per bot and conversation, whatever is done there, and per app and tenant
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
 */
const teams: Limits = {
  lane: [
    { most: 7, ms: SECOND },
    { most: 8, ms: 2 * SECOND },
    { most: 60, ms: 30 * SECOND },
    { most: 1_800, ms: HOUR },
  ],
  pool: [{ most: 50, ms: SECOND }],
};

/** What the platforms allow the places of a pool (core/jobs/lanes.ts names pools). */
export function platformLimits(pool: string): Limits {
  if (pool.startsWith('teams:')) return teams;
  return pool.endsWith('/update') ? slackUpdates : slackPosts;
}

/**
 * How much longer our windows are than the platform's: a message that travels slowly and one that travels fast arrive
 * closer together than they were sent.
 */
const MARGIN = 1.04;

const longer = ({ most, ms }: Window): Window => ({ most, ms: Math.ceil(ms * MARGIN) });
const withMargin = ({ lane, pool }: Limits): Limits => ({ lane: lane.map(longer), pool: pool.map(longer) });
const budgets = new Map([slackPosts, slackUpdates, teams].map((limits) => [limits, withMargin(limits)]));

/** What we allow ourselves: a little less than the platform does. */
export function budgetOf(pool: string): Limits {
  const limits = platformLimits(pool);
  return budgets.get(limits) ?? limits;
}
