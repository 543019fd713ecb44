import { z } from 'zod';

const https = z
  .string()
  .regex(/^https:\/\//u)
  .max(3000);
const text = (max: number, min = 1) => z.string().min(min).max(max);

/** Slack's rules for the parts of an app manifest that ours has (docs.slack.dev/reference/app-manifest). Nothing else may be in it. */
export const slackRules = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2) }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    long_description: text(4000, 175),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/u),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/u), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: text(24),
          type: z.enum(['global', 'message']),
          callback_id: text(255),
          description: text(150),
        }),
      )
      .min(1)
      .max(10),
    unfurl_domains: z
      .array(
        z
          .string()
          .regex(/^(?![.-])[-a-z0-9.]+[a-z0-9]$/u)
          .max(255),
      )
      .min(1)
      .max(5),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[^\s/]{1,31}$/u),
          url: https,
          description: text(2000),
          usage_hint: text(1000),
          should_escape: z.boolean(),
        }),
      )
      .min(1)
      .max(50),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(https).min(1).max(1000).optional(),
    scopes: z
      .strictObject({ bot: z.array(text(50)).max(255), bot_optional: z.array(text(50)).max(255) })
      .refine(({ bot, bot_optional }) => bot_optional.every((scope) => bot.includes(scope)), {
        message: 'an optional scope is one of the scopes',
      }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: https, bot_events: z.array(text(50)).max(100) }),
    interactivity: z.strictObject({
      is_enabled: z.literal(true),
      request_url: https,
      message_menu_options_url: https,
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.literal(false),
    token_rotation_enabled: z.boolean(),
  }),
});

/** Scopes that a Web API method needs of a bot token (docs.slack.dev/reference/methods). */
export const scopesOfMethod: Record<string, string[]> = {
  'auth.revoke': [],
  'auth.teams.list': [],
  'auth.test': [],
  'bots.info': ['users:read'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.unfurl': ['links:write'],
  'chat.update': ['chat:write'],
  // One for public channels, one for private ones, one for the conversation with a person.
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  // One for public channels, one for private ones; the bot asks about no other conversations.
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'oauth.v2.access': [],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

/** Scopes that an event needs (docs.slack.dev/reference/events). */
export const scopesOfEvent: Record<string, string[]> = {
  app_home_opened: [],
  app_uninstalled: [],
  tokens_revoked: [],
  team_access_granted: [],
  team_access_revoked: [],
  app_mention: ['app_mentions:read'],
  link_shared: ['links:read'],
  'message.im': ['im:history'],
  user_change: ['users:read'],
};
