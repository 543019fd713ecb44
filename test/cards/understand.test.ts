import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { editDistance } from '../../cards/understand/nearest.js';
import { understand } from '../../cards/understand/understand.js';
import { type CommandName, commandNames } from '../../core/turn.js';

function commandOf(text: string, locale = 'en-US') {
  const act = understand(text, locale);
  return act.type === 'command' ? { command: act.command, argument: act.argument } : act;
}

describe('a command', () => {
  const read: [string, CommandName, string][] = [
    ['customers', 'customers', ''],
    ['find Contoso', 'find', 'Contoso'],
    ['search for  Fabrikam   Inc ', 'find', 'Fabrikam Inc'],
    ['account contoso.example', 'account', 'contoso.example'],
    ['edit Contoso', 'update', 'Contoso'],
    ['update customer Contoso', 'update', 'Contoso'],
    ['Who am I?', 'whoami', ''],
    ['unlink', 'unlink', ''],
    ['my links', 'unlink', ''],
    ['links Ana', 'links', 'Ana'],
    ['who is linked?', 'links', ''],
    ['link 123 456', 'link', '123456'],
    ['HELP!', 'help', ''],
    ['?', 'help', ''],
    ['ｕｐｄａｔｅ\u3000世纪互联', 'update', '世纪互联'],
    ['\u00a0find\u00a0Contoso\u00a0', 'find', 'Contoso'],
    ['fínd: Ромашка', 'find', 'Ромашка'],
    ['find “Contoso Ltd”', 'find', 'Contoso Ltd'],
    ['find\u200b \u202eContoso', 'find', 'Contoso'],
    ['link 123456', 'link', '123456'],
    ['link １２３ ４５６', 'link', '123456'],
    ['link 123-456', 'link', '123456'],
    ['watch approvals', 'watch', 'approvals'],
    ['Subscribe to "Contoso Ltd"', 'watch', 'Contoso Ltd'],
    ['stop watching contoso', 'unwatch', 'contoso'],
    ["Don't watch contoso", 'unwatch', 'contoso'],
    ['my watches', 'watches', ''],
    ['watch list', 'watches', ''],
    ['what is watched?', 'watches', ''],
    ['', 'help', ''],
    [' \n\t ', 'help', ''],
  ];
  it.each(read)('%j is %s with the argument %j', (text, command, argument) => {
    expect(commandOf(text)).toEqual({ command, argument });
  });

  it.each(['en', 'en-GB', 'fr-FR', 'zh-Hans-CN', '', 'x!', 'constructor'])(
    'is understood in English whatever the locale is (%j)',
    (locale) => {
      expect(commandOf('update Contoso', locale)).toEqual({ command: 'update', argument: 'Contoso' });
    },
  );

  it('keeps its argument as it was typed, whatever its case and script', () => {
    const argument = fc.array(fc.stringMatching(/^[\p{L}\p{N}.&()-]{1,12}$/u), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(argument, (words) => {
        expect(commandOf(`update contoso ${words.join(' ')}`)).toEqual({
          command: 'update',
          argument: `contoso ${words.join(' ')}`,
        });
      }),
    );
  });
});

describe('a text that is no command', () => {
  it.each([
    ['upate contoso', 'update'],
    ['cusotmers', 'customers'],
    ['acount x', 'account'],
    ['serach y', 'find'],
    ['upd', 'update'],
    ['hlep', 'help'],
    ['wtach contoso', 'watch'],
    ['watchs', 'watch'],
    ['subscribtions', 'watches'],
  ] as const)('%j is nearest to %s', (text, command) => {
    const act = understand(text, 'en');
    expect(act).toMatchObject({ type: 'unclear', text });
    expect(act.type === 'unclear' && act.nearest[0]).toBe(command);
  });

  it.each(['unwacth contoso', 'stop', 'unsub', 'unfolow'])(
    '%j never offers to end every watch of the place: their list does, one by one',
    (text) => {
      const act = understand(text, 'en');
      expect(act.type === 'unclear' && act.nearest[0]).toBe('watches');
      expect(act.type === 'unclear' && act.nearest).not.toContain('unwatch');
    },
  );

  it('mutes nothing: that would be quiet hours, or fewer notices, and not the end of them', () => {
    const act = understand('mute contoso', 'en');
    expect(act.type).toBe('unclear');
    expect(act.type === 'unclear' && act.nearest).not.toContain('unwatch');
  });

  it('is near to nothing when it resembles no command', () => {
    expect(understand('Zwölfkampf', 'en')).toEqual({ type: 'unclear', text: 'Zwölfkampf', nearest: [] });
  });
});

describe('any text at all', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3000 }),
    fc.constantFrom(...commandNames).chain((name) => fc.string().map((rest) => `${name.slice(0, -1)}${rest}`)),
    fc.string({ minLength: 1, maxLength: 3 }).map((piece) => piece.repeat(20_000)),
  );

  it('is a command or unclear, with at most three nearest commands and no endless text', () => {
    fc.assert(
      fc.property(anyText, fc.string(), (text, locale) => {
        const act = understand(text, locale);
        if (act.type === 'unclear') {
          expect(act.nearest.length).toBeLessThanOrEqual(3);
          expect(new Set(act.nearest).size).toBe(act.nearest.length);
          expect(act.text.length).toBeLessThanOrEqual(1000);
          expect(act.text).not.toBe('');
        } else {
          expect(commandNames).toContain(act.type === 'command' ? act.command : undefined);
        }
      }),
    );
  });
});

describe('the edit distance', () => {
  const word = fc.string({ maxLength: 12 });

  it('is symmetric, zero only for equal words, and no more than the longer word', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it('counts two neighbours that changed places as one', () => {
    expect(editDistance('serach', 'search')).toBe(1);
  });
});
