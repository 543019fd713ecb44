import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../core/log.js';

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Routes {
  /** By `METHOD /path`, exactly. */
  exact: Record<string, Handler>;
  /** Pages under a path; false: not mine. */
  pages: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

/** How long a request may take to arrive, ms, and how often that is looked at. */
export interface Times {
  headers: number;
  request: number;
  check: number;
}

const TIMES: Times = { headers: 10_000, request: 30_000, check: 5_000 };

/** The one HTTP server of both platforms. Errors end as an empty 500: what went wrong is nobody's business outside. */
export function createDeskServer(routes: Routes, log: Log, times: Times = TIMES): Server {
  const server = createServer({ connectionsCheckingInterval: times.check }, (request, response) => {
    answer(routes, request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a request failed');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  // A client that sends its headers or its body drop by drop holds a connection no longer than this.
  server.headersTimeout = times.headers;
  server.requestTimeout = times.request;
  server.keepAliveTimeout = 65_000;
  return server;
}

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const handler = routes.exact[`${request.method} ${path}`];
  if (handler) return handler(request, response);
  if (await routes.pages(request, response)) return;
  // Whatever body it has is not read.
  response.writeHead(404, request.complete ? {} : { connection: 'close' }).end();
}

/** Listens, and gives the port: the one asked for, or a free one for 0. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** How often connections that have become idle are closed, ms. */
const SWEEP_MS = 50;

/** Ends: no new connections, what is under way is answered, idle connections are closed. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // What is being answered now is idle a moment later, and would be kept alive for longer than the stop may take.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
