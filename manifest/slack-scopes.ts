/**
 * Without these everything works; a workspace may leave them out. By them a message is recognised that a crash left in doubt
 * (it may have been sent, or not): with them it is not sent twice. The bot reads channels for nothing else, and only those
 * that it is in. `im:write`: the same, in the conversation with somebody who has never written to the bot.
 */
export const optionalSlackScopes = ['channels:history', 'groups:history', 'im:write'] as const;

/** What the app asks for: what bots/slack calls and hears, and nothing else. */
export const slackScopes = [
  'app_mentions:read',
  // Whether people of other organisations read a channel: public ones, and private ones that the bot is in.
  'channels:read',
  'chat:write',
  'commands',
  'groups:read',
  'im:history',
  'users:read',
  ...optionalSlackScopes,
] as const;
