import { answered, type Attack, refused } from './attack.js';
import { command, deliver, FORM, form, JSON_TYPE, message, request, signed } from './requests.js';
import { sofia } from './target.js';

const MB = 1024 * 1024;
const pieces = (count: number) => Array.from({ length: count }, () => 'x'.repeat(64 * 1024));
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const TOKEN = 'a'.repeat(43);

/** Bodies that are too long, too deep, or no bodies of the kind that is wanted. */
export const oversizeAttacks: Attack[] = [
  {
    name: 'a Slack request of 10 MB, announced',
    send: ({ url }) => request(`${url}/slack/events`, { headers: { 'content-length': String(10 * MB) }, body: 'x' }),
    status: 413,
    counted: refused('slack', 'size'),
  },
  {
    name: 'a Slack request of 1 MB, not announced',
    send: ({ url }) => request(`${url}/slack/events`, { body: pieces(16) }),
    status: 413,
    counted: refused('slack', 'size'),
  },
  {
    name: 'a Teams activity of 10 MB, announced',
    send: ({ url }) => request(`${url}/api/messages`, { headers: { 'content-length': String(10 * MB) }, body: 'x' }),
    status: 413,
    counted: refused('teams', 'size'),
  },
  {
    name: 'a Teams activity of 1 MB, not announced',
    send: ({ url }) => request(`${url}/api/messages`, { body: pieces(16) }),
    status: 413,
    counted: refused('teams', 'size'),
  },
  {
    name: 'a link page that is sent 10 MB',
    send: ({ url }) => request(`${url}/link/${TOKEN}`, { headers: { 'content-length': String(10 * MB) }, body: 'x' }),
    status: 413,
    counted: refused('link', 'size'),
  },
  {
    name: 'a link page that is sent 1 MB without saying so',
    send: ({ url }) => request(`${url}/link/${TOKEN}`, { body: pieces(16) }),
    status: 413,
    counted: refused('link', 'size'),
  },
  ...['{', '', 'null', '[]', '"text"', '1e999', '{"a":1}}', '\u0000', deep(100_000)].map(
    (body): Attack => ({
      name: `a Teams body of ${JSON.stringify(body.slice(0, 12))}`,
      send: ({ url }) => request(`${url}/api/messages`, { headers: { 'content-type': JSON_TYPE }, body }),
      status: 400,
      counted: refused('teams', 'json'),
    }),
  ),
  {
    name: 'a Teams body that is a form',
    send: ({ url }) => request(`${url}/api/messages`, { headers: { 'content-type': FORM }, body: 'a=1&b=2' }),
    status: 400,
    counted: refused('teams', 'json'),
  },
  {
    name: 'a Teams activity with 100,000 levels, signed',
    send: (target) =>
      deliver(target, JSON.stringify(message(target, sofia)).replace(/\}$/u, `,"value":${deep(100_000)}}`)),
    status: 200,
    counted: refused('teams', 'data'),
    colleague: true,
  },
  ...['{', 'null', '[]', '"text"'].map(
    (body): Attack => ({
      name: `a signed Slack body of ${body}`,
      send: (target) => signed(target, body, { type: JSON_TYPE }),
      status: 400,
      counted: refused('slack', 'malformed'),
    }),
  ),
  ...['{', 'null', '[1]', deep(20_000)].map(
    (value): Attack => ({
      name: `a signed Slack form whose payload is ${value.slice(0, 5)}`,
      send: (target) => signed(target, form({ payload: value })),
      status: 400,
      counted: refused('slack', 'malformed'),
    }),
  ),
  {
    name: 'a Slack command of 60,000 emoji',
    send: (target) => signed(target, form(command(target, sofia.slackUser, `find ${'🦄'.repeat(15_000)}`))),
    status: 200,
    counted: answered('slack', 'nothingFound'),
    colleague: true,
  },
  {
    name: 'a Teams message of 60,000 unclosed mentions',
    send: (target) => deliver(target, message(target, sofia, `find ${'<at'.repeat(60_000)}`)),
    status: 200,
    counted: answered('teams', 'nothingFound'),
    colleague: true,
  },
];
