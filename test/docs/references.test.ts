import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { between, documents, fileText, root, sourceOf } from './documents.js';

/** Made by a command that the documents name, and in no repository. */
const generated = ['manifest/out/', 'screenshots/', 'dist/bots/main.js'];

const folders = 'bots|core|cards|manifest|journal|sandbox|test|bench|build|docs|dist|screenshots|\\.ci';
const scripts = Object.keys((JSON.parse(fileText('package.json')) as { scripts: object }).scripts);

/** How GitHub makes an anchor of a heading. */
const anchorOf = (heading: string) =>
  `#${heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')}`;

describe.each(documents)('%s', (name) => {
  const text = fileText(name);

  it('links to files and headings that exist', () => {
    const targets = [...text.matchAll(/\]\(([^)]+)\)/gu)].map((match) => match[1] ?? '');
    const anchors = [...text.matchAll(/^#+ (.+)$/gmu)].map((match) => anchorOf(match[1] ?? ''));
    const relative = targets.filter((target) => !target.startsWith('https://'));
    const dead = relative.filter((target) =>
      target.startsWith('#') ? !anchors.includes(target) : !existsSync(join(root, target.replace(/#.*$/u, ''))),
    );
    expect(dead).toEqual([]);
  });

  it('names files that exist', () => {
    const named = text.match(new RegExp(`(?<![\\w./-])(?:${folders})/[\\w./-]*\\w/?`, 'gu')) ?? [];
    const missing = named.filter((path) => !generated.some((made) => path.startsWith(made.replace(/\/$/u, ''))));
    expect([...new Set(missing)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const named = [...text.matchAll(/\bnpm (?:run )?(?:--silent )?(start|test(?!:)|(?<=run )[\w:]+)/gu)];
    expect(named.map((match) => match[1] ?? '').filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it('names flags that exist', () => {
    const ours: string[] = sourceOf('manifest', 'journal', 'bench', 'bots').match(/--[a-z][a-z-]+/gu) ?? [];
    const others = ['--env-file', '--help', '--data-urlencode'];
    const named = text.match(/(?<![\w-])--[a-z][a-z-]+/gu) ?? [];
    expect([...new Set(named)].filter((flag) => !ours.includes(flag) && !others.includes(flag))).toEqual([]);
  });

  it('does not advertise: no badges, no emoji, no exclamation', () => {
    expect(text.match(/badge|shields\.io|\p{Emoji_Presentation}|!(?=\s|$)/gu) ?? []).toEqual([]);
  });
});

describe('README.md', () => {
  const text = fileText('README.md');

  it('begins with the claim, a picture and the two commands, word for word', () => {
    expect(text.startsWith('# partnerdesk\n')).toBe(true);
    const blocks = [...text.matchAll(/^```sh\n(.+?)\n```$/gmsu)].map((match) => match[1]);
    expect(blocks.slice(0, 2)).toEqual(['npm ci && npm start', 'npm ci && npm test']);
    expect(text.indexOf('docs/sandbox.png')).toBeLessThan(text.indexOf('npm ci'));
  });
});

describe('CONTRIBUTING.md', () => {
  const text = fileText('CONTRIBUTING.md');

  it('says where every top folder is for', () => {
    const named = between(text, '`').join('\n');
    const tops = ['bots/', 'core/', 'cards/', 'manifest/', 'sandbox/', 'test/', 'bench/'];
    expect(tops.filter((folder) => !named.includes(folder))).toEqual([]);
  });

  it('names code that exists', () => {
    const source = sourceOf('bots', 'core', 'cards', 'manifest');
    const named = between(text, '`').filter((word) => /^[a-z]+[A-Z]\w+$/u.test(word));
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((word) => !source.includes(word))).toEqual([]);
  });
});

describe('CHANGELOG.md', () => {
  it('collects under "Unreleased" what the next release brings', () => {
    const [first] = fileText('CHANGELOG.md').match(/^## .+$/gmu) ?? [];
    expect(first).toBe('## Unreleased');
  });
});
