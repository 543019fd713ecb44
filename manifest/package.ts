import { strToU8, zipSync } from 'fflate';
import { colourIcon, outlineIcon } from './icons.js';
import type { TeamsManifest } from './teams.js';

/** A zip holds local time without a zone; the same moment for everybody makes the same bytes. */
const MADE_AT = new Date(2020, 0, 1);

/** The Teams app package: manifest, the texts of the other languages and icons at the root of a zip. The same manifest gives the same bytes. */
export function teamsPackage(
  manifest: TeamsManifest,
  localization: Record<string, Record<string, string>>,
): Uint8Array {
  return zipSync(
    {
      'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
      ...Object.fromEntries(
        Object.entries(localization).map(([name, texts]) => [name, strToU8(`${JSON.stringify(texts, null, 2)}\n`)]),
      ),
      [manifest.icons.color]: colourIcon(192),
      [manifest.icons.outline]: outlineIcon(),
    },
    { level: 9, mtime: MADE_AT },
  );
}
