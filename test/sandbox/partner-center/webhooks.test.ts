import { X509Certificate, verify } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../core/partner/partner-center.js';
import { listenOnLoopback } from '../../wire/world.js';
import { type Answer, call, famous, serve, type Served, text } from './serve.js';

let served: Served;
let token: string;
let folder: string;
let calls: { headers: IncomingHttpHeaders; body: Buffer }[];
let answers: number[];
let hook: string;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partnerdesk-webhooks-'));
  served = await serve(undefined, { authorityFile: join(folder, 'root.pem'), webhookPauseMs: 1 });
  token = await served.accessToken('user');
  calls = [];
  answers = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      calls.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  hook = `${await listenOnLoopback(server)}/hook`;
  ends.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => rm(folder, { recursive: true }),
  );
});
afterEach(async () => {
  await served.partnerCenter.webhooks.settled();
  await served.close();
  for (const end of ends.splice(0)) await end();
});

const PATH = '/webhooks/v1/registration';
const ask = (method: string, below = '', body?: JsonValue): Promise<Answer> =>
  call(served, token, method, PATH + below, body);
const wanted = (more: Record<string, JsonValue> = {}) => ({
  WebhookUrl: hook,
  WebhookEvents: ['test-created', 'dap-admin-relationship-approved'],
  ...more,
});

describe('the registration', () => {
  it('is one for the tenant: made, read, replaced, and never made twice', async () => {
    expect((await ask('GET')).status).toBe(404);
    expect((await ask('PUT', '', wanted())).status).toBe(404);
    const made = await ask('POST', '', wanted());
    expect(made.body).toEqual({ SubscriberId: expect.any(String), ...wanted() });
    expect((await ask('POST', '', wanted())).status).toBe(409);
    expect((await ask('GET')).body).toEqual(wanted());
    const other = wanted({ WebhookEvents: ['invoice-ready'] });
    expect((await ask('PUT', '', other)).body).toEqual({ ...other, SubscriberId: made.body['SubscriberId'] });
    expect((await ask('GET')).body).toEqual(other);
  });

  it('is refused for events that nobody offers, for none, and for what is no address', async () => {
    for (const wrong of [{ WebhookEvents: ['x'] }, { WebhookEvents: [] }, { WebhookUrl: 'mailto:x' }])
      expect((await ask('POST', '', wanted(wrong))).status).toBe(400);
    expect(JSON.parse((await ask('GET', '/events')).text.replace(/^\uFEFF/u, ''))).toContain('test-created');
  });

  it('needs a token', async () => {
    const response = await fetch(`${served.baseUrl}/partner-center${PATH}`);
    expect(response.status).toBe(401);
  });
});

describe('an event', () => {
  /** Checks a call as a receiver would, by the certificates that the stand-in publishes. */
  async function isGenuine({ headers, body }: (typeof calls)[number], name = 'authorization'): Promise<boolean> {
    const file = await (await fetch(String(headers['x-ms-certificate-url']))).text();
    const [leaf, issuer] = file.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/gu)?.map(certificate) ?? [];
    const root = certificate(await readFile(join(folder, 'root.pem'), 'utf8'));
    if (!leaf || !issuer || !leaf.issuer.includes('O=Microsoft Corporation')) return false;
    if (!leaf.verify(issuer.publicKey) || !issuer.verify(root.publicKey)) return false;
    const signature = Buffer.from(String(headers[name]).replace('Signature ', ''), 'base64');
    return verify('sha256', body, leaf.publicKey, signature);
  }
  const certificate = (pem: string) => new X509Certificate(pem);

  it('is delivered signed, to whoever registered for it', async () => {
    await ask('POST', '', wanted());
    served.partnerCenter.webhooks.relationship('dap-admin-relationship-approved', famous(1), { auditRecord: 'a_b' });
    served.partnerCenter.webhooks.relationship('dap-admin-relationship-terminated', famous(1));
    await served.partnerCenter.webhooks.settled();
    expect(calls).toHaveLength(1);
    expect(JSON.parse(calls[0]?.body.toString() ?? '')).toEqual({
      EventName: 'dap-admin-relationship-approved',
      ResourceUri: expect.stringContaining(`/v1/customers/${famous(1)}`),
      ResourceName: 'Customer',
      AuditUri: expect.stringContaining('/auditactivity/v1/auditrecords/a_b'),
      ResourceChangeUtcDate: expect.stringMatching(/\.\d{7}\+00:00$/u),
    });
    expect(await isGenuine(calls[0] as (typeof calls)[number])).toBe(true);
  });

  it('bears its signature in the other header when that was asked for', async () => {
    await ask('POST', '', wanted({ SignatureTokenToMsSignatureHeader: true }));
    await ask('POST', '/validationEvents');
    await served.partnerCenter.webhooks.settled();
    expect(calls[0]?.headers.authorization).toBeUndefined();
    expect(await isGenuine(calls[0] as (typeof calls)[number], 'x-ms-signature')).toBe(true);
  });

  it('is tried again until it is accepted', async () => {
    await ask('POST', '', wanted());
    answers = [503, 401];
    const { body } = await ask('POST', '/validationEvents');
    await served.partnerCenter.webhooks.settled();
    expect(served.partnerCenter.webhooks.deliveries).toMatchObject([{ state: 'delivered', attempts: [503, 401, 200] }]);
    const result = await ask('GET', `/validationEvents/${text(body['correlationId'])}`);
    expect(result.body).toMatchObject({
      status: 'completed',
      callbackUrl: hook,
      results: [{ responseCode: 'ServiceUnavailable' }, { responseCode: 'Unauthorized' }, { responseCode: 'OK' }],
    });
    expect(new Set(calls.map((one) => one.body.toString())).size).toBe(1);
  });

  it('is dropped after ten attempts', async () => {
    await ask('POST', '', wanted());
    answers = Array.from({ length: 12 }, () => 500);
    await ask('POST', '/validationEvents');
    await served.partnerCenter.webhooks.settled();
    expect(served.partnerCenter.webhooks.deliveries[0]?.state).toBe('dropped');
    expect(calls).toHaveLength(10);
  });

  it('of a test can be asked for twice a minute', async () => {
    await ask('POST', '', wanted());
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await ask('POST', '/validationEvents')).status);
    expect(statuses).toEqual([200, 200, 429]);
    served.clock.ahead = 61_000;
    expect((await ask('POST', '/validationEvents')).status).toBe(200);
  });

  it('goes nowhere but to this machine', async () => {
    served.partnerCenter.webhooks.register('https://desk.example.com/hook', ['test-created']);
    await ask('POST', '/validationEvents');
    await served.partnerCenter.webhooks.settled();
    expect(served.partnerCenter.webhooks.deliveries[0]).toMatchObject({
      state: 'dropped',
      attempts: Array(10).fill(0),
    });
  });
});
