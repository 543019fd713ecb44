import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Character, characters, PARTNER_TENANT } from '../../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../../sandbox/teams/stand-in.js';

export const [sofia, tom, ada, , , oscar] = characters as [
  Character,
  Character,
  Character,
  Character,
  Character,
  Character,
];
export const APP = { appId: 'the-app', appPassword: 'the-password' };
export const CARD = { type: 'AdaptiveCard', version: '1.5', body: [] };

export interface Heard {
  body: Record<string, unknown>;
  raw: string;
  authorization: string;
}

/** The stand-in with a bot that only listens, both over HTTP on loopback. */
export interface Stage {
  teams: TeamsStandIn;
  /** What the bot was sent. */
  heard: Heard[];
  /** What the bot answers: status and body, one after the other; the last one stays. */
  botAnswers: { status: number; body?: unknown }[];
  /** The bot answers after this. */
  botWaits: Promise<unknown>;
  /** ms since the epoch */
  clock: number;
  /** Asks the sign-in service for a token. */
  token(changes?: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Calls the Bot Connector below `/v3/conversations`. */
  call(method: string, path: string, body?: unknown, bearer?: string): Promise<ConnectorAnswer>;
  send(conversation: string, body?: unknown): Promise<ConnectorAnswer>;
  chat(character: Character): string;
  room(kind: 'group' | 'channel'): string;
  /** The card of the last message, as one character sees it. */
  lastCard(character: Character, conversation: string): unknown;
  close(): Promise<void>;
}

export interface ConnectorAnswer {
  status: number;
  answer: Record<string, unknown> & { id?: string; error?: { code: string } };
  headers: Headers;
}

export const cardMessage = (card: unknown = CARD) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
});

const listen = (server: Server) =>
  new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

/** @param others characters beside the usual ones */
export async function openStage(others: Character[] = []): Promise<Stage> {
  let standIn: TeamsStandIn | undefined;
  const bot = createServer((request, response) => {
    let raw = '';
    request.on('data', (chunk) => (raw += String(chunk)));
    request.on('end', () => {
      stage.heard.push({ body: JSON.parse(raw), raw, authorization: request.headers.authorization ?? '' });
      const { botAnswers } = stage;
      const { status, body } = (botAnswers.length > 1 ? botAnswers.shift() : botAnswers[0]) ?? { status: 500 };
      void stage.botWaits.then(() =>
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(body === undefined ? '' : JSON.stringify(body)),
      );
    });
  });
  const service = createServer((request, response) => void standIn?.handle(request, response));
  const [botUrl, baseUrl] = await Promise.all([listen(bot), listen(service)]);
  const teams = createTeamsStandIn({
    ...APP,
    baseUrl,
    botUrl,
    tenantId: PARTNER_TENANT,
    characters: [...characters, ...others],
    now: () => stage.clock,
    repeatDelayMs: 1,
  });
  standIn = teams;

  const stage: Stage = {
    teams,
    heard: [],
    botAnswers: [{ status: 200 }],
    botWaits: Promise.resolve(),
    clock: Date.now(),
    async token(changes = {}) {
      const form = {
        grant_type: 'client_credentials',
        client_id: APP.appId,
        client_secret: APP.appPassword,
        scope: 'https://api.botframework.com/.default',
        ...changes,
      };
      const response = await fetch(`${teams.settings.loginUrl}/${PARTNER_TENANT}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async call(method, path, body, bearer) {
      const authorization = bearer ?? `Bearer ${String((await stage.token()).body['access_token'])}`;
      const response = await fetch(`${baseUrl}/bot-connector/v3/conversations${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = (text === '' ? {} : JSON.parse(text)) as ConnectorAnswer['answer'];
      return { status: response.status, answer, headers: response.headers };
    },
    send: (conversation, body = cardMessage()) =>
      stage.call('POST', `/${encodeURIComponent(conversation)}/activities`, body),
    chat: (character) => teams.personalOf(character).id,
    room: (kind) => teams.conversations.find((each) => each.kind === kind)?.id ?? '',
    lastCard: (character, conversation) =>
      teams
        .scene(character)
        .conversations.find((each) => each.id === conversation)
        ?.messages.at(-1)?.card,
    async close() {
      await teams.settled();
      for (const server of [bot, service]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
  return stage;
}
