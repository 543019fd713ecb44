import { createServer, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../../wire/world.js';

/** What one path of the host gives: a file, or something worse. */
export type Given = Buffer | string | ((response: ServerResponse) => void);

/** The host from which certificates are fetched, as a test wants it. */
export interface CertificateHost {
  origin: string;
  /** By path. */
  files: Map<string, Given>;
  /** The paths that were asked for, in their order. */
  asked: string[];
  close(): Promise<void>;
}

export async function openCertificateHost(): Promise<CertificateHost> {
  const files = new Map<string, Given>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const given = files.get(path);
    if (given === undefined) response.writeHead(404).end();
    else if (typeof given === 'function') given(response);
    else response.writeHead(200).end(given);
  });
  const origin = await listenOnLoopback(server);
  return {
    origin,
    files,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
