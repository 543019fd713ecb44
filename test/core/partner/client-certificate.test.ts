import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import { CertificateError, readClientCertificate } from '../../../core/partner/client-certificate.js';
import { thumbprintOf } from '../../../sandbox/entra/client-assertion.js';
import { makeClientCertificate } from '../../wire/client-certificates.js';

describe('a client certificate', () => {
  it('is read with its key, its thumbprint and its end, in any order and with others beside it', async () => {
    const until = new Date('2031-05-06T07:08:09Z');
    const [own, other] = await Promise.all([makeClientCertificate({ until }), makeClientCertificate()]);
    for (const file of [own.file, own.certificate + own.key, other.certificate + own.file]) {
      const read = readClientCertificate(file);
      expect(read.thumbprint).toBe(thumbprintOf(new X509Certificate(own.certificate)));
      expect(read.expiresAt).toBe(until.getTime());
      expect(read.key.type).toBe('private');
    }
  });

  it('is refused with what is wrong with it, and without a word of its content', async () => {
    const [own, other, weak] = await Promise.all([
      makeClientCertificate(),
      makeClientCertificate(),
      makeClientCertificate({ bits: 1024 }),
    ]);
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const locked = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    });
    const broken = own.key.replace(/[A-Za-z0-9]{20}/u, '!'.repeat(20));
    for (const [file, reason] of [
      ['', 'holds a private key'],
      [own.certificate, 'holds a private key'],
      [own.key, 'a certificate beside the private key'],
      [own.key + other.certificate, 'belongs to the private key'],
      [weak.file, 'at least 2048 bits'],
      [curve.export({ type: 'pkcs8', format: 'pem' }).toString() + own.certificate, 'an RSA key'],
      [locked.toString() + own.certificate, 'without a passphrase'],
      [broken + own.certificate, 'a private key that can be read'],
      [own.key + own.certificate.replace(/[A-Za-z0-9]{20}/u, '!'.repeat(20)), 'certificates that can be read'],
    ] as const)
      expect(() => readClientCertificate(file)).toThrow(reason);
  });

  it('is refused in one way only, whatever the file holds', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(() => readClientCertificate(text)).toThrow(CertificateError);
      }),
    );
  });
});
