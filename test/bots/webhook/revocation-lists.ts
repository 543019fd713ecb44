import { sign, webcrypto, X509Certificate } from 'node:crypto';
import { cryptoProvider, X509CrlGenerator } from '@peculiar/x509';
import { BIT_STRING, derValues, SEQUENCE } from '../../../core/partner/der.js';
import type { Link } from '../../../sandbox/partner-center/webhook-chain.js';

const HOUR_MS = 3_600_000;

/** What an authority revoked, as it publishes it. @param options.until absent: it says none; dates in ms since the epoch */
export async function makeList(
  issuer: Pick<Link, 'name' | 'keys'>,
  revoked: readonly Link[],
  options: { from?: number; until?: number | undefined; hash?: string } = {},
): Promise<Buffer> {
  cryptoProvider.set(webcrypto);
  const { from = Date.now() - HOUR_MS, until = Date.now() + 100 * HOUR_MS, hash = 'SHA-256' } = options;
  const list = await X509CrlGenerator.create({
    issuer: issuer.name,
    thisUpdate: new Date(from),
    ...('until' in options && options.until === undefined ? {} : { nextUpdate: new Date(until) }),
    signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash },
    signingKey: issuer.keys.privateKey,
    entries: [...others, ...revoked].map((one) => ({
      serialNumber: typeof one === 'string' ? one : new X509Certificate(one.certificate).serialNumber,
      revocationDate: new Date(from),
    })),
  });
  return Buffer.from(list.rawData);
}

/** Of certificates that no test uses. */
const others = ['01', '00ff00', '7fffffffffffffffffffffffffffffff'];

/** The same with so many more in front: by hand, because the library that makes the others has a limit. */
export async function makeLongList(issuer: Link, revoked: readonly Link[], more: number): Promise<Buffer> {
  const [whole] = derValues(await makeList(issuer, revoked));
  const [signed, algorithm] = [...derValues(whole?.content ?? Buffer.alloc(0))];
  const members = [...derValues(signed?.content ?? Buffer.alloc(0))];
  // Version, algorithm, issuer and two dates come before the entries.
  const entries = members[5]?.content ?? Buffer.alloc(0);
  const another = der(SEQUENCE, Buffer.from(`0210${'5a'.repeat(16)}170d3235303130313030303030305a`, 'hex'));
  const long = der(SEQUENCE, Buffer.concat([...Array.from({ length: more }, () => another), entries]));
  const all = members.map((member, index) => (index === 5 ? long : member.whole));
  const content = der(SEQUENCE, Buffer.concat(all));
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', content, issuer.key)]);
  return der(SEQUENCE, Buffer.concat([content, algorithm?.whole ?? Buffer.alloc(0), der(BIT_STRING, signature)]));
}

function der(tag: number, content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
  head.writeUInt32BE(content.length, 2);
  return Buffer.concat([head, content]);
}
