import { describe, expect, it } from '@jest/globals';
import { filesWith, testSources } from './test-files.js';

const sources = testSources();
const outside = (pattern: RegExp) =>
  filesWith(sources, pattern).filter((file) => !/^test\/(?:canary|structure)\//u.test(file));

describe('what desks under test let out is kept and searched, because', () => {
  it('logs are made by test/canary/output.ts', () => {
    // It is a process of its own, whose every line its starter keeps.
    expect(outside(/import \{[^}]*\bcreateLog\b[^}]*\} from '[^']*core\/log\.js'|from 'pino'/u)).toEqual([
      'test/core/store/victim.ts',
    ]);
  });

  it('figures are made by test/canary/metrics.ts', () => {
    expect(outside(/import \{[^}]*\bcreateMetrics\b[^}]*\} from '[^']*core\/metrics\.js'/u)).toEqual([]);
  });

  it('whole desks are run by test/canary/desk-process.ts', () => {
    expect(outside(/import \{[^}]*\brunDesk\b[^}]*\} from '[^']*bots\/desk-process\.js'/u)).toEqual([]);
  });

  it('whoever starts a desk as a process of its own keeps what it prints', () => {
    const starters = outside(/import \{[^}]*\bspawn\b[^}]*\} from 'node:child_process'/u);
    expect(starters.length).toBeGreaterThan(2);
    expect(starters.filter((file) => !sources.get(file)?.includes('keepOutput('))).toEqual([]);
  });
});
