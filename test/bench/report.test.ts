import { describe, expect, it } from '@jest/globals';
import { readOptions, sectionNames } from '../../bench/options.js';
import { against, table } from '../../bench/report.js';

describe('the table of the bench', () => {
  it('says of every budget whether it holds, the bound itself included', () => {
    const text = table([
      against('slack', 'CPU', { bound: 1, measured: 1, unit: '×' }),
      against('start', 'ready', { bound: 1.3, measured: 1.31, unit: '×' }),
    ]);
    expect(text).toMatch(/slack.*≤ 1\.00 ×.*1\.00 × .*holds/);
    expect(text).toMatch(/start.*≤ 1\.30 ×.*1\.31 ×.*falls short/);
    expect(text).toContain('1 of 2 budgets hold.');
  });

  it('judges no figure that has no budget', () => {
    const text = table([{ section: 'memory', what: 'RSS', measured: '135 MB' }]);
    expect(text).not.toMatch(/holds|falls short/);
    expect(text).toContain('0 of 0 budgets hold.');
  });
});

describe('the options of the bench', () => {
  it('run everything when nothing is said', () => {
    expect(readOptions([])).toEqual({ sections: sectionNames, quick: false });
  });

  it('choose sections, in the order of the bench', () => {
    expect(readOptions(['--quick', '--only', 'loop,slack'])).toEqual({ sections: ['slack', 'loop'], quick: true });
  });

  it('name what is not understood', () => {
    expect(() => readOptions(['--only', 'speed'])).toThrow('"speed"');
    expect(() => readOptions(['--fast'])).toThrow('--fast');
  });
});
