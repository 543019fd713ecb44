import { createStateSigner } from '../../bots/slack/installations/state.js';
import { NORDICS_TEAM, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { type Attack, CANARY, refused, type Reply } from './attack.js';
import { command, event, form, JSON_TYPE, payload, press, request, signed } from './requests.js';
import type { Target } from './target.js';

const BACK = '/slack/oauth_redirect';
const TEN_MINUTES = 10 * 60_000;

/** A browser in which an install has begun. */
interface Begun {
  cookie: string;
  state: string;
  /** Slack's page that asks, as the desk led to it. */
  asking: URL;
}

/** Everything that travels in the addresses and cookies of installs: no log may hold it. */
export const travelled: string[] = [];

/** A page of the desk, as a browser sees it that follows nothing. Every request comes from a client of its own. */
export async function visit(
  { url }: Target,
  path: string,
  headers: Record<string, string> = {},
): Promise<Reply & { location: string; cookie: string }> {
  clients += 1;
  const from = { 'x-forwarded-for': `198.51.${Math.floor(clients / 250)}.${1 + (clients % 250)}` };
  const response = await fetch(url + path, { redirect: 'manual', headers: { ...from, ...headers } });
  return {
    status: response.status,
    body: await response.text(),
    location: response.headers.get('location') ?? '',
    cookie: response.headers.get('set-cookie')?.split(';', 1)[0] ?? '',
  };
}
let clients = 0;

async function begin(target: Target): Promise<Begun> {
  const { location, cookie } = await visit(target, '/slack/install');
  const asking = new URL(location);
  const state = asking.searchParams.get('state') ?? '';
  travelled.push(state, cookie.split('=')[1] ?? '');
  return { cookie, state, asking };
}

/** An administrator of that workspace says yes. @returns the code */
async function allow(asking: URL, home: string, redirectUri?: string): Promise<string> {
  const fields = new URLSearchParams([...asking.searchParams, ['home', home], ['answer', 'allow']]);
  if (redirectUri !== undefined) fields.set('redirect_uri', redirectUri);
  const answered = await fetch(asking.origin + asking.pathname, { method: 'POST', body: fields, redirect: 'manual' });
  const code = new URL(answered.headers.get('location') ?? '').searchParams.get('code') ?? '';
  travelled.push(code);
  return code;
}

const back = (fields: Record<string, string>) => `${BACK}?${form(fields)}`;

/** Comes back with a state that was tampered with, in the browser that began. */
const withState = (name: string, tamper: (begun: Begun, target: Target) => string, reason = 'state'): Attack => ({
  name: `an install whose state ${name}`,
  async send(target) {
    const begun = await begin(target);
    const code = await allow(begun.asking, SLACK_TEAM);
    return visit(target, back({ state: tamper(begun, target), code }), { cookie: begun.cookie });
  },
  status: 403,
  counted: refused('slack', reason),
});

/** Comes back in a browser that is not the one in which the install began: somebody is made to finish the install of another. */
const inBrowser = (name: string, cookieOf: (target: Target, own: string) => Promise<string>): Attack => ({
  name: `an install that ends ${name}`,
  async send(target) {
    const { state, asking, cookie } = await begin(target);
    const code = await allow(asking, SLACK_TEAM);
    return visit(target, back({ state, code }), { cookie: await cookieOf(target, cookie) });
  },
  status: 403,
  counted: refused('slack', 'browser'),
});

/** Comes back as it should, but for what it brings. */
const bringing = (
  name: string,
  fieldsOf: (begun: Begun, target: Target) => Record<string, string> | Promise<Record<string, string>>,
  expected: { status: number; reason: string; spends?: true },
): Attack => ({
  name: `an install that comes back with ${name}`,
  async send(target) {
    const begun = await begin(target);
    const fields = await fieldsOf(begun, target);
    return visit(target, back({ state: begun.state, ...fields }), { cookie: begun.cookie });
  },
  status: expected.status,
  counted: refused('slack', expected.reason),
  ...(expected.spends ? { spends: true } : {}),
});

const secretOf = ({ stateSecret }: Target) => stateSecret ?? '';
const cookieValue = ({ cookie }: Begun) => cookie.split('=')[1] ?? '';
const badCode = { status: 403, reason: 'code', spends: true } as const;

/** The whole install, once. @returns what to visit in order to do it again, and with which cookie */
async function finished(target: Target): Promise<{ path: string; cookie: string; code: string }> {
  const { asking, state, cookie } = await begin(target);
  const code = await allow(asking, SLACK_TEAM);
  const path = back({ state, code });
  const { status } = await visit(target, path, { cookie });
  if (status !== 200) throw new Error(`the honest install ended with ${status}`);
  return { path, cookie, code };
}

/** States, codes and browsers of installs through OAuth. */
export const installAttacks: Attack[] = [
  withState('is missing', () => ''),
  withState('is made up', () => 'x'.repeat(130)),
  withState('was altered by one letter', ({ state }) => state.slice(0, -1) + (state.endsWith('A') ? 'B' : 'A')),
  withState('is longer than any address', () => 's'.repeat(8_000)),
  withState('was signed with another secret', (begun) =>
    createStateSigner('of somebody else', Date.now).make(cookieValue(begun)),
  ),
  withState('began more than ten minutes ago', (begun, target) =>
    createStateSigner(secretOf(target), () => Date.now() - TEN_MINUTES).make(cookieValue(begun)),
  ),
  withState('was made to last longer', ({ state }) => state.replace(/\.\d+\./u, `.${Date.now() + 9 * TEN_MINUTES}.`)),
  withState(
    'was signed for another browser',
    (_begun, target) => createStateSigner(secretOf(target), Date.now).make('another'),
    'browser',
  ),
  inBrowser('in a browser without the cookie', async () => ''),
  inBrowser('in a browser that began another install', async (target) => (await begin(target)).cookie),
  inBrowser('in a browser with a cookie that somebody set', async () => 'partnerdesk-install=forged'),
  inBrowser('in a browser whose cookie was altered', async (_target, own) => `${own}A`),
  {
    name: 'an install that ends a second time',
    prepare: async (target) => JSON.stringify(await finished(target)),
    send(target, prepared) {
      const { path, cookie } = JSON.parse(prepared) as { path: string; cookie: string };
      return visit(target, path, { cookie });
    },
    status: 403,
    counted: refused('slack', 'state'),
  },
  {
    name: 'an install that ends with the code of an earlier one',
    prepare: async (target) => (await finished(target)).code,
    async send(target, code) {
      const { state, cookie } = await begin(target);
      return visit(target, back({ state, code }), { cookie });
    },
    status: 403,
    counted: refused('slack', 'code'),
    spends: true,
  },
  bringing('a code that Slack never gave', () => ({ code: '1.2.stolen' }), badCode),
  bringing('no code', () => ({}), { status: 403, reason: 'code' }),
  bringing('a code without end', () => ({ code: 'c'.repeat(5_000) }), { status: 403, reason: 'code' }),
  bringing('markup for a code', () => ({ code: `<img src=x>${CANARY}` }), { status: 403, reason: 'code' }),
  bringing('an error', () => ({ error: 'access_denied' }), { status: 403, reason: 'cancelled' }),
  bringing('an error of their own making', () => ({ error: `<script>${CANARY}</script>`, code: 'x' }), {
    status: 403,
    reason: 'cancelled',
  }),
  bringing(
    'the consent of a workspace that is not listed',
    async ({ asking }) => ({ code: await allow(asking, NORDICS_TEAM) }),
    { status: 403, reason: 'workspace', spends: true },
  ),
  {
    name: 'an install that brings a body along',
    async send(target) {
      const { cookie, state } = await begin(target);
      return request(target.url + back({ state, code: 'stolen' }), {
        method: 'GET',
        headers: { cookie },
        body: 'x'.repeat(10_000),
      });
    },
    status: 413,
    counted: refused('slack', 'size'),
  },
  {
    name: 'an install of somebody who guesses codes',
    async prepare(target) {
      for (let count = 0; count < 10; count += 1) await guess(target);
      return '';
    },
    send: guess,
    status: 429,
    counted: refused('slack', 'tooMany'),
  },
];

async function guess(target: Target): Promise<Reply> {
  const { cookie, state } = await begin(target);
  const who = { 'x-forwarded-for': `203.0.113.${Math.ceil(Math.random() * 200)}, 192.0.2.1` };
  return visit(target, back({ state, code: '1.2.guessed' }), { cookie, ...who });
}

const FOREIGN = { team_id: NORDICS_TEAM, team_domain: 'nordics' };
const foreign = (name: string, send: Attack['send']): Attack => ({
  name: `${name} of a workspace that is not listed`,
  send,
  status: 200,
  counted: refused('slack', 'team'),
});

/** What Slack passes on from a workspace that the desk does not serve. */
export const unlistedAttacks: Attack[] = [
  foreign('a command', (target) => signed(target, form({ ...command(target, 'U0NILS'), ...FOREIGN }))),
  foreign('a command that claims the organisation', (target) =>
    signed(target, form({ ...command(target, 'U0NILS'), ...FOREIGN, enterprise_id: SLACK_TEAM.replace('T', 'E') })),
  ),
  foreign('a message', (target) =>
    signed(
      target,
      event(
        { type: 'message', channel_type: 'im', channel: 'D0NILS', user: 'U0NILS', text: CANARY, ts: '1.1' },
        { team_id: NORDICS_TEAM, context_team_id: NORDICS_TEAM, authorizations: [{ team_id: NORDICS_TEAM }] },
      ),
      { type: JSON_TYPE },
    ),
  ),
  foreign('a press', (target) => {
    const who = { id: 'U0NILS', team_id: 'T0ELSEWHERE' };
    const whose = { team: { id: NORDICS_TEAM, domain: 'nordics' }, user: who };
    return signed(target, payload(press(target, 'U0NILS', '{"v":1,"verb":"approvals"}', whose)));
  }),
];
