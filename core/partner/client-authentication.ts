import { webcrypto } from 'node:crypto';
import { type ClientAuth, ClientSecretPost, modifyAssertion, PrivateKeyJwt } from 'openid-client';
import type { ClientCredential } from '../config.js';
import type { ClientCertificate } from './client-certificate.js';
import { type KeepOptions, keepTokens } from './kept-tokens.js';
import { managedIdentityGrant } from './managed-identity.js';

type FederatedCredential = Extract<ClientCredential, { type: 'federated' }>;

/** RFC 7523, 2.2. */
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** How an Entra application proves itself to the login service. @param options for the tokens of a federated credential */
export function clientAuthentication(
  credential: Exclude<ClientCredential, { type: 'managedIdentity' }>,
  options: KeepOptions,
): ClientAuth {
  switch (credential.type) {
    case 'secret':
      return ClientSecretPost(credential.secret);
    case 'certificate':
      return byCertificate(credential.certificate);
    case 'federated':
      return byIdentity(credential, options);
  }
}

/**
 * A client assertion as Entra wants it (learn.microsoft.com/entra/identity-platform/certificate-credentials): signed with
 * PS256, for the token endpoint, naming the certificate by its SHA-256.
 */
function byCertificate({ key, thumbprint }: ClientCertificate): ClientAuth {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' };
  const der = key.export({ type: 'pkcs8', format: 'der' });
  let imported: Promise<webcrypto.CryptoKey> | undefined;
  // oxlint-disable-next-line typescript/no-misused-promises -- the library waits for what its type does not promise: it signs
  return async (server, client, body, headers) => {
    imported ??= webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
    const sign = PrivateKeyJwt(await imported, {
      [modifyAssertion](header, payload) {
        header['x5t#S256'] = thumbprint;
        header['typ'] = 'JWT';
        payload['aud'] = server.token_endpoint ?? server.issuer;
      },
    });
    // Typed as if it did so at once; it signs, and that takes a promise.
    await Promise.resolve(sign(server, client, body, headers));
  };
}

/** A token of the managed identity stands for the application, which trusts it (a federated credential). */
function byIdentity({ identity, audience }: FederatedCredential, options: KeepOptions): ClientAuth {
  const tokens = keepTokens(managedIdentityGrant(identity, audience, options.now), options);
  // oxlint-disable-next-line typescript/no-misused-promises -- the library waits for what its type does not promise, as above
  return async (_server, { client_id: clientId }, body) => {
    body.set('client_id', clientId);
    body.set('client_assertion_type', ASSERTION_TYPE);
    body.set('client_assertion', await tokens.get());
  };
}
