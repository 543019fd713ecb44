import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');

/** One import in one file: what it names, and whether it is there at run time. */
interface Import {
  file: string;
  /** A path from the root (`core/turn.ts`), or a package's name. */
  target: string;
  typeOnly: boolean;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const importPattern =
  /(?:^|\n)\s*(import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|import\('([^']+)'\)|require\('([^']+)'\)/gu;

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(importPattern)].map((match) => {
    const name = match[3] ?? match[4] ?? match[5] ?? '';
    const target = name.startsWith('.')
      ? relative(root, join(root, dirname(file), name)).replace(/\.js$/u, '.ts')
      : name;
    return { file, target, typeOnly: match[2] !== undefined };
  });
}

const imports = ['bots', 'cards', 'core', 'manifest', 'journal', 'sandbox', 'bench']
  .flatMap(filesBelow)
  .flatMap(importsOf);
const below = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(`${folder}/`));
const show = (found: Import[]) => found.map(({ file, target }) => `${file} → ${target}`);

describe('imports run one way: bots → cards → core', () => {
  it('finds the imports that it judges', () => {
    expect(imports.length).toBeGreaterThan(200);
  });

  it('lets core import nothing of cards, bots, manifest or the sandbox', () => {
    expect(
      show(
        imports.filter(
          ({ file, target }) => below(file, 'core') && below(target, 'cards', 'bots', 'manifest', 'journal', 'sandbox'),
        ),
      ),
    ).toEqual([]);
  });

  it('lets cards import nothing of bots, manifest or the sandbox', () => {
    expect(
      show(
        imports.filter(
          ({ file, target }) => below(file, 'cards') && below(target, 'bots', 'manifest', 'journal', 'sandbox'),
        ),
      ),
    ).toEqual([]);
  });

  it('lets the bots import nothing of the manifest, which is no part of what runs', () => {
    expect(show(imports.filter(({ file, target }) => below(file, 'bots') && below(target, 'manifest')))).toEqual([]);
  });

  it('lets the bots import nothing of the sandbox but its entry, from main.ts alone', () => {
    const found = imports.filter(({ file, target }) => below(file, 'bots') && below(target, 'sandbox'));
    expect(show(found)).toEqual(['bots/main.ts → sandbox/sandboxes.ts']);
  });

  it('lets the two bots know nothing of each other', () => {
    const crossing = ({ file, target }: Import) =>
      (below(file, 'bots/slack') && below(target, 'bots/teams')) ||
      (below(file, 'bots/teams') && below(target, 'bots/slack'));
    expect(show(imports.filter(crossing))).toEqual([]);
  });

  it('lets the sandbox run without the bots', () => {
    expect(show(imports.filter(({ file, target }) => below(file, 'sandbox') && below(target, 'bots')))).toEqual([]);
  });
});

describe('platform packages stay in their folder', () => {
  it('has botbuilder in bots/teams alone', () => {
    const found = imports.filter(({ target }) => /^(botbuilder|botframework-)/u.test(target));
    expect(show(found.filter(({ file }) => !below(file, 'bots/teams', 'bench')))).toEqual([]);
  });

  it('has @slack packages in bots/slack alone, their types also where Slack JSON is made', () => {
    const found = imports.filter(({ target }) => target.startsWith('@slack/'));
    const typesToo = ['cards', 'manifest', 'sandbox'];
    const wrong = found.filter(
      ({ file, typeOnly }) => !below(file, 'bots/slack', 'bench') && !(typeOnly && below(file, ...typesToo)),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('has HTTP clients in core/partner, core/roles and the bots alone', () => {
    const clients = /^(axios|openid-client|undici|node:https)$/u;
    const found = imports.filter(
      ({ file, target, typeOnly }) => below(file, 'core', 'cards') && clients.test(target) && !typeOnly,
    );
    expect(show(found.filter(({ file }) => !below(file, 'core/partner', 'core/roles')))).toEqual([]);
  });
});
