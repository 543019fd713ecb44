// oxlint-disable-next-line import/no-unassigned-import -- the library that makes certificates asks for this when it is loaded
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  cryptoProvider,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate with its key, in the forms in which they are used. */
export interface Link {
  name: string;
  /** DER */
  certificate: Buffer;
  pem: string;
  key: KeyObject;
  keys: webcrypto.CryptoKeyPair;
}

/** What differs from link to link. Dates in ms since the epoch. */
export interface LinkOptions {
  /** An X.500 name, as text. */
  name: string;
  /** Absent: it signs itself. */
  issuer?: Link;
  authority: boolean;
  /** Whether its key may sign certificates; absent: an authority's may. */
  certifies?: boolean;
  /** Who really signs it, whatever it says of its issuer. */
  signedBy?: webcrypto.CryptoKeyPair;
  /** How many authorities may stand below it. */
  pathLength?: number;
  from?: number;
  until?: number;
  /** Where its issuer's certificate is. */
  issuerAddress?: string;
  /** Where its issuer says what it revoked. */
  listAddress?: string;
  keyBits?: number;
  /** Absent: a new pair. */
  keys?: webcrypto.CryptoKeyPair;
}

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]) };
const DAY_MS = 24 * 3_600_000;

/** Makes a link of a chain of certificates, with an RSA key. */
export async function makeLink(options: LinkOptions): Promise<Link> {
  const { name, issuer, authority, certifies = authority, pathLength, issuerAddress, keyBits = 2048 } = options;
  const { listAddress } = options;
  cryptoProvider.set(webcrypto);
  const algorithm = { ...ALGORITHM, modulusLength: keyBits };
  const keys = options.keys ?? (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']));
  const signer = issuer?.keys ?? keys;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8)).map((byte) => byte & 0x7f)).toString('hex'),
    subject: name,
    issuer: issuer?.name ?? name,
    notBefore: new Date(options.from ?? Date.now() - DAY_MS),
    notAfter: new Date(options.until ?? Date.now() + 30 * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: (options.signedBy ?? signer).privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(authority, pathLength, true),
      new KeyUsagesExtension(certifies ? KeyUsageFlags.keyCertSign : KeyUsageFlags.digitalSignature, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(signer.publicKey),
      ...(issuerAddress === undefined ? [] : [new AuthorityInfoAccessExtension({ caIssuers: [issuerAddress] })]),
      ...(listAddress === undefined ? [] : [new CRLDistributionPointsExtension([listAddress])]),
    ],
  });
  return {
    name,
    certificate: Buffer.from(certificate.rawData),
    pem: certificate.toString('pem'),
    key: KeyObject.from(keys.privateKey),
    keys,
  };
}

export const ROOT_NAME = 'C=US, O=partnerdesk sandbox, CN=Sandbox Root';
export const ISSUER_NAME = 'C=US, O=Microsoft Corporation, CN=Sandbox Issuing CA 01';
export const LEAF_NAME = 'C=US, ST=WA, L=Redmond, O=Microsoft Corporation, CN=pcnotifications-dispatch.microsoft.com';

/** Root, issuer and the certificate that signs, as Partner Center has them: some 300 ms of work. */
export async function makeChain(): Promise<{ root: Link; issuer: Link; leaf: Link }> {
  const root = await makeLink({ name: ROOT_NAME, authority: true });
  const issuer = await makeLink({ name: ISSUER_NAME, issuer: root, authority: true, pathLength: 0 });
  const leaf = await makeLink({ name: LEAF_NAME, issuer, authority: false });
  return { root, issuer, leaf };
}
