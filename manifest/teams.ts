import type { TeamsConfig } from '../core/config.js';
import type { CommandName } from '../core/turn.js';
import { menuCommands } from './commands.js';
import { BACKGROUND } from './icons.js';
import { teamsAppId } from '../bots/teams/app-id.js';

/** What the Teams app package is made for. */
export interface TeamsManifestOptions {
  publicUrl: string;
  /** Of the app; Teams replaces an installed app only by one with a higher version. */
  version: string;
  /** MicrosoftAppId. */
  appId: string;
  cloud: TeamsConfig['cloud'];
  /** Whether Partner Center calls an update "Edit". */
  edit: boolean;
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
 * A menu of Teams has room for ten commands (`commandLists` of the schema). These are understood without it too: a page says
 * when to type `link`, `whoami` has a button that ends each link, `links` and `doctor` are for few, `watches` has a button that stops each watch, and every refusal one that asks who one is.
 */
export const notInMenu: readonly CommandName[] = ['doctor', 'link', 'unlink', 'links', 'unwatch', 'whoami'];

/** The app manifest of Teams (learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema). */
export function teamsManifest(options: TeamsManifestOptions) {
  const { schema, groupChat } = schemas[options.cloud];
  const scopes = ['personal', 'team', groupChat] as const;
  const commands = menuCommands(options);
  return {
    $schema: `https://developer.microsoft.com/en-us/json-schemas/teams/v${schema}/MicrosoftTeams.schema.json`,
    manifestVersion: schema,
    version: options.version,
    id: teamsAppId(options.cloud, options.appId),
    developer: options.developer,
    name: { short: 'partnerdesk', full: 'partnerdesk: the Partner Center customer desk' },
    description: {
      short: 'Find and update Partner Center customers without leaving the chat',
      full: `partnerdesk is for the people of a Microsoft CSP partner. Find a customer, see the account, change the billing information, review before and after, and submit. Ask for permissions of a customer to purchase, and approve or decline what colleagues ask for. Your role is checked before anything happens. Say one of: ${commands.map(({ usage }) => usage).join(', ')}.`,
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: BACKGROUND,
    bots: [
      {
        botId: options.appId,
        scopes,
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: [{ scopes, commands: commands.filter(({ name }) => !notInMenu.includes(name)).map(menuItem) }],
      },
    ],
    defaultInstallScope: 'personal',
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [new URL(options.publicUrl).hostname],
  } as const;
}

/** Choosing an item puts its title into the message, so the title is the word alone. */
function menuItem({ word, usage, description }: ReturnType<typeof menuCommands>[number]) {
  return { title: word, description: usage === word ? description : `${usage}: ${description}` };
}
