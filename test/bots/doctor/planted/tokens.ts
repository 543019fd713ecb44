import { randomUUID } from 'node:crypto';
import { STRANGER_TENANT } from '../../../../sandbox/entra/stand-in.js';
import type { Ward } from '../ward.js';
import { after, env, NOWHERE, type Fault } from './fault.js';

/** Tokens of the app and of the service account. */
export function tokenFaults(): Fault[] {
  const clean = ({ world }: Ward) =>
    after(() => {
      world.entra.failClient(undefined);
      world.entra.failRefresh(undefined);
      world.entra.setMfa(true);
      world.entra.alterClaims({});
    });
  const entra = (plant: (entra: Ward['world']['entra']) => void) => (ward: Ward) => {
    plant(ward.world.entra);
    return clean(ward);
  };
  return [
    {
      name: 'a secret that is none',
      check: 'appToken',
      code: 'secretWrong',
      facts: { secret: 'PARTNER_CLIENT_SECRET' },
      fix: /not its Secret ID/,
      plant: env({ PARTNER_CLIENT_SECRET: 'canary-wrong-secret' }),
    },
    {
      name: 'a secret that has expired',
      check: 'appToken',
      code: 'secretExpired',
      fix: /into PARTNER_CLIENT_SECRET and restart/,
      plant: entra((one) => one.failClient(7000222)),
    },
    {
      name: 'an app that is not there',
      check: 'appToken',
      code: 'appUnknown',
      fix: /into PARTNER_CLIENT_ID/,
      plant: env({ PARTNER_CLIENT_ID: randomUUID() }),
    },
    {
      name: 'a tenant that is not there',
      check: 'appToken',
      code: 'tenantUnknown',
      fix: /Set PARTNER_TENANT_ID/,
      plant: env({ PARTNER_TENANT_ID: randomUUID() }),
    },
    {
      name: 'a sign-in service that does not answer',
      check: 'appToken',
      code: 'loginUnreachable',
      facts: { reason: 'ECONNREFUSED' },
      fix: /LOGIN_URL/,
      plant: env({ LOGIN_URL: NOWHERE }),
    },
    {
      name: 'a sign-in that wants a second factor',
      check: 'userToken',
      code: 'mfaRequired',
      facts: { code: 'AADSTS50076' },
      fix: /with a second factor/,
      plant: entra((one) => one.failRefresh(50076)),
    },
    {
      name: 'a refresh token that was revoked',
      check: 'userToken',
      code: 'refreshTokenEnded',
      fix: /set PARTNER_REFRESH_TOKEN to it/,
      plant: entra((one) => one.failRefresh(50173)),
    },
    {
      name: 'a token without a second factor',
      check: 'userToken',
      code: 'mfaMissing',
      fix: /Conditional Access/,
      plant: entra((one) => one.setMfa(false)),
    },
    {
      name: 'a token that does not say how one signed in',
      check: 'userToken',
      code: 'mfaUnknown',
      fix: /sign in anew/,
      plant: entra((one) => one.alterClaims({ amr: undefined })),
    },
    {
      name: 'a token for another API',
      check: 'appToken',
      code: 'audienceWrong',
      facts: { have: 'https://graph.windows.net' },
      fix: /PARTNER_CLOUD is the cloud/,
      plant: entra((one) => one.alterClaims({ aud: 'https://graph.windows.net' })),
    },
    {
      name: 'a token of another tenant',
      check: 'userToken',
      code: 'tenantWrong',
      facts: { have: STRANGER_TENANT },
      fix: /account of that tenant/,
      plant: entra((one) => one.alterClaims({ tid: STRANGER_TENANT })),
    },
  ];
}
