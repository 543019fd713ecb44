import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { defaultApprovals } from '../../core/config/approval-rules.js';
import { approvalKeys, knownApprovalKeys } from '../../core/config/approvals-file.js';
import { parsePolicyFile } from '../../core/config/policy-file.js';
import { fieldPaths } from '../../core/partner/fields.js';
import { between, codeBlocks, fileText, section, tableRows } from './documents.js';

const text = section(fileText('README.md'), 'Permissions and approvals');
const rows = tableRows(text).map(([key = '', standard = '']) => [
  between(key, '`')[0] ?? '',
  between(standard, '`')[0] ?? standard,
]);
const [example = ''] = codeBlocks(text, 'yaml');
const HOUR = 3_600_000;

/** A number that a sentence of the README tells. */
const told = (sentence: RegExp) => Number(sentence.exec(text.replaceAll(/\s+/gu, ' '))?.[1]);
/** A constant of the code that no module exports. */
const constant = (file: string, name: string) =>
  Number(new RegExp(`^const ${name} = (\\d+);`, 'mu').exec(fileText(file))?.[1]);

describe("the README's keys of a rule", () => {
  it('are those that the file can have', () => {
    const known = new Set([
      ...(knownApprovalKeys['approvals.purchase'] ?? []),
      ...(knownApprovalKeys['approvals.account'] ?? []),
    ]);
    expect(rows.map(([key]) => key)).toEqual([...known]);
  });

  it('have the defaults that the table tells', () => {
    const purchase = Object.fromEntries(
      rows
        .filter(([key]) => key !== 'fields' && key !== 'on duty')
        .map(([key, standard = '']) => [key, parse(standard) as unknown]),
    );
    const { file, problems } = parsePolicyFile(JSON.stringify({ approvals: { purchase } }));
    expect(problems).toEqual([]);
    expect(file.approvals.purchase).toEqual(defaultApprovals.purchase);
  });

  it('name every field that can need approval', () => {
    const named = between(text, '`').filter((word) => (fieldPaths as readonly string[]).includes(word));
    expect([...new Set(named)].sort()).toEqual([...fieldPaths].sort());
  });
});

describe("the README's example of approvals", () => {
  it('shows every key of the file that concerns them', () => {
    expect(Object.keys(parse(example) as object)).toEqual(Object.keys(approvalKeys));
    const { approvals } = parse(example) as { approvals: object };
    expect(Object.keys(approvals)).toEqual(knownApprovalKeys['approvals']);
  });

  it('shows the defaults, but for places, fields and their expiry', () => {
    const { purchase, account, breakGlass, undoWithinMs } = {
      ...defaultApprovals,
      ...parsePolicyFile(example).file.approvals,
    };
    expect({ ...purchase, places: [] }).toEqual(defaultApprovals.purchase);
    expect({ ...account.rule, expiresAfterMs: 0 }).toEqual({ ...defaultApprovals.account.rule, expiresAfterMs: 0 });
    expect({ breakGlass, undoWithinMs }).toEqual({
      breakGlass: defaultApprovals.breakGlass,
      undoWithinMs: defaultApprovals.undoWithinMs,
    });
  });
});

describe("the README's numbers of approvals", () => {
  it('are the defaults', () => {
    const { expiresAfterMs, remindAfterMs } = defaultApprovals.purchase;
    expect(told(/reminded after (\d+) hours/u) * HOUR).toBe(remindAfterMs);
    expect(told(/after (\d+) days the request expires/u) * 24 * HOUR).toBe(expiresAfterMs);
    expect(told(/For (\d+) hours after .* was applied/u) * HOUR).toBe(defaultApprovals.undoWithinMs);
    expect(text.replaceAll(/\s+/gu, ' ')).toContain(
      `By default one ${defaultApprovals.purchase.approvers.join(' or ')}.`,
    );
    expect(text).toContain(`A ${defaultApprovals.breakGlass.join(' or ')} may approve at once`);
  });

  it('are the limits', () => {
    expect(told(/at most (\d+) days ahead/u)).toBe(constant('core/changes/permission/draft.ts', 'LONGEST_DAYS'));
    expect(told(/At most (\d+) people are told/u)).toBe(constant('core/changes/approval/recipients.ts', 'MOST_TOLD'));
    expect(fileText('README.md')).toContain('`approvals` shows ten requests of each sort.');
    expect(constant('core/commands/approvals.ts', 'MOST_ROWS')).toBe(10);
  });
});

describe("the README's buttons of a request", () => {
  it('are labelled as on the cards', () => {
    const { buttons } = JSON.parse(fileText('cards/locales/en.json')) as { buttons: Record<string, string> };
    const labels = between(text, '\\*\\*').filter((label) => /^(Ask|Approve|Decline)/u.test(label));
    expect(labels).toHaveLength(4);
    expect(labels.filter((label) => !Object.values(buttons).includes(label))).toEqual([]);
  });
});
