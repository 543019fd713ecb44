import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Proves that two processes belong to one desk: both hold the same ENCRYPTION_KEY. */
export interface InstanceProof {
  /** @returns undefined for what is no nonce */
  prove(nonce: string): string | undefined;
  check(nonce: string, proof: string): boolean;
}

/** 16 random bytes at least, in base64url; longer than any that the doctor makes is nothing to sign. */
const NONCE = /^[\w-]{22,64}$/;
const KEY_BYTES = 32;

/**
 * HMAC-SHA-256 under a key that HKDF derives for this purpose alone: whoever collects proofs learns nothing of what the key
 * encrypts, and can prove nothing but nonces that were proven before.
 *
 * @param encryptionKeys the newest proves, all of them check: a desk that still runs with the old list is the same desk
 */
export function createInstanceProof(encryptionKeys: readonly Buffer[]): InstanceProof {
  const keys = encryptionKeys.map((key) => Buffer.from(hkdfSync('sha256', key, '', 'partnerdesk instance', KEY_BYTES)));
  const [first] = keys;
  const sign = (key: Buffer, nonce: string) => createHmac('sha256', key).update(nonce).digest();
  return {
    prove: (nonce) => (first && NONCE.test(nonce) ? sign(first, nonce).toString('base64url') : undefined),
    check(nonce, proof) {
      const given = Buffer.from(proof, 'base64url');
      return keys.some((key) => {
        const right = sign(key, nonce);
        return given.length === right.length && timingSafeEqual(given, right);
      });
    },
  };
}
