import { createHash } from 'node:crypto';

/** The namespace of partnerdesk's own ids: made once at random, never changed. */
const NAMESPACE = Buffer.from('4f0c9d2ae4b34f1c9a6e0b7c5d3821f6', 'hex');

/** A UUID that is always the same for the same name in the same namespace (RFC 9562, version 5). */
export function uuidOf(name: string, namespace = NAMESPACE): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
