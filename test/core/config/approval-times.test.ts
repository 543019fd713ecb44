import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { defaultApprovals } from '../../../core/config/approval-rules.js';
import { parsePolicyFile } from '../../../core/config/policy-file.js';

const HOUR = 3_600_000;

/** What the desk goes by, for a file that is right. */
function approvalsIn(yaml: string) {
  const { file, problems } = parsePolicyFile(yaml);
  expect(problems).toEqual([]);
  return { ...defaultApprovals, ...file.approvals };
}

const problemsIn = (yaml: string) => parsePolicyFile(yaml).problems;
const namesIn = (yaml: string) => problemsIn(yaml).map(({ name }) => name.replace('PARTNERDESK_CONFIG › ', ''));
const saidOf = (yaml: string) => problemsIn(yaml).map(({ expected }) => expected);

describe('a time', () => {
  const units = { m: 60_000, h: HOUR, d: 24 * HOUR };
  const unit = fc.constantFrom('m' as const, 'h' as const, 'd' as const);

  it('is a number of minutes, hours or days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), unit, (number, one) => {
        const yaml = `undo: { within: ${number}${one} }`;
        expect(approvalsIn(yaml).undoWithinMs).toBe(number * units[one]);
      }),
    );
  });

  it('means the same in every key that takes one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 99_999 }), unit, (number, one) => {
        const rule = { 'expires after': `${number}${one}`, 'remind after': `${number - 1}${one}` };
        const yaml = stringify({ approvals: { purchase: rule, account: { fields: ['email'], ...rule } } });
        const { purchase, account } = approvalsIn(yaml);
        for (const given of [purchase, account.rule]) {
          expect([given.expiresAfterMs, given.remindAfterMs]).toEqual([number * units[one], (number - 1) * units[one]]);
        }
      }),
    );
  });

  it('is nothing else', () => {
    const right = /^[1-9]\d{0,4}[mhd]$/u;
    const near = fc.stringMatching(/^[-+ ]?\d{0,7}[.,]?\d?[ ]?[a-zA-Z]{0,2}$/u);
    const wild = fc.oneof(
      fc.string(),
      near,
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.array(fc.nat()),
    );
    fc.assert(
      fc.property(
        wild.filter((value) => typeof value !== 'string' || !right.test(value)),
        (within) => {
          const yaml = stringify({ undo: { within }, approvals: { purchase: { 'expires after': within } } });
          expect(namesIn(yaml)).toEqual(['approvals › purchase › expires after', 'undo › within']);
          expect(new Set(saidOf(yaml))).toEqual(new Set(['expected a time such as 90m, 12h or 3d']));
        },
      ),
    );
  });

  it.each(['0m', '00h', '01d', '1.5h', '1w', '3D', '100000m', '-1h', '1 d', '1d12h'])('is never %s', (text) => {
    expect(namesIn(`undo: { within: "${text}" }`)).toEqual(['undo › within']);
  });
});
