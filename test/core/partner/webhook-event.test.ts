import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readCertificates } from '../../../core/partner/certificate-file.js';
import { readWebhookEvent } from '../../../core/partner/webhook-event.js';

const DATE = '2023-10-18T00:26:24.0159088+00:00';
const CUSTOMER = '4b2a6e33-8791-4386-bd2b-0d55baf25039';
const RECORD = `60d5c4bb-f78a-4200-a002-953d7cc1f5f8_${CUSTOMER}_resellerrelationshipacceptedbycustomer_638331855840159088`;
const read = (event: unknown) => readWebhookEvent(Buffer.from(JSON.stringify(event)));

describe('an event', () => {
  it('is read as it is documented', () => {
    expect(
      read({
        EventName: 'reseller-relationship-accepted-by-customer',
        ResourceUri: `https://api.partnercenter.microsoft.com/v1/customers/${CUSTOMER}`,
        ResourceName: 'Customer',
        AuditUri: `https://api.partnercenter.microsoft.com/auditactivity/v1/auditrecords/${RECORD}`,
        ResourceChangeUtcDate: DATE,
      }),
    ).toEqual({
      name: 'reseller-relationship-accepted-by-customer',
      customer: CUSTOMER,
      auditRecord: RECORD,
      at: Date.UTC(2023, 9, 18, 0, 26, 24, 15),
    });
  });

  it.each(['AuditUri', 'AuditUrl', 'auditUri'])('names its audit record in %s', (member) => {
    const address = `https://api.partnercenter.microsoft.com/v1/auditrecords/${RECORD}`;
    expect(read({ EventName: 'x', ResourceChangeUtcDate: DATE, [member]: address })?.auditRecord).toBe(RECORD);
  });

  it('keeps the offset of its date', () => {
    expect(read({ EventName: 'x', ResourceChangeUtcDate: '2023-10-18T02:00:00+02:00' })?.at).toBe(
      Date.UTC(2023, 9, 18),
    );
  });

  it('takes nothing for an id that could be a path', () => {
    for (const id of ['../x', 'a/b', 'a?b', 'a%2Fb', '', 'x'.repeat(301)]) {
      const event = read({ EventName: 'x', ResourceChangeUtcDate: DATE, AuditUri: `https://h/auditrecords/${id}` });
      expect(event).toEqual({ name: 'x', at: expect.any(Number) });
    }
  });

  it('is read or not, and never throws, whatever the bytes', () => {
    const wild = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record(
          {
            EventName: fc.anything(),
            ResourceUri: fc.anything(),
            AuditUri: fc.string(),
            ResourceChangeUtcDate: fc.anything(),
          },
          { requiredKeys: [] },
        )
        .map((event) => Buffer.from(JSON.stringify(event, plain))),
    );
    fc.assert(
      fc.property(wild, (bytes) => {
        const event = readWebhookEvent(bytes);
        expect(event === undefined || (event.name !== '' && Number.isFinite(event.at))).toBe(true);
      }),
    );
  });
});

describe('a file of certificates', () => {
  it('holds some or none, and never throws, whatever the bytes', () => {
    const start = fc.constantFrom('', '-----BEGIN CERTIFICATE-----\n', '\u0030\u0082\u0000\u0004');
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, bytes) => {
        expect(readCertificates(Buffer.concat([Buffer.from(head, 'latin1'), bytes]))).toEqual([]);
      }),
    );
  });
});

/** JSON has no big integers. */
const plain = (_name: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
