import { strToU8, zipSync } from 'fflate';
import { colourIcon, outlineIcon } from './icons.js';
import type { TeamsManifest } from './teams.js';

/** A zip holds local time without a zone; the same moment for everybody makes the same bytes. */
const MADE_AT = new Date(2020, 0, 1);

/** The Teams app package: manifest and icons at the root of a zip. The same manifest gives the same bytes. */
export function teamsPackage(manifest: TeamsManifest): Uint8Array {
  return zipSync(
    {
      'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
      [manifest.icons.color]: colourIcon(192),
      [manifest.icons.outline]: outlineIcon(),
    },
    { level: 9, mtime: MADE_AT },
  );
}
