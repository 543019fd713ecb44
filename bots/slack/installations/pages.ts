import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type InstallMessage, type InstallPage, renderInstallPage } from '../../../cards/install-page/page.js';
import type { SlackConfig, SlackOAuthConfig } from '../../../core/config.js';
import type { Installations } from '../../../core/installations/installations.js';
import type { InstallStates } from '../../../core/installations/install-states.js';
import type { Log } from '../../../core/log.js';
import type { Metrics } from '../../../core/metrics.js';
import { slackScopes } from '../scopes.js';
import { acceptedLanguage } from '../../accept-language.js';
import { browserCookie } from '../../link/cookie.js';
import { securityHeaders } from '../../link/headers.js';
import type { Handler } from '../../server.js';
import { SlackCallError } from '../call-error.js';
import type { TokenSource } from '../caller.js';
import type { SlackCalls } from '../calls.js';
import { type Granted, grantJson, type Grants } from './grant.js';
import { createStateSigner } from './state.js';

export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';

export interface InstallPagesParts {
  config: SlackConfig & { oauth: SlackOAuthConfig };
  publicUrl: string;
  /** Whether the app is to read e-mail addresses: people are linked by them. */
  emails: boolean;
  installations: Pick<Installations, 'add'>;
  installStates: InstallStates;
  grants: Pick<Grants, 'exchange'>;
  callsWith: (tokens: TokenSource) => Pick<SlackCalls, 'test'>;
  /** An installation is new. */
  added: (key: string) => void;
  now: () => number;
  log: Log;
  metrics: Metrics;
}

type Reply = { status: number; page: InstallPage } | { status: 302; location: string; cookie: string };

const message = (status: number, text: InstallMessage): Reply => ({ status, page: { type: 'message', message: text } });

/** Slack says that this code is none, or was used: the person began too long ago, or came twice. */
const BAD_CODE = ['invalid_code', 'code_expired', 'code_already_used', 'no_workspace'];
/** Slack did not answer, or asks to wait. */
const AWAY = ['unreachable', 'http', 'ratelimited', 'fatal_error', 'internal_error', 'service_unavailable'];

/**
 * `GET /slack/install` leads to Slack, `GET /slack/oauth_redirect` back from there. The addresses hold secrets and are never
 * logged. An install ends in the browser in which it began, once.
 */
export function createInstallPages(parts: InstallPagesParts): Record<string, Handler> {
  const { config, publicUrl, installStates, metrics, log } = parts;
  const signer = createStateSigner(config.oauth.stateSecret);
  const cookie = browserCookie(publicUrl, 'install');
  const headers = securityHeaders();
  const redirectUri = `${publicUrl}${REDIRECT_PATH}`;

  async function begin(): Promise<Reply> {
    const state = signer.make();
    const browser = randomBytes(32).toString('base64url');
    if (!(await installStates.begin('slack', state, browser))) return refuse(503, 'tooMany', 'states');
    return { status: 302, location: authorizeUrl(parts, redirectUri, state), cookie: cookie.set(browser) };
  }

  function refuse(status: number, text: InstallMessage, reason: string): Reply {
    metrics.refusedRequests.inc({ platform: 'slack', reason });
    return message(status, text);
  }

  async function finish(query: URLSearchParams, request: IncomingMessage): Promise<Reply> {
    const state = query.get('state') ?? '';
    if (!signer.isOurs(state)) return refuse(403, 'outOfDate', 'state');
    const browser = cookie.read(request.headers.cookie);
    if (!browser) return refuse(403, 'otherBrowser', 'browser');
    const spent = await installStates.spend('slack', state, browser);
    if (spent === 'otherBrowser') return refuse(403, 'otherBrowser', 'browser');
    if (spent === 'outOfDate') return refuse(403, 'outOfDate', 'state');
    const code = query.get('code');
    if (query.has('error') || !code)
      return message(403, query.get('error') === 'access_denied' ? 'cancelled' : 'failed');
    const granted = await parts.grants.exchange(code, redirectUri);
    await keep(parts, granted);
    return { status: 200, page: { type: 'installed', name: granted.name, kind: granted.place.kind } };
  }

  const handler =
    (answer: (request: IncomingMessage, query: URLSearchParams) => Promise<Reply>): Handler =>
    async (request, response) => {
      request.resume();
      const query = new URLSearchParams((request.url ?? '').split('?', 2)[1] ?? '');
      const reply = await answer(request, query).catch((error: unknown) => troubled(error, log));
      send(response, reply, acceptedLanguage(request.headers['accept-language']), headers);
    };
  return {
    [`GET ${INSTALL_PATH}`]: handler(begin),
    [`GET ${REDIRECT_PATH}`]: handler((request, query) => finish(query, request)),
  };
}

/** Learns the bot's id with the new token, which proves that it works, and stores what was granted. */
async function keep({ callsWith, installations, added, now, log }: InstallPagesParts, granted: Granted): Promise<void> {
  const { place, tokens, enterprise, by } = granted;
  const { expiresIn, ...kept } = tokens;
  const { bot } = await callsWith({ token: () => tokens.accessToken }).test();
  const grant = grantJson({ ...kept, bot, enterprise });
  await installations.add(
    {
      platform: 'slack',
      ...place,
      grant,
      ...(expiresIn === undefined ? {} : { expiresAt: now() + expiresIn * 1_000 }),
    },
    by === undefined ? {} : { by },
  );
  added(place.key);
  log.info({ installation: place.key, kind: place.kind }, 'the app was installed in Slack');
}

/** Beside the API, at every Slack: `https://slack.com/api/` and `https://slack.com/oauth/v2/authorize`. */
function authorizeUrl(
  { config: { apiUrl, oauth }, emails }: Pick<InstallPagesParts, 'config' | 'emails'>,
  redirectUri: string,
  state: string,
): string {
  const url = new URL('../oauth/v2/authorize', apiUrl);
  url.searchParams.set('client_id', oauth.clientId);
  url.searchParams.set('scope', slackScopes({ email: emails }).all.join(','));
  url.searchParams.set('redirect_uri', redirectUri);
  url.searchParams.set('state', state);
  return url.href;
}

function troubled(error: unknown, log: Log): Reply {
  const code = error instanceof SlackCallError ? error.code : '';
  if (BAD_CODE.includes(code)) return message(403, 'outOfDate');
  log.error({ err: error }, 'the app could not be installed');
  return AWAY.includes(code) ? message(503, 'unavailable') : message(500, 'failed');
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
