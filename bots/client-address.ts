import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Addresses of one's own network: loopback, private and link-local ones (RFC 1918, 4193, 3927, 4291; carriers': RFC 6598). */
const own = new BlockList();
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  own.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  own.addSubnet(network, prefix, 'ipv6');

/**
 * Whom a request counts for, where strangers are counted: the client's address; of IPv6 its network (/64), which one client may
 * fill alone. What `X-Forwarded-For` says is believed only as far as proxies of one's own network wrote it: from its end, up to
 * the first address that is none of theirs. What a client puts in front of that counts for nothing.
 */
export function clientAddress({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const way = [...forwarded, socket.remoteAddress ?? ''].map((hop) => plain(hop.trim())).toReversed();
  let nearest = way[0] ?? '';
  for (const hop of way) {
    if (isIP(hop) === 0) break;
    nearest = hop;
    if (!own.check(hop, isIPv6(hop) ? 'ipv6' : 'ipv4')) break;
  }
  return isIPv6(nearest) ? networkOf(nearest) : nearest;
}

/** Without a port, which some proxies write, a zone, and the clothes of IPv6 (`::ffff:192.0.2.1`) that IPv4 may wear. */
const plain = (hop: string) =>
  hop
    .replace(/^\[(.*)\](?::\d+)?$|^([\d.]+):\d+$/u, '$1$2')
    .replace(/%.*$/u, '')
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/iu, '');

function networkOf(address: string): string {
  // `URL` writes an address in its one canonical way.
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = written.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  return `${[...left, ...Array.from({ length: gap }, () => '0'), ...right].slice(0, 4).join(':')}::/64`;
}
