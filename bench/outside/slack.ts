import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SLACK_TEAM } from '../../sandbox/stand-in.js';
import { readBody, sendJson } from './wire.js';
import { people, personAt } from './people.js';

const APP = 'A0BENCH';
const BOT_USER = 'U0BOT';

/**
 * As little of Slack as a bot needs to live: the Web API answers at once and keeps nothing, so that whoever is measured
 * waits for nothing.
 */
export function createSlackOutside(baseUrl: string) {
  const signingSecret = randomBytes(16).toString('hex');
  const botToken = `xoxb-${randomBytes(12).toString('hex')}`;
  const waiting = new Map<string, () => void>();
  const late = new Map<string, (answer: string) => void>();
  let count = 0;
  const unique = () => `${(count += 1)}.${randomBytes(6).toString('hex')}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const method = (request.url ?? '').split('/').at(-1) ?? '';
    if (method === 'auth.test')
      return sendJson(response, { ok: true, team_id: SLACK_TEAM, user_id: BOT_USER, bot_id: 'B0BOT', user: 'bot' });
    if (method === 'bots.info') return sendJson(response, { ok: true, bot: { id: 'B0BOT', app_id: APP } });
    if (method === 'users.info') return sendJson(response, { ok: true, user: userOf(body) });
    if (method === 'chat.postMessage') {
      const channel = new URLSearchParams(body).get('channel') ?? '';
      waiting.get(channel)?.();
      return sendJson(response, { ok: true, channel, ts: unique(), message: {} });
    }
    if ((request.url ?? '').startsWith('/slack/response/')) late.get(method)?.(body);
    sendJson(response, { ok: true, view: { id: `V${unique()}` }, ts: unique() });
  }

  function headersFor(body: string, type: string): Record<string, string> {
    const timestamp = Math.floor(Date.now() / 1_000);
    const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    return {
      'content-type': type,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    };
  }

  return {
    prefix: '/slack',
    handle,
    signingSecret,
    botToken,
    apiUrl: `${baseUrl}/slack/api/`,
    channelOf,
    /** When the bot has posted to that channel. */
    posted: (channel: string): Promise<void> =>
      new Promise((resolve) => {
        waiting.set(channel, () => {
          waiting.delete(channel);
          resolve();
        });
      }),
    /** A slash command of one of our people, signed now. */
    command(user: number, text: string) {
      const { slackUser, name } = personAt(user);
      const answerId = unique();
      const body = new URLSearchParams({
        token: 'a-token-of-old',
        team_id: SLACK_TEAM,
        team_domain: 'partner',
        channel_id: channelOf(user),
        channel_name: 'sales',
        user_id: slackUser,
        user_name: name,
        command: '/partnerdesk',
        text,
        api_app_id: APP,
        is_enterprise_install: 'false',
        response_url: `${baseUrl}/slack/response/${answerId}`,
        trigger_id: unique(),
      }).toString();
      /** What comes through the response URL, after an empty acknowledgement. */
      const answered = () =>
        new Promise<string>((resolve) => {
          late.set(answerId, (answer) => {
            late.delete(answerId);
            resolve(answer);
          });
        });
      return { body, headers: headersFor(body, 'application/x-www-form-urlencoded'), answered };
    },
    /** A direct message of one of our people, as an event. */
    message(user: number, text: string): { headers: Record<string, string>; body: string } {
      const body = JSON.stringify({
        type: 'event_callback',
        team_id: SLACK_TEAM,
        api_app_id: APP,
        event_id: `Ev${unique()}`,
        authorizations: [{ team_id: SLACK_TEAM, user_id: BOT_USER, is_bot: true }],
        is_ext_shared_channel: false,
        event: {
          type: 'message',
          channel_type: 'im',
          channel: `D${channelOf(user)}`,
          user: personAt(user).slackUser,
          text,
          ts: unique(),
        },
      });
      return { body, headers: headersFor(body, 'application/json') };
    },
  };
}

const channelOf = (user: number) => `C0CHANNEL${user}`;

function userOf(body: string): Record<string, unknown> {
  const id = new URLSearchParams(body).get('user') ?? '';
  const { name = id, locale = 'en-US', timeZone = 'UTC' } = people.find(({ slackUser }) => slackUser === id) ?? {};
  return { id, team_id: SLACK_TEAM, name, real_name: name, locale, tz: timeZone };
}
