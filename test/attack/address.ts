import { type Attack, refused } from './attack.js';
import { command, deliver, form, message, payload, press, signed } from './requests.js';
import { sofia } from './target.js';

const elsewhere = [
  'https://evil.example/collect',
  'http://169.254.169.254/latest/meta-data/',
  'http://127.0.0.1:1/x',
  'https://hooks.slack.com.evil.example/x',
  'https://hooks.slack.com@evil.example/x',
  'https://hooks.slack.com:8443/x',
  'file:///etc/passwd',
  'not an address',
];

/** Addresses to which the desk is to send answers, and its tokens with them. */
export const addressAttacks: Attack[] = [
  ...elsewhere.map(
    (url): Attack => ({
      name: `a command to be answered at ${url}`,
      send: (target) => signed(target, form({ ...command(target, sofia.slackUser), response_url: url })),
      status: 200,
      counted: refused('slack', 'responseUrl'),
    }),
  ),
  {
    name: 'a press to be answered elsewhere',
    send: (target) =>
      signed(target, payload(press(target, sofia.slackUser, '{"v":1,"verb":"help"}', { response_url: elsewhere[0] }))),
    status: 200,
    counted: refused('slack', 'responseUrl'),
  },
  ...[
    'https://evil.example/teams/',
    'http://169.254.169.254/teams/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://smba.trafficmanager.net:8443/teams/',
    'http://smba.trafficmanager.net/teams/',
  ].map(
    (serviceUrl): Attack => ({
      name: `an activity from ${serviceUrl}, well signed`,
      send: (target) => deliver(target, { ...message(target, sofia), serviceUrl }),
      status: 403,
      counted: refused('teams', 'serviceUrl'),
    }),
  ),
];
