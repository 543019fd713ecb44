import { describe, expect, it } from '@jest/globals';
import { understand } from '../../cards/understand/understand.js';
import { commandNames } from '../../core/turn.js';
import { menuCommands } from '../../manifest/commands.js';

const clouds = ['global', 'us-government', '21vianet'] as const;

/** 21Vianet's Partner Center knows no permission to purchase. */
const namesIn = (cloud: (typeof clouds)[number]) =>
  commandNames.filter((name) => cloud !== '21vianet' || name !== 'permission');

describe.each(clouds)('the commands of the menus on the cloud %s', (cloud) => {
  const menu = menuCommands(cloud);

  it('are all commands that there is anything for, each once', () => {
    const understood = menu.map(({ word }) => understand(word, 'en'));
    expect(understood).toMatchObject(namesIn(cloud).map((command) => ({ type: 'command', command, argument: '' })));
  });

  it('begin their usage with the word to type', () => {
    expect(menu.filter(({ word, usage }) => usage !== word && !usage.startsWith(`${word} <`))).toEqual([]);
  });

  it('are described, each in its own words', () => {
    const descriptions = menu.map(({ description }) => description);
    expect(new Set(descriptions).size).toBe(namesIn(cloud).length);
    expect(descriptions.filter((text) => text.length < 5 || text.includes('{{'))).toEqual([]);
  });
});

describe('the word for an update', () => {
  it('is "edit" where Partner Center says Edit', () => {
    expect(menuCommands('21vianet').map(({ word }) => word)).toContain('edit');
    expect(menuCommands('global').map(({ word }) => word)).not.toContain('edit');
  });
});
