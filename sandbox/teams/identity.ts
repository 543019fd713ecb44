import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TeamsConfig } from '../../core/config.js';
import type { ConnectorKeys } from './keys.js';
import { readBody } from '../body.js';
import { ASSERTION_TYPE, refusalOf } from '../entra/client-assertion.js';
import { sendJson } from './http.js';

/** Of one cloud: whom the bot's tokens are for, who signs deliveries, and the tenant of bots that belong to none. */
export interface TeamsAuthority {
  audience: string;
  commonTenant?: string;
}

/** As learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high and …-china-cloud have them. */
export const authorities: Record<TeamsConfig['cloud'], TeamsAuthority> = {
  public: { audience: 'https://api.botframework.com', commonTenant: 'botframework.com' },
  gcch: { audience: 'https://api.botframework.us', commonTenant: 'MicrosoftServices.onmicrosoft.us' },
  dod: { audience: 'https://api.botframework.us', commonTenant: 'MicrosoftServices.onmicrosoft.us' },
  '21vianet': { audience: 'https://api.botframework.azure.cn' },
};

const LIFETIME_SECONDS = 3599;

/**
 * The two identity services around the Bot Connector: its OpenID metadata, by which the bot knows a genuine delivery,
 * and the sign-in service that gives the bot its own token.
 */
export function createIdentity(options: {
  url: string;
  authority: TeamsAuthority;
  keys: ConnectorKeys;
  appId: string;
  appPassword: string;
  /** The certificate that is registered with the bot, PEM. */
  appCertificate?: string | undefined;
  /** Whether a token of a managed identity was given for this resource. */
  identityGave?: ((token: string, resource: string) => boolean) | undefined;
  tenantId: string;
  now: () => number;
}) {
  const { url, authority, keys, appId, appPassword, appCertificate, tenantId, now } = options;
  const { audience, commonTenant } = authority;
  const issued = new Map<string, number>();

  return {
    metadata(response: ServerResponse): number {
      sendJson(response, 200, {
        issuer: audience,
        authorization_endpoint: 'https://invalid.botframework.com',
        jwks_uri: `${url}/v1/.well-known/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
      });
      return 200;
    },

    async keySet(response: ServerResponse): Promise<number> {
      sendJson(response, 200, await keys.jwks());
      return 200;
    },

    /** Client credentials → bearer token; Entra ID's own error codes otherwise. */
    async token(request: IncomingMessage, response: ServerResponse, tenant: string): Promise<number> {
      const form = new URLSearchParams((await readBody(request)) ?? '');
      if (tenant !== tenantId && tenant !== commonTenant)
        return refuse(response, 400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
      if (form.get('grant_type') !== 'client_credentials')
        return refuse(response, 400, 'unsupported_grant_type', 70003, 'The grant type is not supported.');
      if (form.get('client_id') !== appId)
        return refuse(response, 400, 'unauthorized_client', 700016, 'Application was not found in the directory.');
      if (form.get('client_assertion_type') === ASSERTION_TYPE) {
        const issuer = `${url}/login/${tenant}`;
        const audiences = [`${issuer}/oauth2/v2.0/token`, `${issuer}/v2.0`];
        const asserting = { clientId: appId, audiences, certificate: appCertificate, now };
        const refusal = await refusalOf(form.get('client_assertion') ?? '', asserting);
        if (refusal) return refuse(response, 401, 'invalid_client', refusal.code, refusal.sentence);
      } else if (form.get('client_secret') !== appPassword)
        return refuse(response, 401, 'invalid_client', 7000215, 'Invalid client secret provided.');
      if (form.get('scope') !== `${audience}/.default`)
        return refuse(response, 400, 'invalid_scope', 70011, 'The provided value for scope is not valid.');
      const token = randomBytes(32).toString('base64url');
      issued.set(token, now() + LIFETIME_SECONDS * 1000);
      sendJson(response, 200, {
        token_type: 'Bearer',
        expires_in: LIFETIME_SECONDS,
        ext_expires_in: LIFETIME_SECONDS,
        access_token: token,
      });
      return 200;
    },

    /** Whether a call of the bot carries a token that was issued here and still lives. */
    isBot(request: IncomingMessage): boolean {
      const [scheme, token] = (request.headers.authorization ?? '').split(' ');
      if (scheme !== 'Bearer' || token === undefined) return false;
      return (issued.get(token) ?? 0) > now() || options.identityGave?.(token, audience) === true;
    },

    /** Makes every token that was given out worthless, as a changed password does. */
    revokeTokens(): void {
      issued.clear();
    },
  };
}

function refuse(response: ServerResponse, status: number, error: string, code: number, text: string): number {
  sendJson(response, status, { error, error_description: `AADSTS${code}: ${text}`, error_codes: [code] });
  return status;
}
