import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Cloud } from '../../core/config.js';
import { ASSERTION_TYPE, refusalOf } from './client-assertion.js';
import type { DirectoryUser } from './directory.js';
import { type Grants, proves } from './grants.js';
import { sendAadError, sendJson } from './http.js';
import { type Asked, graphs, readScope } from './resources.js';
import { type Signer, TOKEN_SECONDS } from './signer.js';

export interface TokenDesk {
  baseUrl: string;
  tenantId: string;
  cloud: Cloud;
  clientId: string;
  clientSecret: string;
  /** The certificate that is registered with the app, PEM: it may prove itself by that instead. */
  clientCertificate?: string | undefined;
  /** Whether a token of another issuer stands for the app (a federated credential). */
  federated?: ((token: string) => Promise<boolean>) | undefined;
  signer: Signer;
  grants: Grants;
  /** Whether signed-in users had a second factor. */
  mfa(): boolean;
  /** An AADSTS code that every client is answered with at present, such as 7000222 (the secret has expired). */
  clientFault(): number | undefined;
  /** Members of access tokens that are to be otherwise; an undefined one is left out. */
  claims(): Record<string, unknown>;
  /** What the app may do in Graph. */
  permissions(): readonly string[];
  /** An AADSTS code that a refresh token is answered with at present, such as 50076 (MFA needed). */
  refreshFault(): number | undefined;
  now: () => number;
}

/** The token endpoint: client_credentials, refresh_token and authorization_code. */
export async function issue(
  desk: TokenDesk,
  form: URLSearchParams,
  { authorization, tenant }: { authorization: string | undefined; tenant: string },
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, error: string, code: number, sentence: string) =>
    sendAadError(response, status, error, code, sentence, desk.now);
  const client = credentials(form, authorization);
  if (client.id !== desk.clientId)
    return refuse(400, 'unauthorized_client', 700016, `Application '${client.id}' was not found in the directory.`);
  if (form.get('client_assertion_type') === ASSERTION_TYPE) {
    const authority = `${desk.baseUrl}/login/${tenant}`;
    const audiences = [`${authority}/oauth2/v2.0/token`, `${authority}/v2.0`];
    const { clientId, clientCertificate: certificate, federated, now } = desk;
    const asserting = { clientId, audiences, certificate, federated, now };
    const refusal = await refusalOf(form.get('client_assertion') ?? '', asserting);
    if (refusal) return refuse(401, 'invalid_client', refusal.code, refusal.sentence);
  } else if (!sameSecret(client.secret, desk.clientSecret))
    return refuse(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  const clientFault = desk.clientFault();
  if (clientFault !== undefined) return refuse(401, 'invalid_client', clientFault, 'The client is refused.');
  const grant = form.get('grant_type');
  if (grant === 'authorization_code') return exchangeCode();
  const asked = readScope(form.get('scope') ?? '', desk.cloud);
  if (typeof asked === 'string' || !asked.resource)
    return refuse(400, 'invalid_scope', 70011, typeof asked === 'string' ? asked : 'The scope names no resource.');
  if (grant === 'client_credentials') {
    if (!asked.scopes.every((scope) => scope.endsWith('/.default')))
      return refuse(400, 'invalid_scope', 1002012, 'Client credential flows must have a scope value with /.default.');
    return sendJson(response, 200, await tokens(asked, undefined));
  }
  if (grant === 'refresh_token') return refresh(asked);
  refuse(400, 'unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grant}'.`);

  async function refresh(wanted: Asked): Promise<void> {
    const presented = form.get('refresh_token') ?? '';
    const user = desk.grants.userOf(presented);
    if (!user) return refuse(400, 'invalid_grant', 70000, 'The provided value for the refresh token is not valid.');
    if (!user.enabled) return refuse(400, 'invalid_grant', 50057, 'The user account is disabled.');
    const fault = desk.refreshFault();
    if (fault !== undefined)
      return refuse(
        400,
        'invalid_grant',
        fault,
        'Due to a configuration change you must use multi-factor authentication.',
      );
    sendJson(response, 200, {
      ...(await tokens(wanted, user)),
      refresh_token: desk.grants.rotate(presented, user),
    });
  }

  async function exchangeCode(): Promise<void> {
    const pending = desk.grants.takeCode(form.get('code') ?? '');
    if (!pending) return refuse(400, 'invalid_grant', 70008, 'The authorization code has expired or was used before.');
    if (form.get('redirect_uri') !== pending.redirectUri)
      return refuse(
        400,
        'invalid_grant',
        500112,
        'The reply address does not match that of the authorization request.',
      );
    if (pending.challenge && !proves(form.get('code_verifier') ?? '', pending.challenge))
      return refuse(400, 'invalid_grant', 501481, 'The Code_Verifier does not match the code_challenge.');
    const wanted = readScope(pending.scope, desk.cloud);
    if (typeof wanted === 'string') return refuse(400, 'invalid_scope', 70011, wanted);
    const { scopes } = wanted;
    sendJson(response, 200, {
      ...(await tokens({ resource: graphs[desk.cloud], ...wanted }, pending.user)),
      ...(scopes.includes('openid') ? { id_token: await idToken(pending.user, pending.authority, pending.nonce) } : {}),
      ...(scopes.includes('offline_access') ? { refresh_token: desk.grants.addRefreshToken(pending.user) } : {}),
    });
  }

  /** With a user: app+user, with `scp`; without: app-only, with `roles`. */
  async function tokens(wanted: Asked, user: DirectoryUser | undefined) {
    const resource = wanted.resource ?? '';
    const partnerCenter = resource.includes('partnercenter');
    const scope = partnerCenter ? 'user_impersonation' : 'User.Read';
    const claims = {
      aud: resource,
      iss: `${desk.baseUrl}/login/${user?.tenantId ?? desk.tenantId}/v2.0`,
      appid: desk.clientId,
      tid: user?.tenantId ?? desk.tenantId,
      ver: '1.0',
      ...(user
        ? { oid: user.id, name: user.name, scp: scope, amr: desk.mfa() ? ['pwd', 'mfa'] : ['pwd'] }
        : { oid: desk.clientId, idtyp: 'app', roles: partnerCenter ? [] : [...desk.permissions()] }),
      ...desk.claims(),
    };
    return {
      token_type: 'Bearer',
      scope: user ? `${resource}/${scope}` : `${resource}/.default`,
      expires_in: TOKEN_SECONDS,
      ext_expires_in: TOKEN_SECONDS,
      access_token: await desk.signer.sign(claims),
    };
  }

  /**
   * The issuer is the authority that was asked, so that a client of the partner tenant gets a stranger's token through
   * its issuer check and has to look at `tid` itself.
   */
  async function idToken(user: DirectoryUser, authority: string, nonce: string | undefined): Promise<string> {
    const issuer = authority === 'common' || authority === 'organizations' ? user.tenantId : authority;
    return desk.signer.sign({
      iss: `${desk.baseUrl}/login/${issuer}/v2.0`,
      aud: desk.clientId,
      sub: createHash('sha256').update(`${user.id}/${desk.clientId}`).digest('base64url'),
      oid: user.id,
      tid: user.tenantId,
      name: user.name,
      preferred_username: user.mail,
      ver: '2.0',
      ...(nonce === undefined ? {} : { nonce }),
    });
  }
}

/** The client's id and secret, from the form or from the Authorization header. */
function credentials(form: URLSearchParams, authorization: string | undefined): { id: string; secret: string } {
  const [scheme, encoded] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !encoded)
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: unescapeForm(id), secret: unescapeForm(secret) };
}

/** RFC 6749 wants both parts form-encoded inside Basic. */
function unescapeForm(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? '';
}

/** Digests are of one length, which is what the comparison in constant time needs. */
const digest = (text: string) => createHash('sha256').update(text).digest();

function sameSecret(given: string, kept: string): boolean {
  return timingSafeEqual(digest(given), digest(kept));
}
