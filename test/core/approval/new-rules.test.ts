import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { type Counter, expectAnswer, openCounter } from '../desk/counter.js';
import { ask, isOn, word } from './approval-desk.js';

const file = join(mkdtempSync(join(tmpdir(), 'partnerdesk-rules-')), 'policy.yaml');
const write = (purchase: Record<string, unknown>) => writeFileSync(file, stringify({ approvals: { purchase } }));

let counter: Counter;
beforeAll(async () => {
  write({ approvers: ['Global admin', 'Admin agent'] });
  counter = await openCounter({ PARTNERDESK_CONFIG: file });
});
afterAll(() => counter.close());

describe('a request that waits while the rule is changed', () => {
  it('is decided by whom the new rule names, and by as many', async () => {
    for (const name of ['Sofia', 'Ada']) await counter.as(name).say('help');
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    write({ approvers: ['Global admin', 'Helpdesk agent'], count: 2 });
    await counter.reopen();
    expect(expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'notNow').reason).toBe('notApprover');
    const first = expectAnswer(await word(counter.as('Grace'), 'approve', approval.id), 'approval');
    expect([first.approval.state, first.approval.approvalsNeeded]).toEqual(['awaiting', 2]);
    expect(isOn(counter, 'AzureSavingsPlan')).toBe(false);
    const second = expectAnswer(await word(counter.as('Henri'), 'approve', approval.id), 'approval');
    expect(second.approval.state).toBe('applied');
  });

  it('is left alone by a start under the same rule', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    await counter.reopen();
    const seen = expectAnswer(await counter.as('Sofia').press(['change', approval.id]), 'approval');
    expect([seen.approval.state, seen.approval.version]).toEqual(['awaiting', approval.version]);
  });
});
