import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { defaultLanguages } from '../../../core/config/languages-file.js';
import { parsePolicyFile } from '../../../core/config/policy-file.js';

const ROOM = 'slack:T0123ABCD/C0123ABCD';
const TEAM = 'teams:19:0123abcd@thread.tacv2';

function languagesIn(yaml: string) {
  const { file, problems } = parsePolicyFile(yaml);
  expect(problems).toEqual([]);
  return { ...defaultLanguages, ...file.languages };
}
const problemsIn = (yaml: string) =>
  parsePolicyFile(yaml).problems.map(({ name, expected }) => [name.replace('PARTNERDESK_CONFIG › ', ''), expected]);

const TAG = 'expected a language tag such as en, fr or zh-Hans';

describe('languages', () => {
  it.each(['', 'languages:', 'languages: {}', 'languages: { channels: }', 'languages: { channels: {} }'])(
    'that the file leaves out are English: %j',
    (yaml) => {
      expect(languagesIn(yaml)).toEqual({ default: 'en', channels: {} });
    },
  );

  it('are those of the file, for both platforms, in the usual writing', () => {
    const yaml = stringify({ languages: { default: 'EN-gb', channels: { [ROOM]: 'fr', [TEAM]: 'zh-hans' } } });
    expect(languagesIn(yaml)).toEqual({ default: 'en-GB', channels: { [ROOM]: 'fr', [TEAM]: 'zh-Hans' } });
  });

  it('may be any that has a tag', () => {
    for (const tag of ['ru', 'es-419', 'pt-BR', 'sr-Latn-RS', 'tlh', 'de-CH-1996'])
      expect(languagesIn(`languages: { default: ${tag} }`).default).toBe(tag);
  });

  it.each([
    ['languages › default', TAG, 'languages: { default: french language }'],
    ['languages › default', TAG, 'languages: { default: 3 }'],
    ['languages › default', TAG, 'languages: { default: "" }'],
    ['languages › default', TAG, 'languages: { default: en_US }'],
    ['languages', 'expected default or channels', 'languages: en'],
    ['languages › channels', 'expected a language for each place', 'languages: { channels: fr }'],
    [`languages › channels › ${ROOM}`, TAG, `languages: { channels: { "${ROOM}": "!" } }`],
    [`languages › channels › ${TEAM}`, TAG, `languages: { channels: { "${TEAM}": [fr] } }`],
  ])('that are wrong are named by their path: %s, %s', (path, expected, yaml) => {
    expect(problemsIn(yaml)).toEqual([[path, expected]]);
  });

  it.each(['#general', 'slack:C0123ABCD', 'slack:T0123ABCD/D0123ABCD', `${TEAM};messageid=17`, 'teams:'])(
    'of what is no room are refused: %s',
    (key) => {
      const [problem, ...more] = problemsIn(stringify({ languages: { channels: { [key]: 'fr' } } }));
      expect(more).toEqual([]);
      expect(problem?.[0]).toBe(`languages › channels › ${key}`);
      expect(problem?.[1]).toMatch(/^expected slack:T…/u);
    },
  );

  it('with a misspelt key are answered with the nearest one', () => {
    expect(problemsIn('languages: { defualt: fr }')).toEqual([
      ['languages › defualt', 'is unknown; probably "default" was meant'],
    ]);
    expect(problemsIn('language: { default: fr }')).toEqual([
      ['language', 'is unknown; probably "languages" was meant'],
    ]);
  });

  it('never make the file throw, and never echo what was given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())), (value) => {
        const given = typeof value === 'string' ? `§${value}§` : value;
        const problems = problemsIn(stringify({ languages: { default: given } }));
        expect(problems).toEqual([['languages › default', TAG]]);
      }),
    );
  });
});
