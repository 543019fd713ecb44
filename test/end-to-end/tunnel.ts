// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 wants it loaded before itself
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import * as x509 from '@peculiar/x509';
import { SECRET_MARK } from '../../sandbox/secrets.js';

export const PROXY_USER = 'proxy-user';
export const PROXY_PASSWORD = `proxy/pass word:${SECRET_MARK}`;

/** What HTTPS_PROXY has to be. */
export function addressOf(proxy: Server): string {
  const credentials = `${encodeURIComponent(PROXY_USER)}:${encodeURIComponent(PROXY_PASSWORD)}`;
  return `http://${credentials}@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

/** A CONNECT proxy that wants credentials, and whose every tunnel ends at one server. */
export function createProxy(target: number) {
  const wanted = `Basic ${Buffer.from(`${PROXY_USER}:${PROXY_PASSWORD}`).toString('base64')}`;
  const tunnels = new Set<string>();
  const sockets = new Set<Socket>();
  const chunks: Buffer[] = [];
  let refused = 0;
  const server = createServer((_request, response) => {
    refused += 1;
    response.writeHead(405).end();
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    if (request.headers['proxy-authorization'] !== wanted) {
      refused += 1;
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    tunnels.add(request.url ?? '');
    const service = connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      for (const [from, to] of [
        [client, service],
        [service, client],
      ] as const) {
        from.on('data', (chunk: Buffer) => chunks.push(chunk));
        from.pipe(to);
      }
    });
    for (const socket of [client, service]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
  });
  return { server, tunnels, sockets, passed: () => Buffer.concat(chunks), refused: () => refused };
}

/** A certificate for these names, signed by an authority of this test alone. All of them in PEM. */
export async function certificateFor(...names: string[]) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [root, own] = [await newKeys(), await newKeys()];
  const life = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 24 * 3_600_000) };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test authority',
    ...life,
    signingAlgorithm: algorithm,
    keys: root,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=Test services',
    issuer: authority.subject,
    ...life,
    signingAlgorithm: algorithm,
    publicKey: own.publicKey,
    signingKey: root.privateKey,
    extensions: [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))],
  });
  const exported = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
  return {
    authority: authority.toString('pem'),
    certificate: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${exported}\n-----END PRIVATE KEY-----\n`,
  };
}

export async function listen(server: Server, port = 0): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
