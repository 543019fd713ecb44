import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openWebhookBench, testEvent, type WebhookBench } from './webhook-bench.js';

let bench: WebhookBench;
beforeEach(async () => {
  bench = await openWebhookBench();
});
afterEach(() => bench.close());

const CONTOSO = 'c0000000-0000-4000-8000-000000000001';
const NOBODY = 'c0000000-0000-4000-8000-00000000beef';
const PARTNER = '5d2f6c1e-7d0b-4c53-9e0a-1f0d6a2b9c01';
const API = 'https://api.partnercenter.microsoft.com';
const record = (customer: string, operation: string) => `${PARTNER}_${customer}_${operation}_638331855840159088`;
const event = (EventName: string, more: Record<string, unknown>) => ({ ...testEvent(), EventName, ...more });

describe('an event about the relationship with a customer', () => {
  it.each([
    ['reseller-relationship-accepted-by-customer', 'accepted'],
    ['dap-admin-relationship-approved', 'adminApproved'],
    ['dap-admin-relationship-terminated', 'adminEnded'],
    ['dap-admin-relationship-terminated-by-microsoft', 'adminEnded'],
    ['granular-admin-relationship-approved', 'adminApproved'],
    ['granular-admin-relationship-terminated', 'adminEnded'],
    ['granular-admin-relationship-expired', 'adminEnded'],
  ])('%s is news: %s', async (name, operation) => {
    expect(await bench.send({ event: event(name, { ResourceUri: `${API}/v1/customers/${CONTOSO}` }) })).toBe(200);
    expect(bench.happenings).toMatchObject([{ source: 'webhook', kind: 'relationship', operation }]);
    expect(await bench.taken()).toEqual({ [name]: 1 });
    expect(bench.woken()).toBe(1);
  });

  it('names the customer as Partner Center knows it', async () => {
    const at = Date.now() - 3_600_000;
    const { ResourceChangeUtcDate } = testEvent(at);
    const more = { ResourceUri: `${API}/v1/customers/${CONTOSO.toUpperCase()}`, ResourceChangeUtcDate };
    await bench.send({ event: event('reseller-relationship-accepted-by-customer', more) });
    expect(bench.happenings).toEqual([
      {
        id: expect.stringMatching(/^webhook:/u),
        source: 'webhook',
        kind: 'relationship',
        operation: 'accepted',
        customer: { id: CONTOSO, name: expect.stringContaining('Contoso'), domain: expect.stringContaining('contoso') },
        country: expect.stringMatching(/^[A-Z]{2}$/u),
        differences: [],
        at,
      },
    ]);
  });

  it('takes the id of the audit record, and the customer from there when nothing else names one', async () => {
    const id = record(CONTOSO, 'resellerrelationshipacceptedbycustomer');
    const more = { ResourceUri: null, AuditUri: `${API}/auditactivity/v1/auditrecords/${id}` };
    await bench.send({ event: event('dap-admin-relationship-approved', more) });
    expect(bench.happenings).toMatchObject([{ id, customer: { id: CONTOSO } }]);
  });

  it('is not announced again when the audit record is known already', async () => {
    const id = record(CONTOSO, 'x');
    const more = { ResourceUri: null, AuditUri: `${API}/auditactivity/v1/auditrecords/${id}` };
    await bench.send({ event: event('dap-admin-relationship-approved', more) });
    const later = { ...more, ResourceChangeUtcDate: testEvent(Date.now() - 5_000).ResourceChangeUtcDate };
    expect(await bench.send({ event: event('dap-admin-relationship-approved', later) })).toBe(200);
    expect(bench.happenings).toHaveLength(1);
  });

  it('is news without a customer where none is named', async () => {
    const more = { ResourceUri: `https://partner.microsoft.com/granularAdminRelationships/${CONTOSO}`, AuditUri: null };
    await bench.send({ event: event('granular-admin-relationship-approved', more) });
    expect(bench.happenings).toHaveLength(1);
    expect(bench.happenings[0]).not.toHaveProperty('customer');
  });

  it('names a customer that is gone as somebody last saw it', async () => {
    const gone = { id: NOBODY, name: 'Gone Ltd', domain: 'gone.example' };
    const row = { person: 'p', customer: NOBODY, customerJson: JSON.stringify(gone), usedAt: 1 };
    await bench.store.db.insertInto('recents').values(row).execute();
    const more = { ResourceUri: `${API}/v1/customers/${NOBODY}` };
    await bench.send({ event: event('dap-admin-relationship-terminated', more) });
    expect(bench.happenings).toMatchObject([{ customer: gone }]);
  });

  it('is not lost when Partner Center cannot be asked', async () => {
    bench.world.partnerCenter.faults.failNext(9, 503);
    const more = { ResourceUri: `${API}/v1/customers/${CONTOSO}` };
    expect(await bench.send({ event: event('dap-admin-relationship-terminated', more) })).toBe(200);
    expect(bench.happenings).toMatchObject([{ customer: { id: CONTOSO, name: CONTOSO } }]);
  });
});

describe('no event', () => {
  it('sends the desk anywhere: its addresses are read, and never asked', async () => {
    const here = bench.host.origin;
    const more = {
      ResourceUri: `${here}/v1/customers/${CONTOSO}`,
      AuditUri: `${here}/auditrecords/${record(CONTOSO, 'x')}`,
    };
    expect(await bench.send({ event: event('dap-admin-relationship-approved', more) })).toBe(200);
    expect(bench.host.asked).toEqual(['/cert/genuine.cer']);
  });

  it.each(['../../x', '..', CONTOSO.slice(1), `${CONTOSO}x`])('makes another path of a customer: %s', async (id) => {
    const more = { ResourceUri: `${API}/v1/customers/${id}` };
    expect(await bench.send({ event: event('dap-admin-relationship-approved', more) })).toBe(200);
    expect(bench.happenings[0]).not.toHaveProperty('customer');
    expect(bench.world.partnerCenter.pane().requests).toEqual([]);
  });

  it('is taken for one of ours because its name is that of something else', async () => {
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(await bench.send({ event: event(name, {}) })).toBe(200);
    expect(bench.happenings).toEqual([]);
    expect(await bench.taken()).toEqual({ other: 3 });
  });
});
