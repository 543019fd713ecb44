import { verify, type X509Certificate } from 'node:crypto';
import {
  BIT_STRING,
  type Der,
  DerError,
  derValues,
  GENERALIZED_TIME,
  INTEGER,
  oid,
  SEQUENCE,
  timeOf,
  UTC_TIME,
} from './der.js';

/** What an authority took back before its time, as it signed it. */
export interface RevocationList {
  /** Until when it counts, ms since the epoch. */
  until: number;
  /** @param serial as Node writes it: hexadecimal */
  names(serial: string): boolean;
}

/** In bytes: 20, and one for the sign (RFC 5280, 4.1.2.2). */
const LONGEST_SERIAL = 21;

/** By the bytes of their object identifiers: sha256, sha384 and sha512 with RSA (RFC 4055), the same with ECDSA (RFC 5758). */
const algorithms: readonly [Buffer, string][] = [
  [oid('2a864886f70d01010b'), 'sha256'],
  [oid('2a864886f70d01010c'), 'sha384'],
  [oid('2a864886f70d01010d'), 'sha512'],
  [oid('2a8648ce3d040302'), 'sha256'],
  [oid('2a8648ce3d040303'), 'sha384'],
  [oid('2a8648ce3d040304'), 'sha512'],
];

/**
 * Reads a list of revoked certificates (RFC 5280, 5.1) that this issuer signed. Lists may have a hundred thousand entries, and
 * come from an address that anybody on the way can answer for: nothing of them is looked at before the signature holds.
 *
 * @param now ms since the epoch
 * @returns undefined when it is none, is not the issuer's, or its time is over
 */
export function readRevocationList(file: Buffer, issuer: X509Certificate, now: number): RevocationList | undefined {
  try {
    const [outer] = derValues(file);
    const [signed, algorithm, signature] = outer?.tag === SEQUENCE ? [...derValues(outer.content)] : [];
    if (!signed || !algorithm || !signature || !isSigned(signed, algorithm, signature, issuer)) return undefined;
    return readSigned(signed, now);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function isSigned(signed: Der, algorithm: Der, signature: Der, issuer: X509Certificate): boolean {
  const [name] = derValues(algorithm.content);
  const [, hash] = algorithms.find(([bytes]) => name?.content.equals(bytes)) ?? [];
  // The first byte says how many bits are missing from the last: none, in a signature.
  if (hash === undefined || signature.tag !== BIT_STRING || signature.content[0] !== 0) return false;
  return verify(hash, signed.whole, issuer.publicKey, signature.content.subarray(1));
}

/** `TBSCertList`: version, algorithm, issuer, this update, next update, entries, extensions. */
function readSigned(signed: Der, now: number): RevocationList | undefined {
  const members = [...derValues(signed.content)];
  const first = members.findIndex(({ tag }) => tag === UTC_TIME || tag === GENERALIZED_TIME);
  const [from, until, ...rest] = members.slice(first);
  // Without an end (which RFC 5280 demands) nobody knows how long it counts.
  if (first < 0 || !from || !until || !(timeOf(from) <= now) || !(now < timeOf(until))) return undefined;
  const entries = rest[0]?.tag === SEQUENCE ? rest[0].content : Buffer.alloc(0);
  // Once to its end: what cannot be read shows now.
  for (const serial of serials(entries)) if (serial.length > LONGEST_SERIAL) return undefined;
  return {
    until: timeOf(until),
    names(serial) {
      const wanted = bare(serial.toLowerCase());
      for (const one of serials(entries)) if (bare(one.toString('hex')) === wanted) return true;
      return false;
    },
  };
}

/** What stands first in each entry. */
function* serials(entries: Buffer): Generator<Buffer> {
  for (const entry of derValues(entries)) {
    const [number] = derValues(entry.content);
    if (number?.tag !== INTEGER) throw new DerError();
    yield number.content;
  }
}

const bare = (hex: string) => hex.replace(/^0+/u, '');
