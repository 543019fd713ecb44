import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type createConnector, type Route, routeOf } from './connector.js';
import type { Call, Faults } from './faults.js';
import { readBody } from '../body.js';
import { connectorError, parseJson, sendJson } from './http.js';
import type { createIdentity } from './identity.js';

const TOKEN_PATH = /^\/login\/([^/]+)\/oauth2\/v2\.0\/token$/;
const CALLS_KEPT = 2000;

/** Gives every request of the bot to the part that answers it, keeps the log of them, and lets faults befall them. */
export function createRouter(options: {
  prefix: string;
  identity: ReturnType<typeof createIdentity>;
  connector: ReturnType<typeof createConnector>;
  faults: Faults;
  now: () => number;
}) {
  const { prefix, identity, connector, faults, now } = options;
  const calls: Call[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse, route: Route, call: Call): Promise<number> {
    const fault = faults.take(route.operation);
    if (fault?.delayMs) await sleep(fault.delayMs);
    if (fault?.status) {
      const headers = fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
      request.resume();
      sendJson(response, fault.status, connectorError(fault.code ?? 'ServiceError', 'Fault of the sandbox'), headers);
      return fault.status;
    }
    if (route.operation === 'token') return identity.token(request, response, route.item ?? '');
    if (route.operation === 'metadata') return identity.metadata(response);
    if (route.operation === 'keys') return identity.keySet(response);
    const text = (await readBody(request)) ?? '';
    call.body = parseJson(text);
    if (!identity.isBot(request)) {
      sendJson(response, 401, { message: 'Authorization has been denied for this request.' });
      return 401;
    }
    // The deed is done, but the caller never hears of it.
    if (fault?.dropAfter) response.writeHead = () => response.destroy();
    return connector(request, response, route, text);
  }

  return {
    /** Every request, latest last. */
    calls,
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(prefix.length);
      const route = whereTo(request.method ?? 'GET', path);
      const call: Call = { at: now(), operation: route.operation, method: request.method ?? 'GET', path, status: 0 };
      calls.push(call);
      if (calls.length > CALLS_KEPT) calls.shift();
      call.status = await answer(request, response, route, call);
    },
  };
}

function whereTo(method: string, path: string): Route {
  const tenant = TOKEN_PATH.exec(path)?.[1];
  if (tenant !== undefined) return { operation: 'token', item: tenant };
  if (path === '/v1/.well-known/openidconfiguration') return { operation: 'metadata' };
  if (path === '/v1/.well-known/keys') return { operation: 'keys' };
  return routeOf(method, path.slice(1));
}
