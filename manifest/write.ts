import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { colourIcon } from './icons.js';
import type { ManifestOptions } from './options.js';
import { teamsPackage } from './package.js';
import { slackManifest } from './slack.js';
import { localizationFiles } from './teams-texts.js';
import { teamsManifest } from './teams.js';

/** Slack takes app icons of 512 pixels and more. */
const SLACK_ICON_SIZE = 512;

/**
 * Writes what the options ask for, over what an earlier run left there.
 *
 * @returns the paths of the files
 */
export async function writeManifests(options: ManifestOptions, folder: string): Promise<string[]> {
  const { appId, slackCloud, teamsCloud } = options;
  const files: { name: string; content: string | Uint8Array }[] = [
    {
      name: `partnerdesk-slack-${slackCloud}.json`,
      content: `${JSON.stringify(slackManifest({ ...options, email: options.slackEmail }), null, 2)}\n`,
    },
    { name: 'partnerdesk-icon.png', content: colourIcon(SLACK_ICON_SIZE) },
  ];
  if (appId !== undefined) {
    const manifest = teamsManifest({ ...options, appId, cloud: teamsCloud });
    files.push({
      name: `partnerdesk-teams-${teamsCloud}.zip`,
      content: teamsPackage(manifest, localizationFiles(manifest.manifestVersion, options.partnerCloud)),
    });
  }
  await mkdir(folder, { recursive: true });
  return Promise.all(
    files.map(async ({ name, content }) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    }),
  );
}
