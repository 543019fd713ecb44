import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { SlackConfig, SlackOAuthConfig } from '../../../core/config.js';
import type { Installation } from '../../../core/installations/installations.js';
import type { Log } from '../../../core/log.js';
import type { Metrics } from '../../../core/metrics.js';
import { noteCall } from '../../../core/outward.js';
import type { JsonObject } from '../../../core/partner/partner-center.js';
import { asCallError, SlackCallError } from '../call-error.js';
import { clientOptions, NOTIFYING_TIMEOUT } from '../caller.js';
import type { SlackFetch } from '../keep-alive-fetch.js';

/** What an installation keeps sealed. */
export const grantSchema = z.object({
  accessToken: z.string().min(1),
  /** Present where the app rotates its tokens. */
  refreshToken: z.string().min(1).optional(),
  /** The bot's id in that workspace, which its messages carry. */
  bot: z.string().min(1),
  enterprise: z.string().optional(),
});
export type SlackGrant = z.infer<typeof grantSchema>;

/** A grant as it is stored. */
export const grantJson = ({ accessToken, refreshToken, bot, enterprise }: SlackGrant): JsonObject => ({
  accessToken,
  ...(refreshToken === undefined ? {} : { refreshToken }),
  bot,
  ...(enterprise === undefined ? {} : { enterprise }),
});

/** Tokens as Slack gives them, with how many seconds they live. */
export interface Tokens {
  accessToken: string;
  refreshToken?: string;
  expiresIn?: number;
}

/** What an administrator let the app have: who that is, and all of an installation but the bot's id. */
export interface Granted {
  tokens: Tokens;
  place: Pick<Installation, 'key' | 'kind' | 'app' | 'botUser' | 'scopes'>;
  /** The workspace or organisation, as people call it. */
  name: string;
  enterprise?: string;
  by?: string;
}

const named = z.object({ id: z.string().min(1), name: z.string().optional() }).nullish();
const tokensSchema = z.object({
  token_type: z.literal('bot'),
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
});
const grantedSchema = tokensSchema.extend({
  app_id: z.string().min(1),
  bot_user_id: z.string().min(1),
  scope: z.string().default(''),
  team: named,
  enterprise: named,
  is_enterprise_install: z.boolean().optional(),
  authed_user: z.object({ id: z.string() }).optional().catch(undefined),
});

/** The calls by which the app gets tokens, with its own credentials. All of them reject with SlackCallError. */
export function createGrants(parts: {
  config: SlackConfig & { oauth: SlackOAuthConfig };
  fetch: SlackFetch;
  log: Log;
  metrics: Metrics;
}) {
  const { config, fetch, log, metrics } = parts;
  const { clientId: client_id, clientSecret: client_secret } = config.oauth;
  const newClient = () =>
    new WebClient(undefined, { ...clientOptions(config, fetch, log), timeout: NOTIFYING_TIMEOUT });
  // Apart, because a rate limit pauses all calls of a client: whoever floods the page of installs must not hold up renewals.
  const clients = { install: newClient(), renewal: newClient() };

  function ask<T>(
    schema: z.ZodType<T>,
    client: WebClient,
    question: { code: string; redirect_uri: string } | { refresh_token: string; grant_type: 'refresh_token' },
  ): Promise<T> {
    const operation = 'oauth.v2.access';
    return counted(operation, async () => {
      const parsed = schema.safeParse(await client.oauth.v2.access({ client_id, client_secret, ...question }));
      // The answer holds tokens: nothing of it is repeated.
      if (!parsed.success) throw new SlackCallError(operation, 'unknown_answer');
      return parsed.data;
    });
  }

  async function counted<T>(operation: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      noteCall(metrics, { service: 'slack', operation, outcome: 'ok' });
      return result;
    } catch (error) {
      const failure = asCallError(operation, error);
      const outcome = ['ratelimited', 'http', 'unreachable'].includes(failure.code) ? failure.code : 'refused';
      noteCall(metrics, { service: 'slack', operation, outcome });
      throw failure;
    }
  }

  return {
    /** The code of an install for tokens. A code is good once. */
    async exchange(code: string, redirectUri: string): Promise<Granted> {
      const answer = await ask(grantedSchema, clients.install, { code, redirect_uri: redirectUri });
      const whole = answer.is_enterprise_install === true;
      const home = whole ? answer.enterprise : answer.team;
      if (!home) throw new SlackCallError('oauth.v2.access', 'no_workspace');
      return {
        tokens: tokensOf(answer),
        place: {
          key: home.id,
          kind: whole ? 'organisation' : 'workspace',
          app: answer.app_id,
          botUser: answer.bot_user_id,
          scopes: answer.scope.split(',').filter((scope) => scope !== ''),
        },
        name: home.name ?? home.id,
        ...(answer.enterprise ? { enterprise: answer.enterprise.id } : {}),
        ...(answer.authed_user ? { by: answer.authed_user.id } : {}),
      };
    },
    /** New tokens for a refresh token, which is spent by that. */
    refresh: async (refreshToken: string): Promise<Tokens> =>
      tokensOf(await ask(tokensSchema, clients.renewal, { grant_type: 'refresh_token', refresh_token: refreshToken })),
    /** Ends a token that is not wanted. The app goes from the workspace with its last token. */
    giveBack: (token: string): Promise<unknown> => counted('auth.revoke', () => clients.install.auth.revoke({ token })),
  };
}

export type Grants = ReturnType<typeof createGrants>;

const tokensOf = (answer: z.infer<typeof tokensSchema>): Tokens => ({
  accessToken: answer.access_token,
  ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
  ...(answer.expires_in === undefined ? {} : { expiresIn: answer.expires_in }),
});
