import { createPrivateKey, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import type { ClientCredential } from '../../../core/config.js';
import { readClientCertificate } from '../../../core/partner/client-certificate.js';
import type { TokenError } from '../../../core/partner/token-error.js';
import { createMetrics } from '../../canary/metrics.js';
import { createTokenSource } from '../../../core/partner/tokens.js';
import { createSignIn } from '../../../core/roles/sign-in.js';
import { createEntraStandIn, type EntraStandIn } from '../../../sandbox/entra/stand-in.js';
import { createIdentityStandIn, type IdentityStandIn } from '../../../sandbox/identity/stand-in.js';
import { characters, PARTNER_TENANT, type StandIn } from '../../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../../sandbox/teams/stand-in.js';
import { makeClientCertificate, type MadeCertificate } from '../../wire/client-certificates.js';
import { listenOnLoopback } from '../../wire/world.js';
import { recordedLog } from './wire.js';
import { makeSecret } from '../../../sandbox/secrets.js';

const CLIENT = randomUUID();
const BOT = randomUUID();
const IDENTITY = randomUUID();
const EXCHANGE = 'api://AzureADTokenExchange';
const GRAPH = 'https://graph.microsoft.com/.default';

let server: Server;
let base: string;
let own: MadeCertificate;
let entra: EntraStandIn;
let identity: IdentityStandIn;
let teams: TeamsStandIn;
/** How far the clock of everybody has been moved, ms. */
let moved: number;

beforeAll(async () => {
  own = await makeClientCertificate();
}, 60_000);

beforeEach(async () => {
  const standIns: StandIn[] = [];
  server = createServer((request, response) => {
    const standIn = standIns.find(({ prefix }) => request.url?.startsWith(`${prefix}/`));
    void standIn?.handle(request, response);
  });
  base = await listenOnLoopback(server);
  moved = 0;
  identity = createIdentityStandIn({ baseUrl: base, clientId: IDENTITY, now });
  entra = createEntraStandIn({
    baseUrl: base,
    tenantId: PARTNER_TENANT,
    characters,
    clientId: CLIENT,
    clientSecret: makeSecret(),
    clientCertificate: own.certificate,
    federated: async (token) => identity.gave(token, EXCHANGE),
    now,
  });
  teams = createTeamsStandIn({
    baseUrl: base,
    botUrl: base,
    characters,
    appId: BOT,
    appPassword: makeSecret(),
    appCertificate: own.certificate,
    identityGave: (token, resource) => identity.gave(token, resource),
    tenantId: PARTNER_TENANT,
    now,
  });
  standIns.push(entra.login, identity, teams);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const now = (): number => Date.now() + moved;

const certificate = (made = own): ClientCredential => ({
  type: 'certificate',
  certificate: readClientCertificate(made.file),
});
const imds = (clientId = IDENTITY) =>
  ({ clientId, endpoint: { kind: 'imds', url: `${identity.metadataUrl}/metadata/identity/oauth2/token` } }) as const;
const appService = (header = identity.appService.header) =>
  ({ clientId: IDENTITY, endpoint: { kind: 'appService', url: identity.appService.url, header } }) as const;

function partnerTokens(credential: ClientCredential) {
  const { log, lines } = recordedLog();
  const from = { login: `${base}/login`, tenant: PARTNER_TENANT };
  return { lines, tokens: createTokenSource({ from, clientId: CLIENT, credential, scope: GRAPH, log, now }) };
}

function botTokens(credential: ClientCredential) {
  const from = { tokenUrl: `${teams.settings.loginUrl}/${PARTNER_TENANT}/oauth2/v2.0/token` };
  const scope = 'https://api.botframework.com/.default';
  return createTokenSource({ from, clientId: BOT, credential, scope, log: recordedLog().log, now });
}

const codeOf = (asked: Promise<string>): Promise<string> =>
  asked.then(
    () => 'a token',
    (error: TokenError) => `${error.kind} ${error.code}`,
  );

/** What the Bot Connector says to a call with this token. */
async function connectorStatus(token: string): Promise<number> {
  const answer = await fetch(`${base}/bot-connector/v3/conversations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  return answer.status;
}

describe('a client certificate', () => {
  it('gets the partner app and the bot their tokens', async () => {
    const token = await partnerTokens(certificate()).tokens.get();
    expect(await entra.verifyToken(token)).toMatchObject({ appId: CLIENT, tenantId: PARTNER_TENANT });
    expect(await connectorStatus(await botTokens(certificate()).get())).not.toBe(401);
  }, 30_000);

  it('signs with PS256 for the token endpoint, for a minute, each time anew, and sends no secret', async () => {
    const forms: URLSearchParams[] = [];
    const seen = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        forms.push(new URLSearchParams(body));
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ access_token: 'T', token_type: 'Bearer', expires_in: 60 }));
      });
    });
    const url = await listenOnLoopback(seen);
    const from = { login: url, tenant: 'tenant' };
    const { log } = recordedLog();
    const tokens = createTokenSource({ from, clientId: CLIENT, credential: certificate(), scope: GRAPH, log });
    await tokens.get();
    await tokens.get({ force: true });
    await new Promise((resolve) => seen.close(resolve));
    expect([...(forms[0]?.keys() ?? [])].toSorted()).toEqual([
      'client_assertion',
      'client_assertion_type',
      'client_id',
      'grant_type',
      'scope',
    ]);
    const [first, second] = forms.map((form) => form.get('client_assertion') ?? '');
    const claims = decodeJwt(first ?? '');
    expect(decodeProtectedHeader(first ?? '')).toEqual({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': readClientCertificate(own.file).thumbprint,
    });
    expect(claims).toMatchObject({ aud: `${url}/tenant/oauth2/v2.0/token`, iss: CLIENT, sub: CLIENT });
    expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(60);
    expect(claims.jti).not.toBe(decodeJwt(second ?? '').jti);
  }, 30_000);

  it('signs people in too', async () => {
    const [sofia] = characters;
    const config = {
      cloud: 'global' as const,
      tenantId: PARTNER_TENANT,
      clientId: CLIENT,
      credential: { type: 'certificate' as const, certificate: readClientCertificate(own.file) },
      urls: { partnerCenter: base, login: `${base}/login`, graph: base },
      audiences: { partnerCenter: base, graph: base },
    };
    const signIn = createSignIn({ config, publicUrl: base, log: recordedLog().log, metrics: createMetrics() });
    const { url, checks } = await signIn.begin();
    const form = new URLSearchParams([...new URL(url).searchParams, ['character', sofia?.id ?? '']]);
    const chosen = await fetch(url.replace(/\?.*$/u, ''), { method: 'POST', body: form, redirect: 'manual' });
    const back = new URL(chosen.headers.get('location') ?? '');
    expect(await signIn.finish(back.searchParams, checks)).toEqual({ tenant: PARTNER_TENANT, person: sofia?.id });
  }, 30_000);

  it('that is not registered, or has expired, is refused as Entra does', async () => {
    expect(await codeOf(partnerTokens(certificate(await makeClientCertificate())).tokens.get())).toBe(
      'unauthenticated AADSTS700027',
    );
    moved += 3 * 365 * 86_400_000;
    expect(await codeOf(partnerTokens(certificate()).tokens.get())).toBe('unauthenticated AADSTS700027');
  }, 30_000);

  it('leaves nothing of the key in the log', async () => {
    const { tokens, lines } = partnerTokens(certificate(await makeClientCertificate()));
    await codeOf(tokens.get());
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join()).not.toMatch(/PRIVATE|eyJ/u);
  }, 30_000);
});

describe('an assertion', () => {
  const key = () => createPrivateKey(own.key);
  const good = (): JWTPayload => ({
    aud: `${base}/login/${PARTNER_TENANT}/oauth2/v2.0/token`,
    iss: CLIENT,
    sub: CLIENT,
    jti: randomUUID(),
    nbf: Math.floor(now() / 1_000) - 1,
    exp: Math.floor(now() / 1_000) + 60,
  });

  async function say(claims: JWTPayload, { alg = 'PS256', signer = key() } = {}): Promise<string> {
    const header = { alg, 'x5t#S256': readClientCertificate(own.file).thumbprint };
    const assertion = await new SignJWT(claims).setProtectedHeader(header).sign(signer);
    const form = { client_id: CLIENT, grant_type: 'client_credentials', scope: GRAPH, client_assertion: assertion };
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const answer = await fetch(`${base}/login/${PARTNER_TENANT}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...form, client_assertion_type: type }),
    });
    const body = (await answer.json()) as { error_description?: string };
    return /AADSTS\d+/u.exec(body.error_description ?? '')?.[0] ?? `${answer.status}`;
  }

  it('is accepted by the sandbox only with everything right', async () => {
    const other = createPrivateKey((await makeClientCertificate()).key);
    const past = Math.floor(now() / 1_000) - 3_600;
    expect(await say(good())).toBe('200');
    expect(await say(good(), { signer: other })).toBe('AADSTS700027');
    expect(await say({ ...good(), aud: 'https://login.example/token' })).toBe('AADSTS700023');
    expect(await say({ ...good(), sub: randomUUID() })).toBe('AADSTS700021');
    expect(await say({ ...good(), exp: past })).toBe('AADSTS700024');
    expect(await say({ ...good(), nbf: past + 7_200 })).toBe('AADSTS700024');
    const { jti, ...anonymous } = good();
    expect(jti).toBeDefined();
    expect(await say(anonymous)).toBe('AADSTS700024');
  }, 30_000);
});

describe('a managed identity', () => {
  it('stands for the partner app, at both kinds of endpoints', async () => {
    for (const machine of [imds(), appService()]) {
      const credential = { type: 'federated', identity: machine, audience: EXCHANGE } as const;
      const token = await partnerTokens(credential).tokens.get();
      expect(await entra.verifyToken(token)).toMatchObject({ appId: CLIENT });
    }
  }, 30_000);

  it('is the bot, at both kinds of endpoints', async () => {
    for (const machine of [imds(), appService()]) {
      const token = await botTokens({ type: 'managedIdentity', identity: machine }).get();
      expect(await connectorStatus(token)).not.toBe(401);
    }
    expect(await connectorStatus('made up')).toBe(401);
  }, 30_000);

  it('is asked once for many tokens of the app', async () => {
    const credential = { type: 'federated', identity: imds(), audience: EXCHANGE } as const;
    const { tokens } = partnerTokens(credential);
    await tokens.get();
    await tokens.get({ force: true });
    expect(identity.requests()).toBe(1);
  }, 30_000);

  it('with a token for something else stands for nothing', async () => {
    const credential = { type: 'federated', identity: imds(), audience: 'https://other.example' } as const;
    expect(await codeOf(partnerTokens(credential).tokens.get())).toBe('unauthenticated AADSTS700213');
  }, 30_000);

  it('that is unknown, or asked with a wrong secret of the machine, is told apart from one that is busy', async () => {
    const direct = (machine: ReturnType<typeof imds> | ReturnType<typeof appService>) =>
      codeOf(botTokens({ type: 'managedIdentity', identity: machine }).get());
    expect(await direct(imds(randomUUID()))).toBe('unauthenticated managedIdentity400');
    expect(await direct(appService('guessed'))).toBe('unauthenticated managedIdentity401');
    for (const status of [404, 410, 429, 500]) {
      identity.failNext(1, status);
      expect(await direct(imds())).toBe(`unavailable managedIdentity${status}`);
    }
  }, 30_000);
});
