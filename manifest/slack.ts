import type { AppsManifestCreateArguments } from '@slack/web-api';
import { menuCommands } from './commands.js';
import { BACKGROUND } from './icons.js';

/**
 * Without these everything works; a workspace may leave them out. By them a message is recognised that a crash left in doubt
 * (it may have been sent, or not): with them it is not sent twice. The bot reads channels for nothing else, and only those
 * that it is in. `im:write`: the same, in the conversation with somebody who has never written to the bot.
 */
const OPTIONAL_SCOPES = ['channels:history', 'groups:history', 'im:write'] as const;

/** Only where the policy links people by their e-mail address (`links: { by email: true }`). */
const EMAIL_SCOPE = 'users:read.email' as const;

export type SlackManifest = ReturnType<typeof slackManifest>;

/**
 * The app manifest of Slack (docs.slack.dev/reference/app-manifest). It asks for what bots/slack calls and hears and for
 * nothing else. The same for Slack and GovSlack: what differs is where the app is made.
 *
 * @param options.edit whether Partner Center calls an update "Edit"
 * @param options.email whether people are linked by their e-mail address
 */
export function slackManifest({
  publicUrl,
  edit,
  email = false,
}: {
  publicUrl: string;
  edit: boolean;
  email?: boolean | undefined;
}) {
  const optional = [...OPTIONAL_SCOPES, ...(email ? [EMAIL_SCOPE] : [])];
  // Every request of Slack goes to one address (bots/slack).
  const url = `${publicUrl}/slack/events`;
  const usage = menuCommands({ edit }).map((command) => command.usage);
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: 'partnerdesk',
      description: 'Find and update Partner Center customers without leaving the chat',
      long_description:
        'partnerdesk is for the people of a Microsoft CSP partner. Find a customer, see the account, change the billing information, review before and after, and submit. Ask for permissions of a customer to purchase, and approve or decline what colleagues ask for. Your role in Partner Center is checked before anything happens, and answers with customer data are shown to you alone; requests go to those who decide, and where your administrator wants them.',
      background_color: BACKGROUND,
    },
    features: {
      // The Home tab shows what awaits a decision; the Messages tab is where one writes to the bot.
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'partnerdesk', always_online: true },
      slash_commands: [
        {
          command: '/partnerdesk',
          url,
          description: 'Find and update Partner Center customers',
          usage_hint: `[${usage.join(' | ')}]`,
          should_escape: false,
        },
      ],
    },
    oauth_config: {
      scopes: {
        bot: [
          'app_mentions:read',
          // Whether people of other organisations read a channel: public ones, and private ones that the bot is in.
          'channels:read',
          'chat:write',
          'commands',
          'groups:read',
          'im:history',
          'users:read',
          ...optional,
        ],
        bot_optional: optional,
      },
    },
    settings: {
      event_subscriptions: {
        request_url: url,
        bot_events: ['app_home_opened', 'app_mention', 'message.im', 'user_change'],
      },
      interactivity: { is_enabled: true, request_url: url },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  } satisfies AppsManifestCreateArguments['manifest'];
}
