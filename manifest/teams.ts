import type { Cloud, TeamsConfig } from '../core/config.js';
import { BACKGROUND } from './icons.js';
import { teamsAppId } from '../bots/teams/app-id.js';
import { findCommand, messageCommand } from '../bots/teams/extension-commands.js';
import { localizationInfo, teamsTexts } from './teams-texts.js';

/** What the Teams app package is made for. */
export interface TeamsManifestOptions {
  publicUrl: string;
  /** Of the app; Teams replaces an installed app only by one with a higher version. */
  version: string;
  /** MicrosoftAppId. */
  appId: string;
  cloud: TeamsConfig['cloud'];
  /** Whose words and commands the menu has. */
  partnerCloud: Cloud;
  developer: { name: string; websiteUrl: string; privacyUrl: string; termsOfUseUrl: string };
}

export type TeamsManifest = ReturnType<typeof teamsManifest>;

/**
 * The version of the manifest schema, and how it spells the scope of group chats. The bot needs nothing that came after
 * 1.22. GCC High and DoD are known to refuse what is newer than 1.10; nothing is known of 21Vianet's limit, and what is
 * valid in 1.10 is valid everywhere.
 */
const older = { schema: '1.10', groupChat: 'groupchat' } as const;
const schemas: Record<TeamsConfig['cloud'], { schema: '1.22' | '1.10'; groupChat: 'groupChat' | 'groupchat' }> = {
  public: { schema: '1.22', groupChat: 'groupChat' },
  gcch: older,
  dod: older,
  '21vianet': older,
};

/**
 * Whether people can give the bot a file in their 1:1 chat. GCC High and DoD have no files for bots
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4), and nothing is known of 21Vianet.
 */
const filesIn: Record<TeamsConfig['cloud'], boolean> = { public: true, gcch: false, dod: false, '21vianet': false };

/** The app manifest of Teams (learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema). */
export function teamsManifest(options: TeamsManifestOptions) {
  const { schema, groupChat } = schemas[options.cloud];
  const scopes = ['personal', 'team', groupChat] as const;
  const texts = teamsTexts('en', options.partnerCloud);
  return {
    $schema: `https://developer.microsoft.com/en-us/json-schemas/teams/v${schema}/MicrosoftTeams.schema.json`,
    manifestVersion: schema,
    version: options.version,
    id: teamsAppId(options.cloud, options.appId),
    developer: options.developer,
    name: texts.name,
    description: texts.description,
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: BACKGROUND,
    bots: [
      {
        botId: options.appId,
        scopes,
        supportsFiles: filesIn[options.cloud],
        isNotificationOnly: false,
        commandLists: [{ scopes, commands: texts.commands }],
      },
    ],
    composeExtensions: [
      {
        botId: options.appId,
        canUpdateConfiguration: false,
        commands: [
          {
            id: findCommand.id,
            type: 'query',
            // Not in the command box: what is found is put into a message, and there is none.
            context: ['compose'],
            ...texts.extension.search,
            initialRun: true,
            parameters: [{ name: findCommand.parameter, title: texts.extension.searchFor, inputType: 'text' }],
          },
          {
            id: messageCommand.id,
            type: 'action',
            context: ['message'],
            ...texts.extension.fromMessage,
            fetchTask: true,
          },
        ],
      },
    ],
    localizationInfo: localizationInfo(),
    defaultInstallScope: 'personal',
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [new URL(options.publicUrl).hostname],
  } as const;
}
