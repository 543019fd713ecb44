import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { API, CLIENT_ID, GRAPH, REFRESH_TOKEN, serve, type Served, text } from '../partner-center/serve.js';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { PARTNER_TENANT } from '../../../sandbox/stand-in.js';

let served: Served;
beforeAll(async () => {
  served = await serve(createCustomers(1));
});
afterAll(() => served.close());

const app = { grant_type: 'client_credentials', scope: `${API}/.default` };
const refresh = (refresh_token: string) => ({
  grant_type: 'refresh_token',
  refresh_token,
  scope: `${API}/user_impersonation`,
});

/** The AADSTS code and the OAuth error of a refusal. */
async function refused(fields: Record<string, string>, tenant?: string) {
  const { status, body } = await served.token(fields, tenant);
  expect(body['error_description']).toContain(`AADSTS${String((body['error_codes'] as number[])[0])}:`);
  return [status, body['error'], (body['error_codes'] as number[])[0]];
}

describe('the token endpoint', () => {
  it('gives an app a token for the API that it asks for', async () => {
    const { status, body } = await served.token(app);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    const claims = decodeJwt(text(body['access_token']));
    expect(claims).toMatchObject({ aud: API, appid: CLIENT_ID, tid: PARTNER_TENANT, roles: [] });
    expect(claims).not.toHaveProperty('scp');
  });

  it('takes the secret in the Authorization header too', async () => {
    const [, secret] = [CLIENT_ID, 'a secret of this test'].map(encodeURIComponent);
    const response = await fetch(`${served.baseUrl}/login/${PARTNER_TENANT}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${CLIENT_ID}:${secret}`).toString('base64')}` },
      body: new URLSearchParams(app),
    });
    expect(response.status).toBe(200);
  });

  it('gives a token with scope and second factor for a refresh token', async () => {
    const { body } = await served.token(refresh(REFRESH_TOKEN));
    expect(decodeJwt(text(body['access_token']))).toMatchObject({
      aud: API,
      scp: 'user_impersonation',
      amr: ['pwd', 'mfa'],
    });
  });

  it('refuses as Entra does', async () => {
    expect(await refused({ ...app, client_secret: 'wrong' })).toEqual([401, 'invalid_client', 7000215]);
    expect(await refused({ ...app, client_id: 'nobody' })).toEqual([400, 'unauthorized_client', 700016]);
    expect(await refused({ ...app, scope: 'https://elsewhere.example/.default' })).toEqual([
      400,
      'invalid_scope',
      70011,
    ]);
    expect(await refused({ ...app, scope: `${API}/.default ${GRAPH}/.default` })).toEqual([
      400,
      'invalid_scope',
      70011,
    ]);
    expect(await refused({ ...app, scope: `${API}/user_impersonation` })).toEqual([400, 'invalid_scope', 1002012]);
    expect(await refused({ ...app, grant_type: 'password' })).toEqual([400, 'unsupported_grant_type', 70003]);
    expect(await refused(refresh('unknown'))).toEqual([400, 'invalid_grant', 70000]);
    expect(await refused(app, '00000000-0000-4000-8000-000000000000')).toEqual([400, 'invalid_request', 90002]);
  });

  it('answers a refresh token with the need for MFA where so switched', async () => {
    served.entra.failRefresh(50076);
    expect(await refused(refresh(REFRESH_TOKEN))).toEqual([400, 'invalid_grant', 50076]);
    served.entra.failRefresh(undefined);
    expect((await served.token(refresh(REFRESH_TOKEN))).status).toBe(200);
  });

  it('is down for as many requests as it is told', async () => {
    served.entra.failTokens(1, 503);
    expect((await served.token(app)).status).toBe(503);
    expect((await served.token(app)).status).toBe(200);
  });
});

describe('refresh tokens', () => {
  it('are new at every use, and the old ones go on, as at Microsoft', async () => {
    const { body } = await served.token(refresh(REFRESH_TOKEN));
    const rotated = text(body['refresh_token']);
    expect(rotated).not.toBe(REFRESH_TOKEN);
    expect((await served.token(refresh(rotated))).status).toBe(200);
    expect((await served.token(refresh(REFRESH_TOKEN))).status).toBe(200);
  });

  it('stay the same, or end with their use, where so switched', async () => {
    const own = await serve(createCustomers(0));
    own.entra.refreshTokens('kept');
    expect((await own.token(refresh(REFRESH_TOKEN))).body['refresh_token']).toBe(REFRESH_TOKEN);
    own.entra.refreshTokens('rotated, old ones end');
    const { body } = await own.token(refresh(REFRESH_TOKEN));
    expect((await own.token(refresh(REFRESH_TOKEN))).status).toBe(400);
    expect((await own.token(refresh(text(body['refresh_token'])))).status).toBe(200);
    own.entra.revokeRefreshTokens();
    expect((await own.token(refresh(text(body['refresh_token'])))).status).toBe(400);
    await own.close();
  });
});

describe('an access token', () => {
  it('is known again, as app or as user', async () => {
    const facts = await served.entra.verifyToken(await served.accessToken('user'));
    expect(facts).toMatchObject({
      audience: API,
      appId: CLIENT_ID,
      mfa: true,
      user: { name: 'partnerdesk service account' },
    });
    expect(await served.entra.verifyToken(await served.accessToken('app'))).not.toHaveProperty('user');
  });

  it('ends after an hour', async () => {
    const token = await served.accessToken('app');
    served.clock.ahead = 3_601_000;
    expect(await served.entra.verifyToken(token)).toBeUndefined();
    served.clock.ahead = 0;
    expect(await served.entra.verifyToken(token)).toBeDefined();
  });

  it('of another sandbox is worth nothing', async () => {
    const other = await serve(createCustomers(0));
    expect(await served.entra.verifyToken(await other.accessToken('app'))).toBeUndefined();
    await other.close();
  });
});
