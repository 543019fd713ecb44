import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from '@jest/globals';
import { createSlackStandIn, type SlackStandIn } from '../../../sandbox/slack/stand-in.js';
import { type Character, characters } from '../../../sandbox/stand-in.js';

export const SECRET = 'secret';
export const TOKEN = 'xoxb-1';
export const sofia = characters[0] as Character;
export const oscar = characters.at(-1) as Character;
export const ROOM = 'C0CUSTOMERS';

export interface Received {
  body: string;
  headers: http.IncomingHttpHeaders;
}

export let slack: SlackStandIn;
export let origin: string;
let now: number;
export let received: Received[];
let botAnswer: (request: Received) => { status?: number; body?: unknown; hang?: boolean };
const servers: http.Server[] = [];

/** What the bot of the test answers from now on. */
export function botAnswers(answer: typeof botAnswer): void {
  botAnswer = answer;
}

/** Time goes on, ms. */
export function pass(ms: number): void {
  now += ms;
}

async function listen(handle: http.RequestListener): Promise<string> {
  const server = http.createServer(handle).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A stand-in and a bot that the test plays, new for each test of the file. */
export function useStage(): void {
  beforeEach(open);
  afterEach(close);
}

async function open(): Promise<void> {
  now = 1_800_000_000_000;
  received = [];
  botAnswer = () => ({});
  const hear = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ body, headers: request.headers });
    const answer = botAnswer({ body, headers: request.headers });
    if (answer.hang) return;
    response.writeHead(answer.status ?? 200);
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  };
  const botUrl = await listen((request, response) => void hear(request, response));
  origin = await listen((request, response) => void slack.handle(request, response));
  slack = createSlackStandIn({
    baseUrl: origin,
    botUrl,
    signingSecret: SECRET,
    botToken: TOKEN,
    characters,
    now: () => now,
    ackTimeout: 150,
    retryDelays: [5, 5, 5],
  });
}

async function close(): Promise<void> {
  slack.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

export async function call(
  method: string,
  args: Record<string, unknown>,
  token = TOKEN,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${origin}/slack/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Record<string, unknown>;
}

export const modalOf = (who = sofia) => slack.scene(who).modal;
export const plain = (text: string) => ({ type: 'plain_text', text });
export const input = (id: string, more: object = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { type: 'plain_text_input', action_id: 'value', ...more },
});
export const modal = (...blocks: object[]) => ({ type: 'modal', title: plain('Form'), submit: plain('Go'), blocks });
export const section = { type: 'section', text: plain('hello') };
export const askWho = (user: string) => call('users.info', { user, include_locale: true });
export const testAuth = () =>
  fetch(`${origin}/slack/api/auth.test`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } });
export const openModal = async (...blocks: object[]) => {
  await call('views.open', { trigger_id: slack.mintTrigger(sofia.slackUser), view: modal(...blocks) });
  return modalOf()?.id ?? '';
};
export const say = (who: Character, channel: string, text: string) => slack.act(who, { type: 'say', channel, text });

/** The response URL of the last request that the bot got. */
const lastUrl = () => {
  const fields = new URLSearchParams(received.at(-1)?.body ?? '');
  const payload = JSON.parse(fields.get('payload') ?? '{}') as { response_url?: string };
  return fields.get('response_url') ?? payload.response_url ?? '';
};
export const respond = async (args: object) => {
  const response = await fetch(lastUrl(), { method: 'POST', body: JSON.stringify(args) });
  return [response.status, await response.text()];
};
export const texts = () =>
  slack
    .scene(sofia)
    .channels.find((one) => one.id === ROOM)
    ?.messages.map((one) => one.text);
