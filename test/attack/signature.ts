import { type Attack, refused } from './attack.js';
import { command, form, request, signed } from './requests.js';
import { sofia, type Target } from './target.js';

const body = (target: Target) => form(command(target, sofia.slackUser));
const unsigned = refused('slack', 'signature');

/** Requests that Slack did not sign, or not just now. */
export const signatureAttacks: Attack[] = [
  {
    name: 'without any signature',
    send: (target) => request(`${target.url}/slack/events`, { body: body(target) }),
    status: 401,
    counted: unsigned,
  },
  ...(
    [
      ['with a signature of zeros', (headers) => void (headers['x-slack-signature'] = `v0=${'0'.repeat(64)}`)],
      ['with an empty signature', (headers) => void (headers['x-slack-signature'] = '')],
      [
        'with a signature of another version',
        (headers) => void (headers['x-slack-signature'] = `v1=${headers['x-slack-signature']?.slice(3)}`),
      ],
      [
        'with half of a signature',
        (headers) => void (headers['x-slack-signature'] = headers['x-slack-signature']?.slice(0, 30) ?? ''),
      ],
      ['without a timestamp', (headers) => void delete headers['x-slack-request-timestamp']],
      ['with a timestamp that is none', (headers) => void (headers['x-slack-request-timestamp'] = 'NaN')],
      [
        'with a timestamp that was not signed',
        (headers) => void (headers['x-slack-request-timestamp'] = String(Math.floor(Date.now() / 1_000) - 5)),
      ],
    ] as [string, (headers: Record<string, string>) => void][]
  ).map(
    ([name, change]): Attack => ({
      name,
      send: (target) => signed(target, body(target), { change }),
      status: 401,
      counted: unsigned,
    }),
  ),
  {
    name: 'with a body that was altered after it was signed',
    send: (target) => signed(target, body(target), { sent: body(target).replace('find', 'help') }),
    status: 401,
    counted: unsigned,
  },
  {
    name: 'that calls itself a check of the certificate',
    send: (target) => request(`${target.url}/slack/events`, { body: 'ssl_check=1&payload=%7B%7D' }),
    status: 401,
    counted: unsigned,
  },
  ...[-86_400, -310, 310, 86_400].map(
    (offset): Attack => ({
      name: `that was signed ${offset} seconds away`,
      send: (target) => signed(target, body(target), { offset }),
      status: 401,
      counted: refused('slack', 'age'),
    }),
  ),
];
