import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { isProxyAddress, proxyOf } from '../../../core/config/proxy.js';
import { createAgents, goesDirect } from '../../../core/partner/agents.js';
import { createOutbound } from '../../../core/partner/outbound.js';

describe('a proxy as the settings name it', () => {
  it('has its credentials apart from its address', () => {
    expect(proxyOf('http://us%40er:p%2Fw@proxy.example:8080')).toEqual({
      url: 'http://proxy.example:8080',
      authorization: `Basic ${Buffer.from('us@er:p/w').toString('base64')}`,
      direct: [],
    });
  });

  it.each([
    ['http://proxy.example:8080', true],
    ['https://user:password@proxy.example', true],
    ['proxy.example:8080', false],
    ['socks5://proxy.example', false],
    ['http://proxy.example/path', false],
    ['http://us%er@proxy.example', false],
  ])('is taken from %s: %p', (value, taken) => {
    expect(isProxyAddress(value)).toBe(taken);
  });
});

describe('what goes past the proxy', () => {
  const { direct } = proxyOf(
    'http://proxy',
    '.internal.example, Vault.example *.lab.example\n10.0.0.7,api.example:8443',
  );

  it.each([
    ['https://127.0.0.1:4000/', true],
    ['https://localhost/', true],
    ['https://[::1]/', true],
    ['https://vault.example/', true],
    ['https://a.vault.example/', true],
    ['https://internal.example/', true],
    ['https://x.internal.example/', true],
    ['https://y.lab.example/', true],
    ['https://10.0.0.7/', true],
    ['https://api.example:8443/', true],
    ['https://api.example/', false],
    ['https://evilvault.example/', false],
    ['https://vault.example.evil/', false],
    ['https://graph.microsoft.com/', false],
  ])('%s: %p', (url, past) => {
    expect(goesDirect(new URL(url), direct)).toBe(past);
  });

  it('is everything for a star, and nothing but loopback for an empty list', () => {
    expect(goesDirect(new URL('https://graph.microsoft.com'), ['*'])).toBe(true);
    expect(goesDirect(new URL('https://graph.microsoft.com'), proxyOf('http://proxy', ' , ').direct)).toBe(false);
  });

  it('decides over the agent of an address', () => {
    const agents = createAgents(proxyOf('http://proxy', 'vault.example'));
    const through = agents.for(new URL('https://graph.microsoft.com'));
    expect(agents.for(new URL('https://slack.com'))).toBe(through);
    for (const near of ['https://vault.example', 'https://localhost', 'http://127.0.0.1:1'])
      expect(agents.for(new URL(near))).not.toBe(through);
    agents.close();
  });
});

describe('a proxy that refuses', () => {
  it.each([403, 404, 407, 502])('with %i is no answer of the service', async (status) => {
    const proxy = createServer();
    proxy.on('connect', (_request, socket: Socket) => {
      socket.on('error', () => undefined);
      socket.end(
        `HTTP/1.1 ${status} No\r\ncontent-type: application/json\r\n\r\n{"error":{"code":"ResourceNotFound"}}`,
      );
    });
    proxy.listen(0, '127.0.0.1');
    await new Promise((resolve) => proxy.once('listening', resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const send = createOutbound({ origin: 'https://graph.microsoft.com', proxy: proxyOf(address) });
    const asked = send({ method: 'GET', url: 'https://graph.microsoft.com/v1.0/users/x', headers: {} });
    await expect(asked).rejects.toMatchObject({ name: 'OutboundError', reason: 'EPROXY' });
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});
