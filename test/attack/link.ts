import { type Attack, refused } from './attack.js';
import { request } from './requests.js';

const TOKEN = 'b'.repeat(43);
const get =
  (path: string, headers: Record<string, string> = {}): Attack['send'] =>
  ({ url }) =>
    request(url + path, { method: 'GET', headers });

/** Answers of a sign-in that the desk did not ask for. That links cannot be stolen: test/bots/link/theft.test.ts. */
export const linkAttacks: Attack[] = [
  ...(
    [
      ['without a state', '/link/callback?code=stolen'],
      ['with a made-up state', '/link/callback?code=stolen&state=made-up'],
      ['with an error instead of a code', '/link/callback?error=access_denied&state=x'],
      ['with nothing at all', '/link/callback'],
      ['with two states', '/link/callback?state=a&state=b&code=x'],
      ['with a state without end', `/link/callback?code=x&state=${'s'.repeat(8_000)}`],
    ] as const
  ).map(
    ([name, path]): Attack => ({
      name: `a callback ${name}`,
      send: get(path),
      status: 403,
      counted: refused('link', 'outOfDate'),
    }),
  ),
  {
    name: 'a callback with the cookie of nobody',
    send: get('/link/callback?code=x&state=y', { cookie: 'partnerdesk-link=forged' }),
    status: 403,
    counted: refused('link', 'outOfDate'),
  },
  ...(
    [
      ['of another site', { 'sec-fetch-site': 'cross-site' }],
      ['of a neighbouring site', { 'sec-fetch-site': 'same-site' }],
      ['of an older browser on another site', { origin: 'https://evil.example' }],
    ] as const
  ).map(
    ([name, headers]): Attack => ({
      name: `a sign-in begun from a page ${name}`,
      send: ({ url }) => request(`${url}/link/${TOKEN}`, { headers }),
      status: 403,
      counted: refused('link', 'origin'),
    }),
  ),
];
