import { afterEach, describe, expect, it } from '@jest/globals';
import { createPartnerTokens } from '../../../core/partner/partner-tokens.js';
import { TokenError } from '../../../core/partner/token-error.js';
import { createTokenSource } from '../../../core/partner/tokens.js';
import type { TokenSource, TokenSourceOptions } from '../../../core/partner/tokens.js';
import { createMetrics } from '../../canary/metrics.js';
import { recordedLog, startService } from './wire.js';
import type { Said, Seen, Service } from './wire.js';

let service: Service | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

const form = ({ body }: Seen) => Object.fromEntries(new URLSearchParams(body));
const tokenSaid = (token: string, more: object = {}): Said => ({
  json: { token_type: 'Bearer', access_token: token, expires_in: 3600, ...more },
});
const refusal = (description: string, status = 400): Said => ({
  status,
  json: { error: 'invalid_grant', error_description: description, correlation_id: 'x' },
});

/** A token source whose every answer comes from `answer`, on a clock that the test moves. */
async function start(answer: (count: number) => Said, options: Partial<TokenSourceOptions> = {}) {
  let count = 0;
  const running = await startService(() => {
    count += 1;
    return answer(count);
  });
  service = running;
  const clock = { time: 1_000_000 };
  const { log, lines } = recordedLog();
  const source = createTokenSource({
    from: { login: running.url, tenant: 'tenant-1' },
    clientId: 'client-1',
    credential: { type: 'secret' as const, secret: 's3cret+/&' },
    scope: 'https://api.example/.default',
    log,
    now: () => clock.time,
    ...options,
  });
  return { source, seen: running.seen, clock, lines, url: running.url };
}

async function failureOf(source: TokenSource): Promise<TokenError> {
  const error = await source.get().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TokenError) return error;
  throw new Error('expected a TokenError');
}

describe('a token of the application', () => {
  it('is asked for by client credentials at the v2.0 endpoint of the tenant', async () => {
    const { source, seen } = await start(() => tokenSaid('T1'));
    expect(await source.get()).toBe('T1');
    expect(`${seen[0]?.method} ${seen[0]?.path}`).toBe('POST /tenant-1/oauth2/v2.0/token');
    expect(seen[0]?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(seen.map(form)).toEqual([
      {
        grant_type: 'client_credentials',
        client_id: 'client-1',
        client_secret: 's3cret+/&',
        scope: 'https://api.example/.default',
      },
    ]);
  });

  it('is asked for at a given endpoint', async () => {
    const first = await start(() => tokenSaid('T1'));
    const { log } = recordedLog();
    const from = { tokenUrl: `${first.url}/somewhere/token` };
    const source = createTokenSource({
      from,
      clientId: 'c',
      credential: { type: 'secret' as const, secret: 's' },
      scope: 'x',
      log,
    });
    await source.get();
    expect(first.seen[0]?.path).toBe('/somewhere/token');
  });

  it.each([3600, '3600'])('is kept until five minutes before its end (expires_in %j)', async (seconds) => {
    const { source, seen, clock } = await start((n) => tokenSaid(`T${n}`, { expires_in: seconds }));
    await source.get();
    clock.time += 3_299_999;
    expect(await source.get()).toBe('T1');
    expect(seen).toHaveLength(1);
    clock.time += 1;
    expect(await source.get()).toBe('T2');
  });

  it('is asked for once, however many wait', async () => {
    const { source, seen } = await start((n) => tokenSaid(`T${n}`));
    const tokens = await Promise.all(Array.from({ length: 25 }, () => source.get()));
    expect(new Set(tokens)).toEqual(new Set(['T1']));
    expect(seen).toHaveLength(1);
  });

  it('is renewed when that is demanded', async () => {
    const { source } = await start((n) => tokenSaid(`T${n}`));
    await source.get();
    expect(await source.get({ force: true })).toBe('T2');
    expect(await source.get()).toBe('T2');
  });

  it('is renewed when it was refused, unless there is a newer one already', async () => {
    const { source, seen } = await start((n) => tokenSaid(`T${n}`));
    await source.get();
    expect(await source.get({ rejected: 'T1' })).toBe('T2');
    expect(await source.get({ rejected: 'T1' })).toBe('T2');
    expect(seen).toHaveLength(2);
  });

  it('is asked for again after a failure', async () => {
    const { source } = await start((n) => (n === 1 ? { status: 503 } : tokenSaid('T')));
    expect((await failureOf(source)).kind).toBe('unavailable');
    expect(await source.get()).toBe('T');
  });

  it('serves on while it is good and no new one can be had', async () => {
    const { source, seen, clock } = await start((n) => (n === 1 ? tokenSaid('T1') : { status: 503 }));
    await source.get();
    clock.time += 3_400_000;
    expect(await source.get()).toBe('T1');
    expect(await source.get()).toBe('T1');
    expect(seen).toHaveLength(2);
    clock.time += 200_001;
    expect((await failureOf(source)).kind).toBe('unavailable');
  });

  it.each<[string, Said, string, string]>([
    ['a wrong secret', refusal('AADSTS7000215: Invalid client secret.', 401), 'unauthenticated', 'AADSTS7000215'],
    ['a second factor', refusal('AADSTS50076: use multi-factor'), 'mfaRequired', 'AADSTS50076'],
    ['an old second factor', refusal('AADSTS50078: expired'), 'mfaRequired', 'AADSTS50078'],
    ['a second factor to set up', refusal('AADSTS50079: enrol'), 'mfaRequired', 'AADSTS50079'],
    ['an expired grant', refusal('AADSTS700082: expired due to inactivity'), 'unauthenticated', 'AADSTS700082'],
    ['an error without a code', refusal('no'), 'unauthenticated', 'invalid_grant'],
    ['a busy service', refusal('AADSTS90033: transient', 503), 'unavailable', 'http503'],
    ['a page of HTML', { text: '<html>', headers: { 'content-type': 'text/html' } }, 'unavailable', 'http200'],
    ['a cut connection', 'cut', 'unavailable', 'ECONNRESET'],
    ['silence', 'silence', 'unavailable', 'timeout'],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'unavailable', 'http302'],
  ])('fails for %s', async (_name, said, kind, code) => {
    const { source } = await start(() => said, { timeoutMs: said === 'silence' ? 150 : 10_000 });
    const failure = await failureOf(source);
    expect([failure.kind, failure.code]).toEqual([kind, code]);
    expect(failure.cause).toBeUndefined();
  });

  it('is not asked for over plain http on another machine', async () => {
    const { source } = await start(() => tokenSaid('T'), { from: { login: 'http://192.0.2.1', tenant: 't' } });
    expect(await failureOf(source)).toMatchObject({ kind: 'unavailable', code: 'OAUTH_HTTP_REQUEST_FORBIDDEN' });
  });
});

const vaultOf = (first: string | undefined) => {
  const held = { token: first };
  return {
    held,
    read: async () => held.token,
    write: async (token: string) => {
      held.token = token;
    },
  };
};

describe('a token of application and user', () => {
  it('is asked for by refresh token, and the new refresh token is kept', async () => {
    const vault = vaultOf('R0');
    const scope = 'https://api.example/user_impersonation offline_access';
    const { source, seen } = await start((n) => tokenSaid(`T${n}`, { refresh_token: `R${n}` }), {
      refresh: { vault },
      scope,
    });
    await source.get();
    await source.get({ force: true });
    expect(vault.held.token).toBe('R2');
    expect(seen.map(form).map((sent) => [sent['grant_type'], sent['refresh_token'], sent['scope']])).toEqual([
      ['refresh_token', 'R0', scope],
      ['refresh_token', 'R1', scope],
    ]);
  });

  it('is given even when the new refresh token cannot be stored', async () => {
    const vault = { read: async () => 'R0', write: async () => Promise.reject(new Error('disk full')) };
    const { source, lines } = await start(() => tokenSaid('T', { refresh_token: 'R1' }), { refresh: { vault } });
    expect(await source.get()).toBe('T');
    expect(lines.join('')).toContain('disk full');
    expect(lines.join('')).not.toContain('R1');
  });

  it('fails without a refresh token, without asking', async () => {
    const { source, seen } = await start(() => tokenSaid('T'), { refresh: { vault: vaultOf(undefined) } });
    expect(await failureOf(source)).toMatchObject({ kind: 'unauthenticated', code: 'noRefreshToken' });
    expect(seen).toHaveLength(0);
  });
});

describe('the tokens of a configuration', () => {
  it('are those of Partner Center and Graph, each for its audience', async () => {
    const running = await startService(({ body }) => tokenSaid(new URLSearchParams(body).get('scope') ?? ''));
    service = running;
    const { log } = recordedLog();
    const config = {
      cloud: 'global' as const,
      tenantId: 't',
      clientId: 'c',
      credential: { type: 'secret' as const, secret: 's' },
      refreshToken: 'R',
      urls: { partnerCenter: running.url, login: running.url, graph: running.url },
      audiences: { partnerCenter: 'https://pc.example', graph: 'https://graph.example' },
    };
    const vault = { read: async () => 'R', write: async () => undefined };
    const tokens = createPartnerTokens({ config, vault, log, metrics: createMetrics() });
    expect(await tokens.app.get()).toBe('https://pc.example/.default');
    expect(await tokens.graph.get()).toBe('https://graph.example/.default');
    expect(await tokens.user?.get()).toBe('https://pc.example/user_impersonation offline_access');
    const { refreshToken: _none, ...appOnly } = config;
    expect(createPartnerTokens({ config: appOnly, vault, log, metrics: createMetrics() }).user).toBeUndefined();
  });
});
