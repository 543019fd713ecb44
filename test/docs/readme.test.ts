import { describe, expect, it } from '@jest/globals';
import { commands } from '../../core/commands/table.js';
import { defaultRoles } from '../../core/config/role-table.js';
import { policyActions } from '../../core/config.js';
import type { Role } from '../../core/roles/role.js';
import { menuCommands } from '../../manifest/commands.js';
import { characters } from '../../sandbox/stand-in.js';
import { suggestionsFor } from '../../sandbox/suggestions.js';
import { between, fileText, section, sourceOf, tableHead, tableRows } from './documents.js';

const readme = fileText('README.md');
const roles = defaultRoles('global');

describe("the README's commands", () => {
  const rows = tableRows(section(readme, 'Commands'));

  it('are those of the command table, in its order', () => {
    const usage = menuCommands('global').map((command) => `\`${command.usage}\``);
    expect(rows.map(([command]) => command)).toEqual(usage);
  });

  it('name who may run each', () => {
    const who = commands.map(({ needs }) => {
      if (needs === undefined) return 'anyone of the organization';
      return needs === 'view customers' ? 'any agent' : roles[needs].join(', ');
    });
    expect(rows.map((row) => row[1])).toEqual(who);
  });
});

describe("the README's table of roles", () => {
  const text = section(readme, 'Who may do what');
  const rows = tableRows(text);
  const columns: Role[] = ['Global admin', 'Admin agent', 'Sales agent', 'Helpdesk agent'];

  it('has these columns', () => {
    expect(tableHead(text)).toEqual(['action', ...columns]);
  });

  it.each(['global', 'us-government', '21vianet'] as const)('is the default of %s', (cloud) => {
    const table = defaultRoles(cloud);
    const expected = policyActions.map((action) => [
      action,
      ...columns.map((role) => (table[action].includes(role) ? 'yes' : 'no')),
    ]);
    expect(rows).toEqual(expected);
  });

  it('leaves out only roles that may do nothing', () => {
    const listed = new Set(policyActions.flatMap((action) => roles[action]));
    expect([...listed].filter((role) => !columns.includes(role))).toEqual([]);
  });
});

describe("the README's tour of the sandbox", () => {
  const tour = section(readme, 'Try it');

  it('begins with who is chosen when the page opens', () => {
    const [first] = characters;
    expect(tour).toContain(`You are ${first?.name.split(' ')[0]}, a ${first?.title}.`);
  });

  it('lets people do what the page suggests them to do', () => {
    const suggested = suggestionsFor(characters, 'global').map(({ text }) => text);
    const said = between(tour, '`').filter((text) => /update |permission |approvals/u.test(text));
    expect(said.length).toBeGreaterThan(3);
    expect(said.filter((text) => !suggested.includes(text))).toEqual([]);
  });

  it('speaks of people that there are', () => {
    const named = [...tour.matchAll(/\b(?:You are|Become) (\w+)/gu)].map((match) => match[1]);
    expect(named).toHaveLength(5);
    expect(named.filter((name) => !characters.some((one) => one.name.startsWith(`${name} `)))).toEqual([]);
  });
});

describe("the README's other facts", () => {
  it('quotes sentences that the desk says', () => {
    const source = sourceOf('bots', 'core', 'cards');
    const quoted = between(section(readme, 'Troubleshooting'), '“', '”');
    expect(quoted.length).toBeGreaterThan(10);
    expect(quoted.filter((text) => !source.includes(text))).toEqual([]);
  });

  it('names the paths at which health is told', () => {
    const paths = tableRows(section(readme, 'Health')).map(([path]) => path?.replaceAll('`', "'"));
    const routes = [...fileText('bots/health.ts').matchAll(/'GET \/\w+'/gu)].map(([route]) => route);
    expect(paths).toEqual(routes);
  });

  it('lets the first change be made to a sentence that exists', () => {
    const text = section(readme, 'Your first change');
    const [key] = between(text, '`"', '"`');
    const [sentence] = between(text, '“', '”');
    expect(fileText('cards/locales/en.json')).toContain(`"${key}": "${sentence}"`);
  });

  it('asks for the Graph permissions that the directory names when one is missing', () => {
    const graph = /"?\*\*API permissions.*?Grant admin consent/su.exec(readme)?.[0] ?? '';
    const asked = between(graph, '`').filter((name) => /\.Read\./u.test(name));
    const known = between(fileText('core/roles/directory-error.ts'), '`').filter((name) => /\.Read\./u.test(name));
    expect(asked.sort()).toEqual(known.sort());
  });
});
