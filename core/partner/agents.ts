import http from 'node:http';
import https from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Proxy } from '../config/proxy.js';

/** Connections that stay open, to whatever is called. */
export interface Agents {
  /** The agent for an address: direct, or through the proxy. */
  for(url: URL): http.Agent;
  close(): void;
}

const OPTIONS = { keepAlive: true, maxSockets: 64 };

/**
 * Agents for everything outbound. With a proxy, `https:` goes through a tunnel of it (`CONNECT`): TLS ends at the service, and
 * the proxy sees a host name and nothing else. `http:` is accepted for loopback alone, which no proxy reaches.
 */
export function createAgents(proxy: Proxy | undefined): Agents {
  const plain = new http.Agent(OPTIONS);
  const secure = new https.Agent(OPTIONS);
  const tunnel = proxy && tunnelThrough(proxy);
  return {
    for(url) {
      if (url.protocol === 'http:') return plain;
      return tunnel && !goesDirect(url, proxy.direct) ? tunnel : secure;
    },
    close: () => [plain, secure, tunnel].forEach((agent) => agent?.destroy()),
  };
}

function tunnelThrough({ url, authorization }: Proxy): http.Agent {
  // As a header, not in the address, and by a function: with DEBUG set, libraries print addresses and whole agents.
  const headers = () => (authorization === undefined ? {} : { 'Proxy-Authorization': authorization });
  const agent = new HttpsProxyAgent(url, { ...OPTIONS, headers });
  // The library passes off a proxy's refusal as the answer of the service; a 404 could then be taken for "no such person".
  agent.on('proxyConnect', ({ statusCode }: { statusCode: number }, request: http.ClientRequest) => {
    if (statusCode !== 200) request.destroy(Object.assign(new Error('the proxy refused'), { code: 'EPROXY' }));
  });
  return agent;
}

/** Loopback, and what NO_PROXY names: a host, everything below it, `host:port`, or `*` for all. */
export function goesDirect(url: URL, direct: readonly string[]): boolean {
  if (isLoopback(url)) return true;
  const port = url.port || '443';
  return direct.some((entry) => {
    if (entry === '*') return true;
    const [, host = '', wanted] = /^(.*?)(?::(\d+))?$/u.exec(entry) ?? [];
    if (wanted !== undefined && wanted !== port) return false;
    const name = host.replace(/^\*?\./u, '');
    return name !== '' && (url.hostname === name || url.hostname.endsWith(`.${name}`));
  });
}

/** Whether a URL's host is this machine: the only hosts for which plain http is accepted. */
export function isLoopback(url: URL): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
