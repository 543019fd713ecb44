import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { keyId } from '../store/sealer.js';

/** What a signature is for. The same text signed for something else is worth nothing. */
export type Purpose = 'entry' | 'link' | 'head' | 'erasure';

/** Signs and checks what the journal holds. */
export interface JournalKeys {
  /** `<key id>.<signature>`, under the newest key. */
  sign(purpose: Purpose, text: string): string;
  /** `unknownKey`: made with a key that is not configured, or with none. */
  check(purpose: Purpose, text: string, signature: string): 'right' | 'wrong' | 'unknownKey';
}

const KEY_BYTES = 32;

/**
 * HMAC-SHA-256 under keys that HKDF (RFC 5869) derives from those of ENCRYPTION_KEY, so that nothing which is signed here
 * says anything of what they encrypt.
 *
 * @param encryptionKeys the first one signs, all of them check
 */
export function createJournalKeys(encryptionKeys: readonly Buffer[]): JournalKeys {
  const keys = new Map(encryptionKeys.map((key) => [keyId(key), derived(key)]));
  const [first] = keys;
  if (!first) throw new Error('The journal needs at least one key');
  const [firstId, firstKey] = first;

  return {
    sign: (purpose, text) => `${firstId}.${signature(firstKey, purpose, text).toString('base64url')}`,
    check(purpose, text, signed) {
      const [id = '', given = '', ...rest] = signed.split('.');
      const key = keys.get(id);
      if (!key) return 'unknownKey';
      const right = signature(key, purpose, text);
      const bytes = Buffer.from(given, 'base64url');
      // Several spellings decode to the same bytes: only the one that sign() wrote counts.
      if (rest.length > 0 || bytes.length !== right.length || bytes.toString('base64url') !== given) return 'wrong';
      return timingSafeEqual(bytes, right) ? 'right' : 'wrong';
    },
  };
}

function derived(key: Buffer): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'partnerdesk journal', KEY_BYTES)));
}

function signature(key: KeyObject, purpose: Purpose, text: string): Buffer {
  return createHmac('sha256', key).update(purpose).update('\n').update(text).digest();
}
