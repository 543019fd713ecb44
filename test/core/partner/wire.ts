import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createLog } from '../../canary/output.js';
import type { Log } from '../../../core/log.js';
import { createMetrics } from '../../canary/metrics.js';
import type { Metrics } from '../../../core/metrics.js';
import { createPartnerCenter } from '../../../core/partner/create-partner-center.js';
import type { Limits } from '../../../core/partner/limits.js';
import { PartnerCenterError } from '../../../core/partner/partner-center.js';
import type { PartnerCenter } from '../../../core/partner/partner-center.js';
import { createTokenSource } from '../../../core/partner/tokens.js';

/** The partner's own tenant. */
export const PARTNER = '1d9f4f6e-70c1-4b52-8c3e-5a0b1c2d3e4f';

/** One request as it arrived. */
export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Said =
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
  /** The connection is cut without an answer. */
  | 'cut'
  /** Nothing is said at all. */
  | 'silence';

export interface Service {
  url: string;
  seen: Seen[];
  close(): Promise<void>;
}

/** A real HTTP server on loopback that answers as it is told. */
export async function startService(answer: (seen: Seen) => Said | Promise<Said>): Promise<Service> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const respond = async () => {
      const url = new URL(request.url ?? '/', 'http://host');
      const { method = '', headers } = request;
      const one = { method, path: url.pathname, query: url.searchParams, headers, body: await text(request) };
      seen.push(one);
      const said = await answer(one);
      if (said === 'silence') return;
      if (said === 'cut') {
        request.socket.destroy();
        return;
      }
      response.writeHead(said.status ?? 200, { 'content-type': 'application/json; charset=utf-8', ...said.headers });
      response.end(said.text ?? (said.json === undefined ? '' : JSON.stringify(said.json)));
    };
    respond().catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Partner {
  center: PartnerCenter;
  /** Requests to Partner Center, without those for tokens. */
  seen: Seen[];
  tokenRequests: Seen[];
  log: string[];
  metrics: Metrics;
  service: Service;
  close(): Promise<void>;
}

/** Everything quick, so that no test waits. */
export const quick: Partial<Limits> = { backoffMs: 1, timeoutMs: 5_000 };

/**
 * A client wired to a service that gives tokens (`app-1`, `app-2`, … and `user-1`, …) and answers for Partner Center.
 */
export async function startPartner(
  answer: (seen: Seen) => Said | Promise<Said>,
  options: { user?: boolean; limits?: Partial<Limits>; now?: () => number } = {},
): Promise<Partner> {
  const seen: Seen[] = [];
  const tokenRequests: Seen[] = [];
  const service = await startService((request) => {
    if (!request.path.startsWith('/login/')) {
      seen.push(request);
      return answer(request);
    }
    tokenRequests.push(request);
    const form = new URLSearchParams(request.body);
    const kind = form.get('grant_type') === 'refresh_token' ? 'user' : 'app';
    const count = tokenRequests.filter(({ body }) => body.includes('refresh_token') === (kind === 'user')).length;
    return { json: { token_type: 'Bearer', access_token: `${kind}-${count}`, expires_in: 3600 } };
  });
  const { lines, log } = recordedLog();
  const metrics = createMetrics();
  const common = {
    from: { login: `${service.url}/login`, tenant: 'tenant' },
    clientId: 'client',
    credential: { type: 'secret' as const, secret: 'secret' },
    log,
    metrics,
  };
  const vault = { read: async () => 'refresh', write: async () => undefined };
  const center = createPartnerCenter({
    config: {
      tenantId: PARTNER,
      urls: { partnerCenter: `${service.url}/partner`, login: `${service.url}/login`, graph: `${service.url}/graph` },
    },
    appTokens: createTokenSource({ ...common, scope: 'audience/.default' }),
    ...(options.user
      ? { userTokens: createTokenSource({ ...common, scope: 'audience/user_impersonation', refresh: { vault } }) }
      : {}),
    log,
    metrics,
    limits: { ...quick, ...options.limits },
    ...(options.now ? { now: options.now } : {}),
  });
  return { center, seen, tokenRequests, log: lines, metrics, service, close: () => service.close() };
}

/** A real log whose lines are kept. */
export function recordedLog(): { lines: string[]; log: Log } {
  const lines: string[] = [];
  return { lines, log: createLog('trace', { write: (line: string) => void lines.push(line) }) };
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<PartnerCenterError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PartnerCenterError) return error;
  throw new Error(`expected a PartnerCenterError, got ${String(error)}`);
}
