import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../core/config.js';
import { parsePolicyFile } from '../../core/config/policy-file.js';
import { laterSettings, laterSharedSettings, settingNames, settings } from '../../core/config/settings.js';
import { between, codeBlocks, fileText, section, tableRows } from './documents.js';

const readme = fileText('README.md');
const rows = tableRows(section(readme, 'Settings')).map(([names = '', standard = '']) => ({
  names: between(names, '`'),
  standard,
}));
const known: string[] = [...settingNames, ...laterSettings, ...laterSharedSettings];
const namesWhere = (standard: string) => rows.filter((row) => row.standard === standard).flatMap(({ names }) => names);

/** The settings file of the README, its `<placeholders>` filled in with what has the right form. */
function exampleSettings(encryptionKey: string): Record<string, string> {
  const example = codeBlocks(readme, 'sh').find((block) => block.startsWith('PUBLIC_URL=')) ?? '';
  const lines = example.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', value = ''] = line.split(/=(.*)/su);
      const filled = name === 'ENCRYPTION_KEY' ? encryptionKey : /Id$|_ID$/u.test(name) ? randomUUID() : 'secret';
      return [name, value.replace(/<[^>]+>/u, filled)];
    }),
  );
}

describe("the README's table of settings", () => {
  it('has every setting once, and nothing else', () => {
    expect(rows.flatMap(({ names }) => names).sort()).toEqual([...known].sort());
  });

  it('marks those that are refused, and those that only cause a warning', () => {
    expect(namesWhere('refused').sort()).toEqual([...laterSettings].sort());
    expect(namesWhere('a warning').sort()).toEqual([...laterSharedSettings].sort());
  });

  it('marks those that are required', () => {
    const missing = (settings.safeParse({}).error?.issues ?? []).map(({ path }) => String(path[0]));
    expect(namesWhere('required').sort()).toEqual(missing.sort());
  });

  it('tells the defaults', () => {
    const parsed = parseConfig(exampleSettings(Buffer.alloc(32).toString('base64')));
    const defaults = rows.flatMap(({ names, standard }) => {
      const values = between(standard, '`');
      return values.length === names.length ? names.map((name, index) => [name, values[index]] as const) : [];
    });
    const told = Object.fromEntries(defaults);
    expect(told).toMatchObject({
      HOST: parsed.host,
      PORT: String(parsed.port),
      LOG_LEVEL: parsed.logLevel,
      PARTNER_CLOUD: parsed.partner.cloud,
      MicrosoftAppType: parsed.teams?.appType,
      TEAMS_AUTH: parsed.teams?.auth,
      SLACK_CLOUD: parsed.slack?.cloud,
    });
  });

  it('knows every variable that the README speaks of', () => {
    const spoken = readme.match(/\b(?:[A-Z]{3,}[A-Z0-9]*(?:_[A-Z0-9]+)+|MicrosoftApp\w+)\b/gu) ?? [];
    expect(spoken.length).toBeGreaterThan(50);
    expect([...new Set(spoken)].filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe("the README's examples", () => {
  it('generate a key that is accepted, and show settings that are accepted', () => {
    const command = codeBlocks(readme, 'sh').find((block) => block.includes('randomBytes')) ?? '';
    const script = /^node -e "(.*)"\n$/su.exec(command)?.[1] ?? '';
    const key = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim();
    const config = parseConfig(exampleSettings(key));
    expect(config.warnings).toEqual([]);
    expect([config.teams === undefined, config.slack === undefined]).toEqual([false, false]);
  });

  it('show policy files that are accepted, each alone and together', () => {
    const examples = codeBlocks(readme, 'yaml');
    for (const example of [...examples, examples.join('\n')]) expect(parsePolicyFile(example).problems).toEqual([]);
    const { file } = parsePolicyFile(examples.join('\n'));
    expect(file.people).toHaveLength(1);
    expect(Object.keys(file.roles)).toEqual(['update account']);
    expect(file.approvals.delegations).toHaveLength(1);
  });
});
