import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { createFaults } from '../../../sandbox/partner-center/faults.js';
import { call, famous, profileOf, put, serve, type Served } from './serve.js';

let served: Served;
let app: string;

beforeEach(async () => {
  served = await serve(createCustomers(10));
  app = await served.accessToken('app');
});
afterEach(() => served.close());

const get = (path = '/v1/customers?size=1') => call(served, app, 'GET', path);

/** A GET that nobody answers: given up after the time. */
async function unanswered(path: string, method = 'GET', body?: string): Promise<string> {
  try {
    await fetch(`${served.baseUrl}/partner-center${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${app}`,
        'MS-RequestId': 'lost',
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      signal: AbortSignal.timeout(300),
      ...(body ? { body } : {}),
    });
    return 'answered';
  } catch (error) {
    return error instanceof DOMException ? 'timeout' : 'reset';
  }
}

describe('the quota', () => {
  it('is 500 customer requests a minute for each tenant', () => {
    let time = 0;
    const faults = createFaults(() => time);
    const over = (tenant: string) => faults.overQuota(tenant, '/v1/customers');
    const refused = Array.from({ length: 500 }, () => over('one')).filter((reply) => reply !== undefined);
    expect(refused).toEqual([]);
    expect(over('one')?.status).toBe(429);
    expect(over('another')).toBeUndefined();
    time = 60_000;
    expect(over('one')).toBeUndefined();
  });

  it('is refused by the gateway, in its own shape, until Retry-After is over', async () => {
    served.partnerCenter.faults.quota(3);
    for (let n = 0; n < 3; n++) expect((await get()).status).toBe(200);
    const { status, headers, body } = await get();
    const seconds = Number(headers.get('retry-after'));
    expect(status).toBe(429);
    expect(seconds).toBeGreaterThan(0);
    expect(body).toEqual({ statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` });
    expect((await get('/v1/countryvalidationrules/US')).status).toBe(200);
    served.clock.ahead = seconds * 1000;
    expect((await get()).status).toBe(200);
  });

  it('does not end a stand-in when a caller goes away in the middle of a body', async () => {
    const { port } = new URL(served.baseUrl);
    const socket = connect(Number(port), '127.0.0.1');
    const line = `PUT /partner-center/v1/customers/${famous(1)}/profiles/billing HTTP/1.1`;
    await new Promise((resolve) => socket.write(`${line}\r\nHost: x\r\nContent-Length: 900\r\n\r\n{`, resolve));
    await new Promise<void>((resolve) => served.partnerCenter.onChange(resolve));
    socket.destroy();
    expect((await get()).status).toBe(200);
  });
});

describe('faults', () => {
  it('throttle everything for so many seconds', async () => {
    served.partnerCenter.faults.throttle(30);
    expect((await get('/v1/countryvalidationrules/US')).headers.get('retry-after')).toBe('30');
    served.clock.ahead = 30_000;
    expect((await get()).status).toBe(200);
  });

  it('let the next requests fail with a status and a body that is no JSON', async () => {
    served.partnerCenter.faults.failNext(2, 503);
    const failed = [await get(), await get()];
    expect(failed.map(({ status }) => status)).toEqual([503, 503]);
    expect(failed[0]?.text).toContain('<html>');
    expect((await get()).status).toBe(200);
  });

  it('hit only the requests that were meant', async () => {
    served.partnerCenter.faults.failNext(1, 502, { method: 'GET', path: '/profiles/billing' });
    expect((await get()).status).toBe(200);
    expect((await get(`/v1/customers/${famous(1)}/profiles/billing`)).status).toBe(502);
  });

  it('leave a request without an answer, or cut its connection', async () => {
    served.partnerCenter.faults.failNext(1, 'hang');
    expect(await unanswered('/v1/customers')).toBe('timeout');
    served.partnerCenter.faults.failNext(1, 'reset');
    expect(await unanswered('/v1/customers')).toBe('reset');
  });

  it.each(['apply, then hang', 'apply, then reset'] as const)(
    '%s: the effect is there, and the repetition meets the lost answer',
    async (failure) => {
      const profile = { ...(await profileOf(served, app, famous(1))), lastName: 'Kept' };
      served.partnerCenter.faults.failNext(1, failure, { method: 'PUT' });
      const path = `/v1/customers/${famous(1)}/profiles/billing`;
      expect(await unanswered(path, 'PUT', JSON.stringify(profile))).not.toBe('answered');
      expect(served.partnerCenter.record(famous(1))?.['lastName']).toBe('Kept');
      const again = await call(served, app, 'PUT', path, profile, { 'MS-RequestId': 'lost' });
      expect(again).toMatchObject({ status: 200, body: { lastName: 'Kept' } });
      expect(served.partnerCenter.putLog).toHaveLength(1);
    },
  );

  it('have no effect when the answer is a plain failure', async () => {
    const profile = { ...(await profileOf(served, app, famous(1))), lastName: 'Never' };
    served.partnerCenter.faults.failNext(1, 500, { method: 'PUT' });
    expect((await put(served, app, famous(1), profile)).status).toBe(500);
    expect(served.partnerCenter.putLog).toHaveLength(0);
  });

  it('pause requests, without effect, until they may go on', async () => {
    const profile = { ...(await profileOf(served, app, famous(1))), lastName: 'Later' };
    served.partnerCenter.faults.pause();
    const waiting = put(served, app, famous(1), profile);
    await new Promise<void>((resolve) => {
      served.partnerCenter.onChange(resolve);
    });
    expect(served.partnerCenter.putLog).toHaveLength(0);
    served.partnerCenter.faults.resume();
    expect((await waiting).status).toBe(200);
    expect(served.partnerCenter.putLog).toHaveLength(1);
  });

  it('are over after clear', async () => {
    const { faults } = served.partnerCenter;
    faults.failNext(3, 500);
    faults.throttle(60);
    faults.quota(0);
    faults.clear();
    expect((await get()).status).toBe(200);
  });
});

describe('what is typed directly into Partner Center', () => {
  it('changes the record and its etag, and stands in the list of writes', async () => {
    const before = await profileOf(served, app, famous(4));
    served.partnerCenter.change(famous(4), { 'defaultAddress.city': 'Bend', profileType: null });
    const after = await profileOf(served, app, famous(4));
    expect(after['attributes']).not.toEqual(before['attributes']);
    expect(served.partnerCenter.putLog[0]).toMatchObject({
      by: 'Partner Center',
      changes: [
        { path: 'defaultAddress.city', before: 'Portland', after: 'Bend' },
        { path: 'profileType', before: 'organization', after: null },
      ],
    });
  });
});
