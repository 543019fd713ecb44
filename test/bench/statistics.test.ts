import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { median, percentile } from '../../bench/statistics.js';

const figures = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e6 }), { minLength: 1 });

describe('statistics of the bench', () => {
  it('takes the middle of an odd number of figures, and between the middle two of an even one', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 9])).toBe(3);
  });

  it('has as many figures above the median as below it', () => {
    fc.assert(
      fc.property(figures, (all) => {
        const middle = median(all);
        const above = all.filter((each) => each > middle).length;
        const below = all.filter((each) => each < middle).length;
        expect(Math.max(above, below)).toBeLessThanOrEqual(all.length / 2);
      }),
    );
  });

  it('gives a percentile that so many of the figures do not exceed', () => {
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 100 }), (all, percent) => {
        const bound = percentile(all, percent);
        expect(all.filter((each) => each <= bound).length).toBeGreaterThanOrEqual((percent / 100) * all.length);
      }),
    );
  });

  it('has no answer without figures', () => {
    expect(() => median([])).toThrow('no figures');
    expect(() => percentile([], 99)).toThrow('no figures');
  });
});
