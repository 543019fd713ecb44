import { X509Certificate } from 'node:crypto';

/** More than any chain has; what follows is not looked at. */
const MOST = 10;

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/gu;

/** The certificates of a file: PEM or DER, one or several. Empty when it holds none, or one that cannot be read. */
export function readCertificates(file: Buffer): X509Certificate[] {
  const text = file.toString('latin1');
  const pieces = text.includes('-----BEGIN') ? (text.match(PEM) ?? []) : derPieces(file);
  try {
    return pieces.slice(0, MOST).map((piece) => new X509Certificate(piece));
  } catch {
    return [];
  }
}

/** DER values that follow each other: each says its own length (X.690, 8.1.3). */
function derPieces(file: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  let rest = file;
  while (rest.length > 4 && pieces.length < MOST) {
    const length = derLength(rest);
    if (length === undefined || length > rest.length) return [];
    pieces.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  return pieces;
}

/** Of a whole SEQUENCE, its head included; certificates have between 128 bytes and 64 KB. */
function derLength(bytes: Buffer): number | undefined {
  if (bytes[0] !== 0x30) return undefined;
  if (bytes[1] === 0x81) return 3 + bytes.readUInt8(2);
  if (bytes[1] === 0x82) return 4 + bytes.readUInt16BE(2);
  return undefined;
}

// BasicConstraints (2.5.29.19): its identifier, perhaps "critical", then the octets of the value (RFC 5280, 4.2.1.9).
const BASIC_CONSTRAINTS = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x13]);

/**
 * How many certificate authorities may stand between this one and the certificate that was issued in the end; Node does not
 * tell. Bytes in another place that look like a constraint could only narrow it.
 */
export function pathLengthOf({ raw }: X509Certificate): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = raw.indexOf(BASIC_CONSTRAINTS); at >= 0; at = raw.indexOf(BASIC_CONSTRAINTS, at + 1)) {
    const after = raw.subarray(at + BASIC_CONSTRAINTS.length, at + BASIC_CONSTRAINTS.length + 16);
    const value = /^(?:0101ff)?04..30..0101ff0201(?<length>..)/u.exec(after.toString('hex'))?.groups?.['length'];
    if (value !== undefined) least = Math.min(least, Number.parseInt(value, 16));
  }
  return least;
}
