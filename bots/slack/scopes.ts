/**
 * Without these everything works; a workspace may leave them out. By them a message is recognised that a crash left in doubt
 * (it may have been sent, or not): with them it is not sent twice. The bot reads channels for nothing else, and only those
 * that it is in. `im:write`: the same, in the conversation with somebody who has never written to the bot.
 * `chat:write.public`: the policy's public channels need not invite the bot.
 */
const OPTIONAL_SCOPES = ['channels:history', 'chat:write.public', 'groups:history', 'im:write'] as const;

/** Only where the policy links people by their e-mail address (`links: { by email: true }`). */
const EMAIL_SCOPE = 'users:read.email' as const;

/**
 * What the app asks for: what bots/slack calls and hears, and nothing else.
 *
 * @param options.email whether people are linked by their e-mail address
 * @returns all of them, and which of those a workspace may leave out
 */
export function slackScopes({ email }: { email: boolean }) {
  const optional = [...OPTIONAL_SCOPES, ...(email ? [EMAIL_SCOPE] : [])];
  const all = [
    'app_mentions:read' as const,
    // Whether people of other organisations read a channel: public ones, and private ones that the bot is in.
    'channels:read' as const,
    'chat:write' as const,
    // Slash command and shortcuts.
    'commands' as const,
    // Lists of many customers, and what came of them.
    'files:read' as const,
    'files:write' as const,
    'groups:read' as const,
    'im:history' as const,
    // Links to Partner Center, and what stands below them.
    'links:read' as const,
    'links:write' as const,
    'users:read' as const,
    ...optional,
  ];
  return { all, optional };
}
