// oxlint-disable-next-line import/no-unassigned-import -- the library that makes certificates asks for this when it is loaded
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { cryptoProvider, X509CertificateGenerator } from '@peculiar/x509';

/** A certificate as an operator has it, in PEM. */
export interface MadeCertificate {
  key: string;
  certificate: string;
  /** Both, as in the file that a setting names. */
  file: string;
}

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]) };

/** @param until when it expires */
export async function makeClientCertificate({
  until = new Date(Date.now() + 365 * 86_400_000),
  bits = 2048,
} = {}): Promise<MadeCertificate> {
  cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey({ ...RSA, modulusLength: bits }, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=partnerdesk',
    notBefore: new Date(until.getTime() - 730 * 86_400_000),
    notAfter: until,
    signingAlgorithm: RSA,
    keys,
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  const certificate = `${made.toString('pem')}\n`;
  return { key, certificate, file: key + certificate };
}
