import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../canary/metrics.js';
import { createPartnerCenter } from '../../../core/partner/create-partner-center.js';
import { createPartnerTokens } from '../../../core/partner/partner-tokens.js';
import { CUSTOMER, billingBody } from './samples.js';
import { quick, recordedLog, startService } from './wire.js';
import type { Said, Seen, Service } from './wire.js';

const canaries = {
  clientSecret: 'canary-client-secret',
  refreshToken: 'canary-refresh-token',
  rotated: 'canary-rotated-token',
  bearer: 'canary-bearer-token',
  // What customers are and type is no secret, but it has no place in errors' own texts, logs or figures either.
  person: 'canary-person',
};

let service: Service | undefined;
afterEach(() => service?.close());

const tokenAnswer: Said = {
  json: { token_type: 'Bearer', access_token: canaries.bearer, refresh_token: canaries.rotated, expires_in: 60 },
};
/** A hostile service: it echoes all it was sent, in its body and in its headers. */
const echo =
  (status: number) =>
  (seen: Seen): Said => ({
    status,
    json: {
      code: seen.headers.authorization,
      description: `refused ${seen.headers.authorization?.split(' ')[1]} ${seen.headers.authorization} ${seen.body.slice(0, 300)}`,
      data: [seen.headers.authorization],
      error: undefined,
    },
    headers: { 'x-echo': seen.headers.authorization ?? '' },
  });
const entraEcho = ({ body }: Seen): Said => ({
  status: 400,
  json: { error: 'invalid_client', error_description: `AADSTS7000215: ${body}`, error_uri: body },
});

const situations: [string, (seen: Seen) => Said][] = [
  ['Entra refuses and echoes', (seen) => (seen.path.startsWith('/login') ? entraEcho(seen) : {})],
  ['Entra says nonsense', (seen) => (seen.path.startsWith('/login') ? { text: `<${seen.body}>` } : {})],
  ['Entra is cut off', (seen) => (seen.path.startsWith('/login') ? 'cut' : {})],
  ...[302, 400, 401, 403, 429, 500].map((status): [string, (seen: Seen) => Said] => [
    `Partner Center answers ${status} and echoes`,
    (seen) => (seen.path.startsWith('/login') ? tokenAnswer : echo(status)(seen)),
  ]),
  ['Partner Center is cut off', (seen) => (seen.path.startsWith('/login') ? tokenAnswer : 'cut')],
  ['Partner Center says nothing', (seen) => (seen.path.startsWith('/login') ? tokenAnswer : 'silence')],
  ['Partner Center says nonsense', (seen) => (seen.path.startsWith('/login') ? tokenAnswer : { text: 'no' })],
];

describe('no secret leaves', () => {
  it.each(situations)('when %s', async (_name, answer) => {
    service = await startService(answer);
    const { url } = service;
    const { log, lines } = recordedLog();
    const metrics = createMetrics();
    const config = {
      cloud: 'global' as const,
      tenantId: 'tenant',
      clientId: 'client',
      credential: { type: 'secret' as const, secret: canaries.clientSecret },
      refreshToken: canaries.refreshToken,
      urls: { partnerCenter: `${url}/partner`, login: `${url}/login`, graph: url },
      audiences: { partnerCenter: 'https://pc.example', graph: 'https://graph.example' },
    };
    const vault = { read: async () => canaries.refreshToken, write: async () => undefined };
    const tokens = createPartnerTokens({ config, vault, log, metrics });
    const center = createPartnerCenter({
      config,
      appTokens: tokens.app,
      userTokens: tokens.user,
      log,
      metrics,
      limits: { ...quick, timeoutMs: 100 },
    });
    const raw = { ...billingBody(), firstName: canaries.person };
    const outcomes = await Promise.allSettled([
      center.customers({ size: 1 }, { locale: 'en-US' }),
      center.search('CompanyName', canaries.person, 1),
      center.customer(CUSTOMER),
      center.companyProfile(CUSTOMER),
      center.billingProfile(CUSTOMER),
      center.putBillingProfile(CUSTOMER, { raw, etag: '1' }, { requestId: 'r-1' }),
      center.countryRules('US'),
      center.selfServePolicy(CUSTOMER),
      center.createSelfServePolicy(CUSTOMER, ['AzureSavingsPlan'], { requestId: 'r-2' }),
      center.updateSelfServePolicy({ id: 'p', etag: '1', raw }, ['AzureSavingsPlan'], { requestId: 'r-3' }),
      center.validateAddress({ addressLine1: canaries.person, city: 'x', country: 'US' }),
    ]);
    const errors = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as unknown) : 'no error',
    );
    expect(errors.map((error) => (error instanceof Error ? error.name : error))).toEqual(
      errors.map(() => 'PartnerCenterError'),
    );

    const { person, ...secrets } = canaries;
    const thrown = inspect(errors, { depth: 20, showHidden: true });
    const recorded = lines.join('') + (await metrics.registry.metrics());
    for (const secret of Object.values(secrets)) {
      expect(thrown).not.toContain(secret);
      expect(recorded).not.toContain(secret);
    }
    // An error quotes Partner Center's own sentence for the person who asked; logs and figures quote nobody.
    expect(recorded).not.toContain(person);
    expect(lines.length).toBeGreaterThan(0);
  });
});
