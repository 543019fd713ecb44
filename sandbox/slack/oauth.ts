import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../body.js';
import type { AppTokens } from './app-tokens.js';
import { authorizeError, authorizePage, homesOf } from './authorize-page.js';
import { refuse, type Reply, text } from './method.js';
import type { Team } from './team.js';
import { APP_ID, type Json } from './workspace.js';

/** Codes live ten minutes and are good once (docs.slack.dev/authentication/installing-with-oauth). */
const CODE_LIFE = 10 * 60_000;

export interface OAuthParts {
  clientId: string;
  clientSecret: string;
  /** Where installs may lead back to: the redirect URLs of the app's manifest. */
  redirectUris: readonly string[];
  teams: readonly Team[];
  tokens: AppTokens;
  scopes: () => string;
  /** Somebody who may install apps there. */
  administratorOf: (team: Team) => string;
  onInstalled: (home: string) => void;
  /** A workspace that the app is not in yet. */
  missing: () => string | undefined;
  now: () => number;
}

/** The two sides of an install: the page that asks, and the call that turns a code or a refresh token into tokens. */
export function createOAuth(parts: OAuthParts) {
  const { clientId, clientSecret, redirectUris, teams, tokens, now } = parts;
  const codes = new Map<string, { home: string; redirectUri: string; expiresAt: number }>();

  /** What an access token comes with, by the workspace or organisation that gives it. */
  function describe(home: string): Json {
    const team = teams.find(({ id, enterprise }) => id === home || enterprise?.id === home);
    if (!team) throw new Error('no such workspace');
    const whole = team.id !== home;
    return {
      app_id: APP_ID,
      token_type: 'bot',
      scope: parts.scopes(),
      bot_user_id: team.botUser,
      team: whole ? null : { id: team.id, name: team.name },
      enterprise: team.enterprise ?? null,
      is_enterprise_install: whole,
      authed_user: { id: parts.administratorOf(team) },
    };
  }

  function fromCode(args: Json): Reply {
    const code = codes.get(text(args, 'code'));
    codes.delete(text(args, 'code'));
    if (!code || code.expiresAt <= now()) return refuse('invalid_code');
    if (text(args, 'redirect_uri') !== code.redirectUri) return refuse('bad_redirect_uri');
    parts.onInstalled(code.home);
    return { ok: true, ...describe(code.home), ...tokens.issue(code.home) };
  }

  function fromRefreshToken(args: Json): Reply {
    const renewed = tokens.refresh(text(args, 'refresh_token'));
    if (!renewed) return refuse('invalid_refresh_token');
    const { home, ...given } = renewed;
    const { authed_user: _user, ...rest } = describe(home);
    return { ok: true, ...rest, ...given };
  }

  function problemOf(fields: URLSearchParams): string | undefined {
    if (fields.get('client_id') !== clientId) return 'Invalid client_id parameter';
    if (!redirectUris.includes(fields.get('redirect_uri') ?? ''))
      return 'redirect_uri did not match any configured URIs.';
    return undefined;
  }

  /** Where the browser goes after the answer. */
  function answer(fields: URLSearchParams): string | undefined {
    const redirectUri = fields.get('redirect_uri') ?? '';
    const back = new URL(redirectUri);
    back.searchParams.set('state', fields.get('state') ?? '');
    if (fields.get('answer') !== 'allow') {
      back.searchParams.set('error', 'access_denied');
      return back.href;
    }
    const home = homesOf(teams).find(({ id }) => id === fields.get('home'))?.id;
    if (home === undefined) return undefined;
    const code = randomBytes(24).toString('hex');
    codes.set(code, { home, redirectUri, expiresAt: now() + CODE_LIFE });
    back.searchParams.set('code', code);
    return back.href;
  }

  return {
    /** `oauth.v2.access`, for a code or a refresh token. */
    access(args: Json): Reply {
      if (text(args, 'client_id') !== clientId) return refuse('invalid_client_id');
      if (text(args, 'client_secret') !== clientSecret) return refuse('bad_client_secret');
      return text(args, 'grant_type') === 'refresh_token' ? fromRefreshToken(args) : fromCode(args);
    },
    /** `/oauth/v2/authorize`: asks, and leads back with the answer. */
    async authorize(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const asking = request.method === 'GET';
      const query = new URL(request.url ?? '/', 'http://slack').search;
      const fields = new URLSearchParams(asking ? query : ((await readBody(request)) ?? ''));
      const problem = problemOf(fields);
      const leadsTo = asking || problem !== undefined ? undefined : answer(fields);
      if (leadsTo !== undefined) return void response.writeHead(302, { location: leadsTo }).end();
      const refusal = problem ?? (asking ? undefined : 'No such workspace.');
      response.writeHead(refusal === undefined ? 200 : 400, { 'content-type': 'text/html; charset=utf-8' });
      response.end(refusal === undefined ? authorizePage(fields, teams, parts.missing()) : authorizeError(refusal));
    },
  };
}
