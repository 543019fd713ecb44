import { createHash, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What is known of an application that may prove itself by an assertion. */
export interface AssertingClient {
  clientId: string;
  /** The addresses that an assertion may be for: the token endpoint, and the issuer. */
  audiences: string[];
  /** The certificate that is registered with it, PEM. */
  certificate?: string | undefined;
  /** Whether a token of another issuer stands for it: its federated credential. */
  federated?: ((token: string) => Promise<boolean>) | undefined;
  now: () => number;
}

/** Why an assertion is refused, as Entra says it. */
export interface AssertionRefusal {
  code: number;
  sentence: string;
}

/** @returns undefined: it proves the client */
export async function refusalOf(assertion: string, client: AssertingClient): Promise<AssertionRefusal | undefined> {
  const thumbprint = thumbprintIn(assertion);
  if (thumbprint === undefined) {
    if (client.federated && (await client.federated(assertion))) return undefined;
    return { code: 700213, sentence: 'No matching federated identity record found for the presented assertion.' };
  }
  const certificate = client.certificate === undefined ? undefined : new X509Certificate(client.certificate);
  if (!certificate || thumbprintOf(certificate) !== thumbprint)
    return { code: 700027, sentence: 'The certificate used to sign the client assertion is not registered.' };
  if (Date.parse(certificate.validTo) <= client.now())
    return { code: 700027, sentence: 'The certificate used to sign the client assertion has expired.' };
  try {
    const { payload } = await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['PS256', 'RS256'],
      currentDate: new Date(client.now()),
      requiredClaims: ['exp', 'jti', 'nbf'],
    });
    return claimRefusal(payload, client);
  } catch (error) {
    if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed)
      return { code: 700024, sentence: 'Client assertion is not within its valid time range.' };
    return { code: 700027, sentence: 'Client assertion failed signature validation.' };
  }
}

function claimRefusal(
  { iss, sub, aud }: JWTPayload,
  { clientId, audiences }: AssertingClient,
): AssertionRefusal | undefined {
  if (typeof aud !== 'string' || !audiences.includes(aud))
    return { code: 700023, sentence: 'Client assertion audience claim does not match Realm issuer.' };
  if (iss === clientId && sub === clientId) return undefined;
  return { code: 700021, sentence: 'Client assertion application identifier does not match client_id.' };
}

export function thumbprintOf(certificate: X509Certificate): string {
  return createHash('sha256').update(certificate.raw).digest('base64url');
}

function thumbprintIn(assertion: string): string | undefined {
  try {
    const named = decodeProtectedHeader(assertion)['x5t#S256'];
    return typeof named === 'string' ? named : undefined;
  } catch {
    return undefined;
  }
}
