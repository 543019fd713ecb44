import type { AppsManifestCreateArguments } from '@slack/web-api';
import type { Cloud } from '../core/config.js';
import { clouds } from '../core/partner/clouds.js';
import { menuCommands } from './commands.js';
import { BACKGROUND } from './icons.js';
import { slackScopes } from '../bots/slack/scopes.js';

export type SlackManifest = ReturnType<typeof slackManifest>;

/**
 * The app manifest of Slack (docs.slack.dev/reference/app-manifest). It asks for what bots/slack calls and hears and for
 * nothing else. The same for Slack and GovSlack: what differs is where the app is made.
 *
 * @param options.email whether people are linked by their e-mail address
 * @param options.oauth whether workspaces, and whole organisations, install it by themselves (SLACK_CLIENT_ID)
 */
export function slackManifest({
  publicUrl,
  partnerCloud,
  oauth,
  email = false,
}: {
  publicUrl: string;
  /** Whose words and commands the hint has. */
  partnerCloud: Cloud;
  oauth: boolean;
  email?: boolean | undefined;
}) {
  const purchases = clouds[partnerCloud].purchasePermission ? 'Ask for permissions of a customer to purchase. ' : '';
  const { all, optional } = slackScopes({ email });
  // Every request of Slack goes to one address (bots/slack).
  const url = `${publicUrl}/slack/events`;
  const usage = menuCommands(partnerCloud).map((command) => command.usage);
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: 'partnerdesk',
      description: 'Find and update Partner Center customers without leaving the chat',
      long_description: `partnerdesk is for the people of a Microsoft CSP partner. Find a customer, see the account, change the billing information, review before and after, and submit. ${purchases}Approve or decline what colleagues ask for. Your role in Partner Center is checked before anything happens, and answers with customer data are shown to you alone; requests go to those who decide, and where your administrator wants them.`,
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
      ...(oauth ? { redirect_urls: [`${publicUrl}/slack/oauth_redirect`] } : {}),
      scopes: {
        bot: all,
        bot_optional: optional,
      },
    },
    settings: {
      event_subscriptions: {
        request_url: url,
        bot_events: [
          'app_home_opened',
          'app_mention',
          'app_uninstalled',
          'message.im',
          // Only an app of a whole organisation is told of these.
          ...(oauth ? (['team_access_granted', 'team_access_revoked'] as const) : []),
          'tokens_revoked',
          'user_change',
        ],
      },
      interactivity: { is_enabled: true, request_url: url },
      org_deploy_enabled: oauth,
      socket_mode_enabled: false,
      // A fixed SLACK_BOT_TOKEN cannot be renewed.
      token_rotation_enabled: oauth,
    },
  } satisfies AppsManifestCreateArguments['manifest'];
}
