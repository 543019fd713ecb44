import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { STRANGER_TENANT } from '../../../sandbox/entra/stand-in.js';
import { characters, PARTNER_TENANT } from '../../../sandbox/stand-in.js';
import { CLIENT_ID, CLIENT_SECRET, serve, type Served, text } from '../partner-center/serve.js';

let served: Served;
beforeAll(async () => {
  served = await serve(createCustomers(0));
});
afterAll(() => served.close());

const CALLBACK = 'http://127.0.0.1:9/link/callback';
const VERIFIER = 'v'.repeat(43);
const [sofia] = characters;
const oscar = characters.find(({ standing }) => standing === 'stranger');

const request = (more: Record<string, string> = {}) => ({
  client_id: CLIENT_ID,
  redirect_uri: CALLBACK,
  response_type: 'code',
  scope: 'openid profile',
  state: 'the-state',
  nonce: 'the-nonce',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
  ...more,
});

const authorizeUrl = (tenant = PARTNER_TENANT) => `${served.baseUrl}/login/${tenant}/oauth2/v2.0/authorize`;

/** Shows the page. */
const look = (fields: Record<string, string>) => fetch(`${authorizeUrl()}?${new URLSearchParams(fields).toString()}`);

/** Presses the button of a character; '' is Cancel. */
const choose = (character: string, fields = request(), tenant?: string) =>
  fetch(authorizeUrl(tenant), {
    method: 'POST',
    body: new URLSearchParams({ ...fields, character }),
    redirect: 'manual',
  });

const sentBack = (response: Response) => new URL(response.headers.get('location') ?? '').searchParams;

async function exchange(code: string, more: Record<string, string> = {}) {
  return served.token({
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...more,
  });
}

async function idTokenOf(character: string, tenant?: string) {
  const code = sentBack(await choose(character, request(), tenant)).get('code') ?? '';
  const { body } = await exchange(code);
  const jwks = createRemoteJWKSet(new URL(`${served.baseUrl}/login/${PARTNER_TENANT}/discovery/v2.0/keys`));
  return (await jwtVerify(text(body['id_token']), jwks, { audience: CLIENT_ID })).payload;
}

describe('the sign-in page', () => {
  afterEach(() => served.entra.disable(String(sofia?.id), false));

  it('offers every character as a button', async () => {
    const html = await (await look(request())).text();
    expect(html).toContain('Sign in with Microsoft');
    for (const { id, title } of characters) {
      expect(html).toContain(`value="${id}"`);
      expect(html).toContain(title);
    }
  });

  it('runs no script and quotes what it was given', async () => {
    const response = await look(request({ state: '"><script>alert(1)</script>' }));
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toContain('<script');
  });

  it('goes back with a code and the state', async () => {
    const response = await choose(String(sofia?.id));
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toContain(CALLBACK);
    expect(sentBack(response).get('state')).toBe('the-state');
    expect(sentBack(response).get('code')).toBeTruthy();
  });

  it('answers by form_post where so asked', async () => {
    const html = await (await choose(String(sofia?.id), request({ response_mode: 'form_post' }))).text();
    expect(html).toContain(`action="${CALLBACK}"`);
    expect(html).toContain('name="code"');
  });

  it('goes back with access_denied after Cancel', async () => {
    expect(sentBack(await choose('')).get('error')).toBe('access_denied');
  });

  it('never goes to an address off loopback, and tells an unknown app so', async () => {
    for (const bad of [{ redirect_uri: 'https://evil.example/' }, { client_id: 'unknown' }]) {
      const response = await choose(String(sofia?.id), request(bad));
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    }
  });

  it('keeps a disabled user out', async () => {
    served.entra.disable(String(sofia?.id));
    const response = await choose(String(sofia?.id));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('AADSTS50057');
  });
});

describe('the id token', () => {
  it('says who signed in, where, and for which request', async () => {
    expect(await idTokenOf(String(sofia?.id))).toMatchObject({
      iss: `${served.baseUrl}/login/${PARTNER_TENANT}/v2.0`,
      tid: PARTNER_TENANT,
      oid: sofia?.id,
      name: 'Sofia Marín',
      nonce: 'the-nonce',
    });
  });

  it('of the outsider names another tenant, though the issuer is the one that was asked', async () => {
    expect(await idTokenOf(String(oscar?.id))).toMatchObject({
      iss: `${served.baseUrl}/login/${PARTNER_TENANT}/v2.0`,
      tid: STRANGER_TENANT,
    });
    expect(await idTokenOf(String(oscar?.id), 'organizations')).toMatchObject({
      iss: `${served.baseUrl}/login/${STRANGER_TENANT}/v2.0`,
    });
  });

  it('is no access token', async () => {
    const code = sentBack(await choose(String(sofia?.id))).get('code') ?? '';
    const { body } = await exchange(code);
    expect(await served.entra.verifyToken(text(body['id_token']))).toBeUndefined();
  });
});

const codeOf = async () => sentBack(await choose(String(sofia?.id))).get('code') ?? '';

describe('an authorization code', () => {
  it('is good once', async () => {
    const code = await codeOf();
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).body['error_codes']).toEqual([70008]);
  });

  it('needs the verifier of its challenge and its own redirect address', async () => {
    expect((await exchange(await codeOf(), { code_verifier: 'other' })).body['error_codes']).toEqual([501481]);
    const elsewhere = { redirect_uri: 'http://127.0.0.1:9/elsewhere' };
    expect((await exchange(await codeOf(), elsewhere)).body['error_codes']).toEqual([500112]);
  });

  it('ends after ten minutes', async () => {
    const code = await codeOf();
    served.clock.ahead = 601_000;
    expect((await exchange(code)).body['error_codes']).toEqual([70008]);
    served.clock.ahead = 0;
  });

  it('works for openid-client from discovery to claims', async () => {
    const issuer = new URL(`${served.baseUrl}/login/${PARTNER_TENANT}/v2.0`);
    const provider = await oidc.discovery(issuer, CLIENT_ID, CLIENT_SECRET, undefined, {
      execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
    });
    const url = oidc.buildAuthorizationUrl(provider, request());
    const back = await choose(String(sofia?.id), Object.fromEntries(url.searchParams) as ReturnType<typeof request>);
    const tokens = await oidc.authorizationCodeGrant(provider, new URL(back.headers.get('location') ?? ''), {
      expectedState: 'the-state',
      expectedNonce: 'the-nonce',
      pkceCodeVerifier: VERIFIER,
      idTokenExpected: true,
    });
    expect(tokens.claims()?.['oid']).toBe(sofia?.id);
  });
});
