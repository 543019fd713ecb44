import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PARTNER_TENANT } from '../../sandbox/stand-in.js';
import { createTeamsTokens } from './teams-tokens.js';
import { personAt } from './people.js';
import { readBody, sendJson } from './wire.js';

/** What the bot said in a conversation. */
export type Said = Record<string, unknown>;

/** As little of Teams and the Bot Connector as a bot needs: real keys and tokens, and answers at once. */
export function createTeamsOutside(baseUrl: string) {
  const root = `${baseUrl}/bot-connector`;
  const serviceUrl = `${root}/`;
  const appId = randomUUID();
  const appPassword = randomUUID();
  const tokens = createTeamsTokens(appId, serviceUrl);
  const waiting = new Map<string, (said: Said) => void>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const path = (request.url ?? '').slice('/bot-connector'.length);
    if (path.startsWith('/v1/.well-known/keys')) return sendJson(response, await tokens.jwks());
    if (path.startsWith('/v1/'))
      return sendJson(response, {
        issuer: 'https://api.botframework.com',
        jwks_uri: `${root}/v1/.well-known/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (path.startsWith('/login/'))
      return sendJson(response, { token_type: 'Bearer', expires_in: 3_600, access_token: 'the-bot-s-token' });
    const [, , , conversation = '', part] = path.split('/').map(decodeURIComponent);
    if (part === 'members') return sendJson(response, { tenantId: PARTNER_TENANT, userRole: 'user' });
    waiting.get(conversation)?.(JSON.parse(body) as Said);
    sendJson(response, { id: randomUUID() }, 201);
  }

  function envelope(user: number, conversation: string): Record<string, unknown> {
    const { id, name, locale, timeZone } = personAt(user);
    return {
      channelId: 'msteams',
      serviceUrl,
      id: randomUUID(),
      timestamp: new Date().toISOString(),
      localTimezone: timeZone,
      locale,
      from: { id: `29:${id}`, name, aadObjectId: id },
      recipient: { id: `28:${appId}`, name: 'partnerdesk' },
      conversation: { id: conversation, conversationType: 'personal', tenantId: PARTNER_TENANT },
      channelData: { tenant: { id: PARTNER_TENANT } },
      entities: [{ type: 'clientInfo', locale, country: 'US', platform: 'Web', timezone: timeZone }],
    };
  }

  const signed = async (activity: unknown, fresh = false) => ({
    body: JSON.stringify(activity),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      authorization: await (fresh ? tokens.fresh() : tokens.shared()),
    },
  });

  return {
    prefix: '/bot-connector',
    handle,
    appId,
    appPassword,
    openIdMetadataUrl: `${root}/v1/.well-known/openidconfiguration`,
    loginUrl: `${root}/login`,
    /** What the bot says next in a conversation. */
    said: (conversation: string): Promise<Said> =>
      new Promise((resolve) => {
        waiting.set(conversation, (said) => {
          waiting.delete(conversation);
          resolve(said);
        });
      }),
    /** A text of one of our people in a 1:1 chat. `fresh`: with a token of its own. */
    message: (user: number, conversation: string, text: string, fresh = false) =>
      signed({ ...envelope(user, conversation), type: 'message', textFormat: 'plain', text }, fresh),
    /** A button of a card, with what was typed into it. */
    press: (user: number, conversation: string, verb: string, data: Record<string, unknown>) =>
      signed({
        ...envelope(user, conversation),
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: 'the-card',
        value: { action: { type: 'Action.Execute', id: verb, verb, data }, trigger: 'manual' },
      }),
  };
}
