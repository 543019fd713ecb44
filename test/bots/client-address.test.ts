import { describe, expect, it } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import { clientAddress } from '../../bots/client-address.js';

const seen = (remoteAddress: string, forwarded?: string) =>
  clientAddress({
    // Only this member is read.
    socket: { remoteAddress } as Parameters<typeof clientAddress>[0]['socket'],
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  });

describe('the address that a stranger is counted by', () => {
  it.each([
    ['a client that comes by itself', '203.0.113.7', undefined, '203.0.113.7'],
    ['a client that comes by itself and says that it is another', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['a client behind a proxy on this machine', '127.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['a server that listens on both kinds of addresses', '::ffff:127.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['a client behind two proxies of the network', '::1', '203.0.113.7, 10.0.0.9', '203.0.113.7'],
    ['a client that puts something in front', '127.0.0.1', '1.2.3.4,10.1.1.1 , 203.0.113.7', '203.0.113.7'],
    ['a proxy that writes the port', '10.0.0.4', '203.0.113.7:51234', '203.0.113.7'],
    ['a proxy that writes the port of IPv6', '10.0.0.4', '[2001:db8:1:2:3:4:5:6]:443', '2001:db8:1:2::/64'],
    ['words in place of an address', '127.0.0.1', 'unknown', '127.0.0.1'],
    ['words before an address', '127.0.0.1', 'unknown, 203.0.113.7', '203.0.113.7'],
    ['a colleague in the same network', '127.0.0.1', '192.168.1.5', '192.168.1.5'],
    ['a proxy that says nothing', '10.0.0.4', undefined, '10.0.0.4'],
    ['IPv6, whose hosts have a network each', '2001:db8::1', undefined, '2001:db8:0:0::/64'],
    ['IPv6 in its long writing', '2001:0DB8:0:0:9:8:7:6', undefined, '2001:db8:0:0::/64'],
    ['a zone', 'fe80::1%eth0', undefined, 'fe80:0:0:0::/64'],
  ])('%s', (_who, peer, forwarded, expected) => {
    expect(seen(peer, forwarded)).toBe(expected);
  });

  it('is the last one that is not ours, whatever stands before it', () => {
    assert(property(string(), (lie) => seen('127.0.0.1', `${lie}, 203.0.113.7, 10.0.0.1`) === '203.0.113.7'));
  });

  it('is found in any header at all', () => {
    assert(property(string(), string(), (peer, header) => typeof seen(peer, header) === 'string'));
  });
});
