import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Encrypts what the store keeps of secrets and personal data. */
export interface Sealer {
  /** `context` is bound to the result: what was sealed for one row cannot be opened for another. */
  seal(text: string, context: string): string;
  /** @throws when the key is unknown, the text was altered, or the context is another one. */
  open(sealed: string, context: string): string;
}

const FORMAT = '1';
// NIST SP 800-38D, 8.2: 96 random bits as the nonce of AES-GCM, and the full 128 bits of its tag.
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * AES-256-GCM. A sealed text is `1.<key id>.<base64url of nonce, ciphertext and tag>`; the key id is a short hash of the
 * key, so that a rotated key still finds what it sealed.
 *
 * @param keys 32 bytes each: the first one seals, all of them open.
 * @throws when there is no key, or one of another length.
 */
export function createSealer(keys: Buffer[]): Sealer {
  const first = keys[0];
  if (!first) throw new Error('The sealer needs at least one key');
  if (keys.some((key) => key.length !== KEY_BYTES)) throw new Error('A key of the sealer must have 32 bytes');
  const byId = new Map<string, KeyObject>(keys.map((key) => [keyId(key), createSecretKey(key)]));
  const sealingKey = createSecretKey(first);
  const prefix = `${FORMAT}.${keyId(first)}.`;

  return {
    seal(text, context) {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(prefix + context));
      const encrypted = cipher.update(text, 'utf8');
      cipher.final();
      return prefix + Buffer.concat([nonce, encrypted, cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed, context) {
      const [format, id, body, ...rest] = sealed.split('.');
      if (format !== FORMAT || !id || !body || rest.length > 0) throw new Error('Not a sealed text');
      const key = byId.get(id);
      if (!key) throw new Error('Sealed with a key that is not configured (ENCRYPTION_KEY)');
      const bytes = Buffer.from(body, 'base64url');
      // Several spellings decode to the same bytes: only the one that seal() wrote counts as unaltered.
      if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== body) throw altered();
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(`${format}.${id}.${context}`));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        throw altered();
      }
    },
  };
}

/** The id of the key that a text was sealed with, without opening it; undefined for what is no sealed text. */
export function sealingKeyOf(sealed: string): string | undefined {
  const [format, id, body] = sealed.split('.', 3);
  return format === FORMAT && id && body ? id : undefined;
}

/**
 * SHA-256 as base64url: how the store keeps what it only has to recognise (tokens of links, OpenID states, signatures).
 * Not keyed, so that rotating ENCRYPTION_KEY changes none of them; whatever can be guessed (a six-digit code) must be
 * hashed together with something long and random that is not stored beside it, such as the token of its link.
 */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

let pool = Buffer.alloc(0);

/** Never the same twice. Drawn from a pool: asking the system for twelve bytes costs as much as encrypting a turn. */
function nextNonce(): Buffer {
  if (pool.length < NONCE_BYTES) pool = randomBytes(NONCE_BYTES * 256);
  const nonce = pool.subarray(0, NONCE_BYTES);
  pool = pool.subarray(NONCE_BYTES);
  return nonce;
}

/** A short name of a key, by which what was made with it finds it again. */
export function keyId(key: Buffer): string {
  return createHash('sha256').update('partnerdesk key id').update(key).digest('base64url').slice(0, 8);
}

function altered(): Error {
  return new Error('A sealed text was altered, or belongs to another row');
}
