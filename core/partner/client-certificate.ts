import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** The certificate by which an Entra application proves itself, with its key. */
export interface ClientCertificate {
  key: KeyObject;
  /** SHA-256 of the certificate, base64url: `x5t#S256` of assertions (RFC 7515, 4.1.8). */
  thumbprint: string;
  /** ms since the epoch; from then on Entra refuses it. */
  expiresAt: number;
}

/** A file that holds no usable certificate. The message goes behind "expected" and says nothing of its content. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

// NIST SP 800-57, part 1, table 2: less than 2048 bits is no longer acceptable for RSA. Entra takes RSA keys alone.
const LEAST_BITS = 2048;

/**
 * Reads a private key and the certificate that belongs to it. Further certificates, as a chain has them, are passed over.
 *
 * @param pem a file that holds both, in any order
 * @throws {CertificateError}
 */
export function readClientCertificate(pem: string): ClientCertificate {
  const key = privateKeyOf(pem);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < LEAST_BITS)
    throw new CertificateError(`an RSA key of at least ${LEAST_BITS} bits`);
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu) ?? [];
  if (blocks.length === 0) throw new CertificateError('a certificate beside the private key (BEGIN CERTIFICATE)');
  const certificate = blocks.map(certificateOf).find((one) => one.checkPrivateKey(key));
  if (!certificate) throw new CertificateError('a certificate that belongs to the private key beside it');
  return {
    key,
    thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
    expiresAt: Date.parse(certificate.validTo),
  };
}

function privateKeyOf(pem: string): KeyObject {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/u.test(pem))
    throw new CertificateError('a private key without a passphrase');
  const block = /-----BEGIN (?<kind>(?:RSA )?PRIVATE KEY)-----[\s\S]+?-----END \k<kind>-----/u.exec(pem)?.[0];
  if (block === undefined) throw new CertificateError('a file in PEM that holds a private key (BEGIN PRIVATE KEY)');
  try {
    return createPrivateKey(block);
  } catch {
    throw new CertificateError('a private key that can be read');
  }
}

function certificateOf(block: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch {
    throw new CertificateError('certificates that can be read');
  }
}
