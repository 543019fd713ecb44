/** A value of DER (ITU-T X.690): its tag, what is in it, and the whole of it. */
export interface Der {
  tag: number;
  content: Buffer;
  whole: Buffer;
}

export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const OBJECT_IDENTIFIER = 0x06;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;
export const SEQUENCE = 0x30;

/** Bytes that are no DER. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** The values that follow each other, one after the other: nothing is kept of a list of any length. @throws DerError */
export function* derValues(bytes: Buffer): Generator<Der> {
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0;
    // 8.1.3: one byte says the length, or how many bytes say it. Tags of several bytes are in nothing that is read here.
    const more = first < 0x80 ? 0 : first - 0x80;
    const begin = at + 2 + more;
    if ((tag & 0x1f) === 0x1f || (first >= 0x80 && (more === 0 || more > 4)) || begin > bytes.length)
      throw new DerError();
    const end = begin + (more === 0 ? first : bytes.readUIntBE(at + 2, more));
    if (end > bytes.length) throw new DerError();
    yield { tag, content: bytes.subarray(begin, end), whole: bytes.subarray(at, end) };
    at = end;
  }
}

/** The text of an object identifier, in the bytes that are its content. */
export const oid = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** A time (RFC 5280, 4.1.2.5: in UTC, with seconds), ms since the epoch; NaN for what is none. */
export function timeOf({ tag, content }: Der): number {
  const text = content.toString('latin1');
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/u.exec(text);
  if (!match || (tag === UTC_TIME) !== (text.length === 13)) return Number.NaN;
  const [year = 0, month = 0, ...rest] = match.slice(1).map(Number);
  const [day = 0, hour = 0, minute = 0, second = 0] = rest;
  const century = tag !== UTC_TIME ? 0 : year < 50 ? 2000 : 1900;
  return Date.UTC(century + year, month - 1, day, hour, minute, second);
}
