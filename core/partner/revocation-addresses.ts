import type { X509Certificate } from 'node:crypto';
import { DerError, derValues, OBJECT_IDENTIFIER, OCTET_STRING, oid, SEQUENCE } from './der.js';

/** Extensions of a certificate: the member `[3]` (RFC 5280, 4.1). */
const EXTENSIONS = 0xa3;
/** CRL Distribution Points (2.5.29.31), and the URI in a name (RFC 5280, 4.2.1.6 and 4.2.1.13). */
const DISTRIBUTION_POINTS = oid('551d1f');
const URI = 0x86;
const CONSTRUCTED = 0x20;
/** Points hold names, and names hold URIs: nothing lies deeper. */
const DEEPEST = 6;

/** Where a certificate says that the list is on which it would stand if it was revoked. Empty: it names none. */
export function revocationAddresses({ raw }: X509Certificate): URL[] {
  try {
    const [certificate] = derValues(raw);
    const [signed] = derValues(certificate?.content ?? raw);
    for (const { tag, content } of derValues(signed?.content ?? raw))
      if (tag === EXTENSIONS) return [...derValues(content)].flatMap((list) => pointsIn(list.content));
    return [];
  } catch (error) {
    if (error instanceof DerError) return [];
    throw error;
  }
}

function pointsIn(extensions: Buffer): URL[] {
  for (const { tag, content } of derValues(extensions)) {
    const [name, ...rest] = tag === SEQUENCE ? [...derValues(content)] : [];
    const value = rest.find((one) => one.tag === OCTET_STRING);
    if (name?.tag === OBJECT_IDENTIFIER && name.content.equals(DISTRIBUTION_POINTS) && value)
      return [...urisIn(value.content, 0)];
  }
  return [];
}

function* urisIn(bytes: Buffer, depth: number): Generator<URL> {
  for (const { tag, content } of derValues(bytes)) {
    const text = content.toString('latin1');
    if (tag === URI && URL.canParse(text)) yield new URL(text);
    else if ((tag & CONSTRUCTED) !== 0 && depth < DEEPEST) yield* urisIn(content, depth + 1);
  }
}
