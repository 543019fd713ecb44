import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type InstallMessage, type InstallPage, renderInstallPage } from '../../../cards/install-page/page.js';
import type { SlackConfig, SlackOAuthConfig } from '../../../core/config.js';
import type { InstallStates } from '../../../core/installations/install-states.js';
import type { Log } from '../../../core/log.js';
import type { Metrics } from '../../../core/metrics.js';
import { acceptedLanguage } from '../../accept-language.js';
import { clientAddress } from '../../client-address.js';
import { hasBody } from '../../limited-body.js';
import { browserCookie } from '../../link/cookie.js';
import { securityHeaders } from '../../link/headers.js';
import type { Handler } from '../../server.js';
import { failedWith } from '../call-error.js';
import { endpointsOf } from '../clouds.js';
import { slackScopes } from '../scopes.js';
import type { Grants } from './grant.js';
import { keep, type KeepParts } from './keep.js';
import { createInstallPace } from './pace.js';
import { createStateSigner } from './state.js';

export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';

export interface InstallPagesParts extends KeepParts {
  config: SlackConfig & { oauth: SlackOAuthConfig };
  publicUrl: string;
  /** Whether the app is to read e-mail addresses: people are linked by them. */
  emails: boolean;
  installStates: InstallStates;
  grants: Pick<Grants, 'exchange' | 'giveBack'>;
  metrics: Metrics;
}

type Reply = { status: number; page: InstallPage } | { status: 302; location: string; cookie: string };

const message = (status: number, text: InstallMessage): Reply => ({ status, page: { type: 'message', message: text } });

/** Slack says that this code is none, or was used: the person began too long ago, or came twice. */
const BAD_CODE = ['invalid_code', 'code_expired', 'code_already_used', 'bad_redirect_uri', 'no_workspace'];
/** Signs of which codes are made (`1234.5678.9abc…`), so that nothing else is carried to Slack. */
const CODE = /^[\w.-]{1,512}$/u;
/** Slack did not answer, or asks to wait. */
const AWAY = ['unreachable', 'http', 'ratelimited', 'fatal_error', 'internal_error', 'service_unavailable'];

/**
 * `GET /slack/install` leads to Slack, `GET /slack/oauth_redirect` back from there. The addresses hold secrets and are never
 * logged. An install ends in the browser in which it began, once.
 */
export function createInstallPages(parts: InstallPagesParts): Record<string, Handler> {
  const { config, publicUrl, installStates, grants, metrics, log, now } = parts;
  const signer = createStateSigner(config.oauth.stateSecret, now);
  const pace = createInstallPace(now);
  const cookie = browserCookie(publicUrl, 'install');
  const headers = securityHeaders();
  const redirectUri = `${publicUrl}${REDIRECT_PATH}`;

  /** Writes nothing: anybody may open this page as often as they like. */
  async function begin(): Promise<Reply> {
    const browser = randomBytes(32).toString('base64url');
    const location = authorizeUrl(parts, redirectUri, signer.make(browser));
    return { status: 302, location, cookie: cookie.set(browser) };
  }

  function refuse(status: number, text: InstallMessage, reason: string): Reply {
    metrics.refusedRequests.inc({ platform: 'slack', reason });
    return message(status, text);
  }

  async function finish(query: URLSearchParams, request: IncomingMessage): Promise<Reply> {
    const state = query.get('state') ?? '';
    const browser = cookie.read(request.headers.cookie);
    const read = signer.read(state, browser);
    if (read === 'otherBrowser') return refuse(403, 'otherBrowser', 'browser');
    if (typeof read === 'string' || browser === undefined) return refuse(403, 'outOfDate', 'state');
    const refusal = query.get('error');
    if (refusal !== null) return refuse(403, refusal === 'access_denied' ? 'cancelled' : 'failed', 'cancelled');
    const code = query.get('code') ?? '';
    if (!CODE.test(code)) return refuse(403, 'failed', 'code');
    const client = clientAddress(request);
    if (!pace.enter(client)) return refuse(429, 'tooMany', 'tooMany');
    if (!(await installStates.spend({ platform: 'slack', state, browser, until: read.until })))
      return refuse(403, 'outOfDate', 'state');
    const granted = await grants.exchange(code, redirectUri).catch((error: unknown) => {
      if (failedWith(error, BAD_CODE)) return undefined;
      pace.forgive(client);
      throw error;
    });
    // The person came too late or twice, or nobody gave them this code.
    if (!granted) return refuse(403, 'outOfDate', 'code');
    pace.forgive(client);
    if (!(await keep(parts, granted))) return refuse(403, 'notListed', 'workspace');
    return { status: 200, page: { type: 'installed', name: granted.name, kind: granted.place.kind } };
  }

  const handler =
    (answer: (request: IncomingMessage, query: URLSearchParams) => Promise<Reply>): Handler =>
    async (request, response) => {
      const query = new URLSearchParams((request.url ?? '').split('?', 2)[1] ?? '');
      const reply = hasBody(request)
        ? refuse(413, 'failed', 'size')
        : await answer(request, query).catch((error: unknown) => troubled(error, log));
      const locale = acceptedLanguage(request.headers['accept-language']);
      send(response, reply, locale, { ...headers, ...(hasBody(request) ? { connection: 'close' } : {}) });
    };
  return {
    [`GET ${INSTALL_PATH}`]: handler(begin),
    [`GET ${REDIRECT_PATH}`]: handler((request, query) => finish(query, request)),
  };
}

function authorizeUrl(
  { config, emails }: Pick<InstallPagesParts, 'config' | 'emails'>,
  redirectUri: string,
  state: string,
): string {
  const url = new URL(endpointsOf(config).authorize);
  url.searchParams.set('client_id', config.oauth.clientId);
  url.searchParams.set('scope', slackScopes({ email: emails }).all.join(','));
  url.searchParams.set('redirect_uri', redirectUri);
  url.searchParams.set('state', state);
  return url.href;
}

function troubled(error: unknown, log: Log): Reply {
  log.error({ err: error }, 'the app could not be installed');
  return failedWith(error, AWAY) ? message(503, 'unavailable') : message(500, 'failed');
}

function send(response: ServerResponse, reply: Reply, locale: string, headers: Record<string, string>): void {
  const body = 'page' in reply ? renderInstallPage(reply.page, locale) : '';
  response.writeHead(reply.status, {
    ...headers,
    ...('cookie' in reply ? { 'set-cookie': reply.cookie } : {}),
    ...('location' in reply ? { location: reply.location } : { 'content-type': 'text/html; charset=utf-8' }),
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
