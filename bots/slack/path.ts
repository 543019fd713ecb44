/** The path that all of Slack's requests come to. */
export const EVENTS_PATH = '/slack/events';
