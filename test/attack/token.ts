import { forgeries } from '../../sandbox/teams/keys.js';
import { type Attack, refused } from './attack.js';
import { deliver, JSON_TYPE, message, request } from './requests.js';
import { sofia } from './target.js';

const counted = refused('teams', 'token');

/** Activities that the Bot Connector did not send. */
export const tokenAttacks: Attack[] = [
  {
    name: 'without a token',
    send: (target) => deliver(target, message(target, sofia), 'none'),
    status: 401,
    counted,
  },
  ...forgeries.map(
    (forgery): Attack => ({
      name: `with a forged token: ${forgery}`,
      send: (target) => deliver(target, message(target, sofia), forgery),
      status: 401,
      counted,
    }),
  ),
  ...['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer a.b', 'Bearer ../../etc/passwd', `Bearer ${'a'.repeat(5_000)}.b.c`].map(
    (authorization): Attack => ({
      name: `with the authorization ${authorization.slice(0, 30)}`,
      send: (target) =>
        request(`${target.url}/api/messages`, {
          headers: { authorization, 'content-type': JSON_TYPE },
          body: JSON.stringify(message(target, sofia)),
        }),
      status: 401,
      counted,
    }),
  ),
  {
    name: 'with a genuine token that was made for another address',
    send: (target) =>
      deliver(
        target,
        JSON.stringify({ ...message(target, sofia), serviceUrl: 'https://smba.trafficmanager.net/teams/' }),
      ),
    status: 401,
    counted,
  },
  ...['emulator', 'directline', 'webchat', ''].map(
    (channelId): Attack => ({
      name: `for the channel ${JSON.stringify(channelId)}`,
      send: (target) => deliver(target, { ...message(target, sofia), channelId }),
      status: 400,
      counted: refused('teams', 'activity'),
    }),
  ),
];
