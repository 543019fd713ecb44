import { type Attack, refused } from './attack.js';
import { command, event, FORM, form, payload, press, request } from './requests.js';
import { sofia, type Target } from './target.js';

/** The same request twice, byte for byte: the first counts, the second must not. */
async function twice(target: Target, body: string, type = FORM) {
  const timestamp = Math.floor(Date.now() / 1_000);
  const headers = {
    'content-type': type,
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': target.slack.sign(body, timestamp),
  };
  await request(`${target.url}/slack/events`, { headers, body });
  return request(`${target.url}/slack/events`, { headers, body });
}

const dm = { type: 'message', channel_type: 'im', channel: 'D1', user: sofia.slackUser, text: 'help', ts: '1.2' };

/** Requests that were seen before. */
export const replayAttacks: Attack[] = [
  {
    name: 'a command',
    send: (target) => twice(target, form(command(target, sofia.slackUser, 'help'))),
    status: 200,
    counted: refused('slack', 'replay'),
    colleague: true,
  },
  {
    name: 'an event',
    send: (target) => twice(target, event(dm), 'application/json'),
    status: 200,
    counted: refused('slack', 'replay'),
    colleague: true,
  },
  {
    name: 'a press',
    send: (target) => twice(target, payload(press(target, sofia.slackUser, '{"v":1,"verb":"help"}'))),
    status: 200,
    counted: refused('slack', 'replay'),
    colleague: true,
  },
];
