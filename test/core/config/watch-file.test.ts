import { describe, expect, it } from '@jest/globals';
import { parsePolicyFile } from '../../../core/config/policy-file.js';
import { sandboxPolicy } from '../../../sandbox/policy.js';
import { characters } from '../../../sandbox/stand-in.js';

const watchIn = (yaml: string) => {
  const { file, problems } = parsePolicyFile(yaml);
  expect(problems).toEqual([]);
  return file.watch;
};

const problemsIn = (yaml: string) =>
  parsePolicyFile(yaml)
    .problems.map(({ name, expected }) => `${name}: ${expected}`)
    .join('\n');

describe('how often changes made elsewhere are looked for', () => {
  it.each(['', 'watch:', 'watch: {}', 'roles: {}'])('is once a minute when the file says %j', (yaml) => {
    expect(watchIn(yaml)).toEqual({ pollEveryMs: 60_000 });
  });

  it.each([
    ['5s', 5_000],
    ['90s', 90_000],
    ['5m', 300_000],
    ['24h', 86_400_000],
  ])('is every %s when the file says so', (text, ms) => {
    expect(watchIn(`watch: { poll every: ${text} }`)).toEqual({ pollEveryMs: ms });
  });

  it.each(['4s', '0s', '25h', '1441m', '1d', '60', '-5s', '5 s', '', '[]', '99999h'])('cannot be %j', (text) => {
    expect(problemsIn(`watch: { poll every: ${text} }`)).toBe(
      'PARTNERDESK_CONFIG › watch › poll every: expected a time such as 60s or 5m, from 5s to 24h',
    );
  });

  it.each([
    [
      'watch: { pol every: 60s }',
      'PARTNERDESK_CONFIG › watch › pol every: is unknown; probably "poll every" was meant',
    ],
    ['wach: {}', 'PARTNERDESK_CONFIG › wach: is unknown; probably "watch" was meant'],
    ['watch: 60s', 'PARTNERDESK_CONFIG › watch: expected poll every'],
  ])('is told from what is wrong: %j', (yaml, said) => {
    expect(problemsIn(yaml)).toBe(said);
  });

  it('is often enough in the sandbox to be seen by whoever is looking', () => {
    expect(sandboxPolicy(characters, '19:x@thread.tacv2')).toMatchObject({ watch: { 'poll every': '5s' } });
  });
});
