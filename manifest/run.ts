import { Command } from 'commander';
import { endpointsOf } from '../bots/slack/clouds.js';
import { type Flags, optionsFrom } from './options.js';
import { writeManifests } from './write.js';

/**
 * `npm run manifest -- …`: reads the flags, writes the files and tells what to do with them.
 *
 * @param flags as typed, without program and script
 * @param program where the files go unless `--out` says otherwise, and the version of the project
 * @returns what to print
 * @throws {ConfigError} when a flag or setting is wrong
 */
export async function run(
  flags: string[],
  env: NodeJS.ProcessEnv,
  program: { folder: string; version: string },
): Promise<string> {
  const command = new Command('npm run manifest --')
    .description('Writes the Teams app package and the Slack app manifest.')
    .option('--public-url <url>', 'the https address that Slack and Teams reach (default: PUBLIC_URL)')
    .option(
      '--app-id <guid>',
      'the app id of the Teams bot (default: MicrosoftAppId); without one only Slack is served',
    )
    .option('--teams-cloud <cloud>', 'public, gcch, dod or 21vianet (default: TEAMS_CLOUD, else that of PARTNER_CLOUD)')
    .option('--slack-cloud <cloud>', 'commercial or gov (default: SLACK_CLOUD, else commercial)')
    .option('--slack-email', 'the Slack app may read e-mail addresses: for people to be linked by them')
    .option(
      '--slack-oauth',
      'for several workspaces, which install the app by themselves (default: when SLACK_CLIENT_ID is set)',
    )
    .option('--app-version <version>', 'of the Teams app; must grow with every upload', program.version)
    .option('--developer <name>', 'who Teams names as the developer (default: partnerdesk)')
    .option('--website-url <url>', 'a page about the desk (default: the public address)')
    .option('--privacy-url <url>', 'a page about privacy (default: the website)')
    .option('--terms-url <url>', 'a page with the terms of use (default: the website)')
    .option('--out <folder>', 'where to write', program.folder)
    .allowExcessArguments(false)
    .parse(flags, { from: 'user' });
  const { out = program.folder, ...asked } = command.opts<Flags & { out?: string }>();
  const options = optionsFrom(asked, env, program.version);
  const written = await writeManifests(options, out);
  return [
    'Written:',
    ...written.map((path) => `  ${path}`),
    `Slack: ${endpointsOf({ cloud: options.slackCloud }).apps} → Create New App → From a manifest → paste the JSON.`,
    options.appId === undefined
      ? 'Teams: no package, because neither --app-id nor MicrosoftAppId names the bot.'
      : 'Teams: Teams admin center → Teams apps → Manage apps → Upload new app → the zip.',
    'The README says what comes before and after.',
    '',
  ].join('\n');
}
