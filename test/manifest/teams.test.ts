import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import draft04 from 'ajv-draft-04';
import { strFromU8, unzipSync } from 'fflate';
import type { TeamsConfig } from '../../core/config.js';
import { languages } from '../../cards/languages.js';
import { understand } from '../../cards/understand/understand.js';
import { commandNames } from '../../core/turn.js';
import { teamsPackage } from '../../manifest/package.js';
import { localizationFiles, notInMenu } from '../../manifest/teams-texts.js';
import { teamsManifest } from '../../manifest/teams.js';
import { uuidOf } from '../../bots/teams/uuid.js';
import { readPng } from './png-reader.js';

const clouds: TeamsConfig['cloud'][] = ['public', 'gcch', 'dod', '21vianet'];
const appId = '6f2b1c8e-0c3b-4f6e-9a55-0d5b3f7f1a01';
const pages = 'https://desk.example.com';

const made = (cloud: TeamsConfig['cloud'], bot = appId) =>
  teamsManifest({
    publicUrl: pages,
    version: '1.2.3',
    appId: bot,
    cloud,
    partnerCloud: cloud === '21vianet' ? cloud : 'global',
    developer: {
      name: 'Example Ltd',
      websiteUrl: pages,
      privacyUrl: `${pages}/privacy`,
      termsOfUseUrl: `${pages}/terms`,
    },
  });

const packed = (manifest: ReturnType<typeof teamsManifest>) =>
  teamsPackage(manifest, localizationFiles(manifest.manifestVersion, 'global'));

/** What Microsoft's own schema of that version finds wrong. */
const faultsOf = (manifest: { manifestVersion: string }) =>
  faultsIn(manifest, `v${manifest.manifestVersion}/MicrosoftTeams.schema.json`);

function faultsIn(document: object, schemaFile: string): unknown[] {
  const path = `@microsoft/app-manifest/build/json-schemas/teams/${schemaFile}`;
  const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve(path), 'utf8')) as object;
  const ajv = new draft04.default({
    allErrors: true,
    // Microsoft's patterns have brackets that only the older flavour reads.
    unicodeRegExp: false,
    strict: false,
    formats: { uri: (text: string) => URL.canParse(text) },
  });
  const validate = ajv.compile(schema);
  return validate(document)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => ({ instancePath, message }));
}

describe.each(clouds)('the Teams manifest for %s', (cloud) => {
  const manifest = made(cloud);
  const [bot] = manifest.bots;
  const [extension] = manifest.composeExtensions;
  const extensionTitles = JSON.stringify(extension).match(/"title"/g)?.length ?? 0;

  it("passes Microsoft's schema of its version", () => {
    expect(faultsOf(manifest)).toEqual([]);
  });

  it("is held to that schema's limits", () => {
    expect(faultsOf({ ...manifest, name: { short: 'n'.repeat(31) } } as typeof manifest)).toHaveLength(1);
  });

  it('names the bot in personal chats, teams and group chats', () => {
    expect(bot.botId).toBe(appId);
    expect(bot.scopes.map((scope) => scope.toLowerCase())).toEqual(['personal', 'team', 'groupchat']);
  });

  it('offers the commands of the desk that its menu has room for, as words that the desk understands', () => {
    const titles = bot.commandLists.flatMap(({ commands }) => commands.map(({ title }) => title));
    const meant = titles.map((title) => understand(title, 'en'));
    const missing = cloud === '21vianet' ? [...notInMenu, 'permission'] : notInMenu;
    const offered = commandNames.filter((name) => !missing.some((one) => one === name));
    expect(meant).toMatchObject(offered.map((command) => ({ type: 'command', command, argument: '' })));
  });

  it("has a file for every other language, which passes Microsoft's schema of its version and says each text of the menu", () => {
    const files = localizationFiles(manifest.manifestVersion, cloud === '21vianet' ? cloud : 'global');
    const named = manifest.localizationInfo.additionalLanguages.map(({ file }) => file);
    expect(Object.keys(files).sort()).toEqual([...named].sort());
    expect(named).toHaveLength(languages.length - 1);
    for (const texts of Object.values(files)) {
      expect(faultsIn(texts, `v${manifest.manifestVersion}/MicrosoftTeams.Localization.schema.json`)).toEqual([]);
      const titles = Object.keys(texts).filter((path) => path.endsWith('.title'));
      expect(titles.filter((path) => path.startsWith('bots'))).toHaveLength(bot.commandLists[0].commands.length);
      expect(titles.filter((path) => path.startsWith('composeExtensions'))).toHaveLength(extensionTitles);
    }
  });

  it('declares what the bot hears of the message extension: a search, and an action on a message', () => {
    expect(extension.botId).toBe(appId);
    expect(extension.commands.map(({ id, type, context }) => [id, type, ...context])).toEqual([
      ['find', 'query', 'compose'],
      ['updateFromMessage', 'action', 'message'],
    ]);
  });

  it('says every text of the message extension in every language under its own path', () => {
    for (const texts of Object.values(
      localizationFiles(manifest.manifestVersion, cloud === '21vianet' ? cloud : 'global'),
    )) {
      const paths = Object.keys(texts).filter((path) => path.startsWith('composeExtensions'));
      const english = paths.map((path) => get(manifest, path.split(/[.[\]]+/)));
      expect(english.filter((text) => typeof text !== 'string')).toEqual([]);
      // Nothing of it is left in English.
      expect(paths.filter((path, index) => texts[path] === english[index])).toEqual([]);
    }
  });

  it('stays within the menu limits of every version of the schema', () => {
    expect(bot.commandLists.length).toBeLessThanOrEqual(3);
    for (const { commands } of bot.commandLists) {
      expect(commands.length).toBeLessThanOrEqual(10);
      expect(commands.filter(({ title, description }) => title.length > 32 || description.length > 128)).toEqual([]);
    }
  });

  it('leads to https pages only, and to the host of the desk', () => {
    const { websiteUrl, privacyUrl, termsOfUseUrl } = manifest.developer;
    expect([websiteUrl, privacyUrl, termsOfUseUrl].filter((url) => !url.startsWith('https://'))).toEqual([]);
    expect(manifest.validDomains).toEqual(['desk.example.com']);
  });
});

/** A value deep in an object, by the names on the way. */
const get = (from: unknown, way: string[]): unknown =>
  way.reduce((value, name) => (value as Record<string, unknown> | undefined)?.[name], from);

describe('files', () => {
  it('can be given to the bot where its cloud is known to have them', () => {
    expect(clouds.map((cloud) => made(cloud).bots[0].supportsFiles)).toEqual([true, false, false, false]);
  });
});

describe('the version of the manifest schema', () => {
  it('is an old one where the cloud is known to refuse newer ones', () => {
    expect(clouds.map((cloud) => made(cloud).manifestVersion)).toEqual(['1.22', '1.10', '1.10', '1.10']);
  });
});

describe('the id of the Teams app', () => {
  it('is made as RFC 9562 says for version 5', () => {
    const dns = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');
    expect(uuidOf('www.example.com', dns)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('stays the same for the same bot, so that an upload replaces the app', () => {
    expect(made('public').id).toBe(made('public').id);
  });

  it('is another one for another bot or cloud, and never that of the bot', () => {
    const ids = [
      ...clouds.map((cloud) => made(cloud).id),
      made('public', '6f2b1c8e-0c3b-4f6e-9a55-0d5b3f7f1a02').id,
      appId,
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the Teams app package', () => {
  const manifest = made('public');
  const files = unzipSync(packed(manifest));

  it('holds the manifest, its icons and the other languages at the root, and nothing else', () => {
    const others = manifest.localizationInfo.additionalLanguages.map(({ file }) => file);
    expect(Object.keys(files).sort()).toEqual([...others, 'color.png', 'manifest.json', 'outline.png'].sort());
    expect(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))).toEqual(manifest);
  });

  it('has icons of the sizes that Teams asks for', () => {
    const sizes = [manifest.icons.color, manifest.icons.outline].map((name) => {
      const { width, height } = readPng(files[name] ?? new Uint8Array());
      return [width, height];
    });
    expect(sizes).toEqual([
      [192, 192],
      [32, 32],
    ]);
  });

  it('is the same file whenever it is made', () => {
    expect(Buffer.from(packed(made('public'))).equals(Buffer.from(packed(manifest)))).toBe(true);
  });
});
