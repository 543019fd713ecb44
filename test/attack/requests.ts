import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { Character } from '../../sandbox/stand-in.js';
import type { WireActivity } from '../../sandbox/teams/activities.js';
import type { Forgery } from '../../sandbox/teams/keys.js';
import { CANARY, type Reply } from './attack.js';
import type { Target } from './target.js';

export const FORM = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';
export const TEAM = 'T0PARTNER';
export const APP = 'A0PARTNERDSK';
export const ROOM = 'C0CUSTOMERS';

/** Any request, by whatever parts. A body in pieces has no announced length. Status 0: the connection was broken off. */
export function request(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Iterable<string> } = {},
): Promise<Reply> {
  const { method = 'POST', headers = {}, body = '' } = options;
  return new Promise((resolve) => {
    const outgoing = http.request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('close', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    outgoing.on('error', () => resolve({ status: 0, body: '' }));
    if (typeof body === 'string') {
      if (body !== '' && headers['content-length'] === undefined)
        outgoing.setHeader('content-length', Buffer.byteLength(body));
      outgoing.end(body);
      return;
    }
    for (const piece of body) outgoing.write(piece);
    outgoing.end();
  });
}

/** A request of Slack, signed now or `offset` seconds away. */
export function signed(
  { slack, url }: Target,
  body: string,
  options: { type?: string; offset?: number; change?: (headers: Record<string, string>) => void; sent?: string } = {},
): Promise<Reply> {
  const timestamp = Math.floor(Date.now() / 1_000) + (options.offset ?? 0);
  const headers: Record<string, string> = {
    'content-type': options.type ?? FORM,
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': slack.sign(body, timestamp),
  };
  options.change?.(headers);
  return request(`${url}/slack/events`, { headers, body: options.sent ?? body });
}

export const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

/** The fields of a slash command. */
export const command = (target: Target, user: string, text = `find ${CANARY}`): Record<string, string> => ({
  token: 'of-old',
  team_id: TEAM,
  team_domain: 'partner',
  channel_id: ROOM,
  channel_name: 'customers',
  user_id: user,
  user_name: 'somebody',
  command: '/partnerdesk',
  text,
  api_app_id: APP,
  is_enterprise_install: 'false',
  response_url: `${target.world.baseUrl}/slack/response/nowhere`,
  trigger_id: target.slack.mintTrigger(user),
});

/** A payload of interactivity, as a form has it. */
export const payload = (content: object): string => form({ payload: JSON.stringify(content) });

/** An event in its envelope. */
export const event = (content: object, more: object = {}): string =>
  JSON.stringify({
    token: 'of-old',
    team_id: TEAM,
    api_app_id: APP,
    event: content,
    type: 'event_callback',
    event_id: `Ev${randomUUID()}`,
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [{ team_id: TEAM, user_id: 'U0PARTNERDSK', is_bot: true }],
    is_ext_shared_channel: true,
    ...more,
  });

/** A press of a button in a channel, whose value a client may have made up. */
export const press = (target: Target, user: string, value: string, more: object = {}): object => ({
  type: 'block_actions',
  api_app_id: APP,
  team: { id: TEAM, domain: 'partner' },
  user: { id: user, team_id: TEAM },
  trigger_id: target.slack.mintTrigger(user),
  container: { type: 'message', channel_id: ROOM, message_ts: '1700000000.000100', is_ephemeral: false },
  channel: { id: ROOM, name: 'customers' },
  message: { user: 'U0PARTNERDSK', bot_id: 'B0PARTNERDSK', ts: '1700000000.000100' },
  response_url: `${target.world.baseUrl}/slack/response/nowhere`,
  actions: [{ type: 'button', block_id: 'b1', action_id: 'a:0', value, action_ts: '1700000001.000100' }],
  ...more,
});

/** An activity for Teams' door, signed by the channel unless a forgery is asked for. */
export async function deliver(
  { teams }: Target,
  activity: WireActivity | string,
  signature?: Forgery | 'none',
): Promise<Reply> {
  const { status, answer } = await teams.deliver(activity, signature);
  return { status, body: JSON.stringify(answer ?? '') };
}

/** What somebody says in their 1:1 chat. */
export const message = ({ teams }: Target, who: Character, text = `find ${CANARY}`): WireActivity =>
  teams.activities.message(who, teams.personalOf(who), randomUUID(), text);

/** What a colleague's client sends when they press a button whose data was made up. */
export const execute = ({ teams }: Target, who: Character, pd: unknown): WireActivity =>
  teams.activities.execute(who, teams.personalOf(who), '1', 'x', { pd });
