import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LinkMessage, type LinkPage, renderLinkPage } from '../../cards/link-page/page.js';
import type { Log } from '../../core/log.js';
import type { Metrics } from '../../core/metrics.js';
import { type Linking, SignInError } from '../../core/roles/linking.js';
import { acceptedLanguage } from '../accept-language.js';
import { hasBody } from '../limited-body.js';
import { browserCookie } from './cookie.js';
import { securityHeaders } from './headers.js';

export interface LinkRoutesParts {
  linking: Linking;
  publicUrl: string;
  /** LOGIN_URL or the cloud's own. */
  loginUrl: string;
  log: Log;
  metrics: Metrics;
}

/** Answers a request below `/link/`. @returns false when the request is for somebody else */
export type LinkRoutes = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const CALLBACK = '/link/callback';
/** 32 bytes in base64url; anything else is not looked up at all. */
const TOKEN = /^\/link\/([A-Za-z0-9_-]{43})$/;

type Reply = { status: number; page: LinkPage; cookie?: string } | { status: 303; location: string; cookie: string };

const message = (status: number, text: LinkMessage): Reply => ({ status, page: { type: 'message', message: text } });

/** The pages of linking: `GET`/`POST /link/:token` and `GET /link/callback`. Addresses hold secrets and are never logged. */
export function createLinkRoutes(parts: LinkRoutesParts): LinkRoutes {
  const { linking, publicUrl, log, metrics } = parts;
  const headers = securityHeaders(new URL(parts.loginUrl).origin);
  const cookie = browserCookie(publicUrl, 'link');

  async function show(token: string): Promise<Reply> {
    const view = await linking.show(token);
    if (!view) return message(404, 'unknown');
    if (view.state !== 'open') return message(410, view.state);
    return { status: 200, page: { type: 'open', user: view.user } };
  }

  async function begin(token: string, request: IncomingMessage): Promise<Reply> {
    if (!fromOurPage(request, publicUrl)) {
      metrics.refusedRequests.inc({ platform: 'link', reason: 'origin' });
      return message(403, 'otherSite');
    }
    const begun = await linking.begin(token);
    // What became of the link is what its page says.
    if (!begun) return show(token);
    return { status: 303, location: begun.url, cookie: cookie.set(begun.browserSecret) };
  }

  async function callback(query: URLSearchParams, request: IncomingMessage): Promise<Reply> {
    const outcome = await linking.callback(query, cookie.read(request.headers.cookie));
    if (outcome.type === 'refused') {
      metrics.refusedRequests.inc({ platform: 'link', reason: outcome.reason });
      return message(outcome.reason === 'unavailable' ? 503 : 403, outcome.reason);
    }
    const { user, personName, code } = outcome;
    return { status: 200, page: { type: 'confirmed', user, personName, code }, cookie: cookie.clear() };
  }

  function tooLarge(): Reply {
    metrics.refusedRequests.inc({ platform: 'link', reason: 'size' });
    return message(413, 'notAllowed');
  }

  async function reply(request: IncomingMessage, pathname: string, query: string): Promise<Reply> {
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (pathname === CALLBACK)
      return request.method === 'GET' ? callback(new URLSearchParams(query), request) : message(405, 'notAllowed');
    const token = TOKEN.exec(pathname)?.[1];
    if (!token) return message(404, 'unknown');
    if (reading) return show(token);
    return request.method === 'POST' ? begin(token, request) : message(405, 'notAllowed');
  }

  return async (request, response) => {
    // Not parsed as a URL: what a client sends here need not be one.
    const [pathname = '', query = ''] = (request.url ?? '').split('?', 2);
    if (!pathname.startsWith('/link/')) return false;
    let answer: Reply;
    try {
      // The form has no fields.
      answer = hasBody(request) ? tooLarge() : await reply(request, pathname, query);
    } catch (error) {
      if (!(error instanceof SignInError)) log.error({ err: error }, 'a link page failed');
      answer = error instanceof SignInError ? message(503, 'unavailable') : message(500, 'failed');
    }
    const locale = acceptedLanguage(request.headers['accept-language']);
    send(response, answer, locale, { ...headers, ...(hasBody(request) ? { connection: 'close' } : {}) });
    return true;
  };
}

function send(response: ServerResponse, reply: Reply, locale: string, headers: Record<string, string>): void {
  const body = 'page' in reply ? renderLinkPage(reply.page, locale) : '';
  response.writeHead(reply.status, {
    ...headers,
    ...(reply.cookie ? { 'set-cookie': reply.cookie } : {}),
    ...('location' in reply ? { location: reply.location } : { 'content-type': 'text/html; charset=utf-8' }),
    ...(reply.status === 405 ? { allow: 'GET, POST' } : {}),
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/**
 * Whether the button was pressed on our own page. Browsers send `Origin: null` from a page whose referrer policy is
 * no-referrer, so `Sec-Fetch-Site` decides where it is sent, which all current browsers do on https and loopback.
 */
function fromOurPage(request: IncomingMessage, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  return origin === undefined || origin === 'null' || origin === new URL(publicUrl).origin;
}
