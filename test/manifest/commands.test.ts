import { describe, expect, it } from '@jest/globals';
import { understand } from '../../cards/understand/understand.js';
import { commandNames } from '../../core/turn.js';
import { menuCommands } from '../../manifest/commands.js';

describe.each([{ edit: false }, { edit: true }])('the commands of the menus, %o', (choice) => {
  const menu = menuCommands(choice);

  it('are all commands, each once', () => {
    const understood = menu.map(({ word }) => understand(word, 'en'));
    expect(understood).toMatchObject(commandNames.map((command) => ({ type: 'command', command, argument: '' })));
  });

  it('begin their usage with the word to type', () => {
    expect(menu.filter(({ word, usage }) => usage !== word && !usage.startsWith(`${word} <`))).toEqual([]);
  });

  it('are described, each in its own words', () => {
    const descriptions = menu.map(({ description }) => description);
    expect(new Set(descriptions).size).toBe(commandNames.length);
    expect(descriptions.filter((text) => text.length < 5 || text.includes('{{'))).toEqual([]);
  });
});

describe('the word for an update', () => {
  it('is "edit" where Partner Center says Edit', () => {
    expect(menuCommands({ edit: true }).map(({ word }) => word)).toContain('edit');
    expect(menuCommands({ edit: false }).map(({ word }) => word)).not.toContain('edit');
  });
});
