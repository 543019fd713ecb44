import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Character, ChatStandIn, SlackGesture, SlackScene } from '../stand-in.js';
import { createFaults, type Fault } from './faults.js';
import { createGestures } from './gestures.js';
import { readBody } from '../body.js';
import { readArguments, reply } from './http.js';
import { respond } from './response-url.js';
import { sceneOf } from './scene.js';
import { manifestScopes, missingScope } from './scopes.js';
import { userChanged } from './payloads.js';
import { type BotReply, createSender, type SignedRequest } from './sender.js';
import { createRateLimits, type RateLimiting } from './rate-limits.js';
import { methods } from './web-api.js';
import { partnerTeam, type Team } from './team.js';
import { asText, type Channel, createWorkspace, type Json, type Workspace } from './workspace.js';

/** One call that the bot made, as the log of the stand-in keeps it. The token is not kept. */
export interface Call {
  method: string;
  args: Json;
  /** `ok`, Slack's error string, or what a fault made of it. */
  outcome: string;
  at: number;
}

export interface SlackStandInOptions {
  /** Origin that this stand-in is reached at, without a slash at the end: response URLs begin with it. */
  baseUrl: string;
  /** The bot's request URL: `http://127.0.0.1:3978/slack/events` (a bare origin gets that path). */
  botUrl: string;
  signingSecret: string;
  /** The bot's token, or what Slack says of a token; undefined: it is good. */
  botToken: string | ((token: string) => string | undefined);
  /** Default: the partner's own workspace. */
  team?: Team;
  /** Where response URLs lead, below the origin; default `/slack/response`. */
  responsePath?: string;
  characters: Character[];
  /** Clock, ms since the epoch. */
  now?: () => number;
  /** How long the bot may take to acknowledge, ms. */
  ackTimeout?: number;
  /** What the app was granted; default: all that its manifest asks for. */
  scopes?: readonly string[];
  /** When an event that was not acknowledged is sent again, ms after the failure. */
  retryDelays?: number[];
  /** Whether Slack's limits of messages hold; default yes. */
  limits?: RateLimiting;
}

/** What tests and the console page see beside the common contract. */
export interface SlackStandIn extends ChatStandIn<SlackScene, SlackGesture> {
  /** What the bot called, oldest first; `response_url` for posts to one. */
  readonly calls: Call[];
  /** The next calls of a method go wrong. */
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Changes what users.info says of somebody (`{ deleted: true }`). */
  alterUser(user: string, members: Json): void;
  /** Somebody sets their Slack to another language, and Slack tells the app, where it is installed. */
  speak(user: string, locale: string): Promise<void>;
  /** Changes a channel: who reads it, whether it is archived, whether the bot is in it. */
  alterChannel(channel: string, members: { external?: boolean; archived?: boolean; bot?: boolean }): void;
  /** Somebody deletes a channel. */
  removeChannel(channel: string): void;
  /** Somebody comes into a channel, or leaves it, by user id. */
  join(channel: string, user: string): void;
  leave(channel: string, user: string): void;
  /** Takes a scope of the app away, or gives it back. */
  alterScope(scope: string, granted: boolean): void;
  /** Somebody deletes a message. */
  removeMessage(channel: string, ts: string): void;
  /** The signature of a body, `v0=…`. @param timestamp seconds since the epoch */
  sign(body: string, timestamp: number): string;
  /** Any request to the bot, signed or not. */
  post(request: SignedRequest): Promise<BotReply>;
  /** An interaction or command, signed now. */
  sendForm(fields: Record<string, string>): Promise<BotReply>;
  /** An event, signed now. */
  sendJson(payload: unknown, headers?: Record<string, string>): Promise<BotReply>;
  /** The last request once more, byte for byte. */
  deliverAgain(): Promise<BotReply>;
  /** A trigger id as this user's next interaction would have it. */
  mintTrigger(user: string): string;
  /** A response URL for a press of this user on a message. */
  mintResponse(channel: string, user: string, ts: string): string;
  /** Another app writes on behalf of somebody. */
  postAs(user: string, channel: string, message: { text: string; metadata?: Json }): void;
  /** The workspace itself. */
  readonly workspace: Workspace;
  /** Answers a call whose body was read already. */
  answerCall(method: string, token: string | undefined, args: Json | undefined, response: ServerResponse): void;
  answerResponseUrl(token: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Sends an event, and again later when it is not acknowledged. */
  deliverEvent(envelope: Json): Promise<void>;
  /** Sends no more retries and lets go of its connections. */
  close(): void;
}

/** Slack's own: at once, after a minute, after five (docs.slack.dev/apis/events-api). The first is a second here. */
const RETRY_DELAYS = [1_000, 60_000, 300_000];
const KEPT_CALLS = 1_000;

/**
 * Slack, as far as partnerdesk meets it: the Web API under `/slack/api/`, response URLs under `/slack/response/`, and
 * the signed requests that a person's clicks and words become.
 */
export function createSlackStandIn(options: SlackStandInOptions): SlackStandIn {
  const now = options.now ?? Date.now;
  const scopes = options.scopes ? new Set(options.scopes) : manifestScopes();
  const team = options.team ?? partnerTeam;
  const workspace = createWorkspace(team, options.characters, scopes, now);
  const faults = createFaults();
  const limits = createRateLimits(options.limits ?? true, now);
  const calls: Call[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const url = new URL(options.botUrl);
  if (url.pathname === '/') url.pathname = '/slack/events';
  const sender = createSender({
    url: url.href,
    signingSecret: options.signingSecret,
    ackTimeout: options.ackTimeout ?? 3_000,
    now,
  });
  const responseUrl = (token: string) => `${options.baseUrl}${options.responsePath ?? '/slack/response'}/${token}`;
  const gestures = createGestures({
    workspace,
    sender,
    responseUrl,
    deliverEvent,
  });

  /** Repeats what was not acknowledged with a 2xx, as Slack does; the promise is that of the first try. */
  async function deliverEvent(envelope: Json, attempt = 0, reason = ''): Promise<void> {
    const headers: Record<string, string> =
      attempt === 0 ? {} : { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': reason || 'http_error' };
    const answer = await sender.json(envelope, headers);
    if (answer.status >= 200 && answer.status < 300) return;
    const delay = (options.retryDelays ?? RETRY_DELAYS)[attempt];
    if (delay === undefined) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void deliverEvent(envelope, attempt + 1, answer.timedOut ? 'http_timeout' : 'http_error');
    }, delay);
    timers.add(timer);
  }

  function record(method: string, args: Json, outcome: string): void {
    const { token: _token, ...rest } = args;
    calls.push({ method, args: rest, outcome, at: now() });
    if (calls.length > KEPT_CALLS) calls.shift();
  }

  function channelOf(id: string): Channel {
    const channel = workspace.channels.get(id);
    if (!channel) throw new Error('no such channel');
    return channel;
  }

  const refusalOf = (token: string) => {
    const { botToken } = options;
    if (typeof botToken === 'function') return botToken(token);
    return same(token, botToken) ? undefined : 'invalid_auth';
  };

  async function callMethod(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const args = readArguments(request.headers['content-type'] ?? '', (await readBody(request)) ?? '');
    answerCall(name, bearer(request), args, response);
  }

  function answerCall(name: string, token: string | undefined, args: Json | undefined, response: ServerResponse): void {
    const struck = faults.strike(name, response);
    if (struck) return record(name, args ?? {}, struck);
    const retryAfter = limits.retryAfter(name, asText(args?.['channel']));
    if (retryAfter !== undefined) {
      record(name, args ?? {}, 'ratelimited');
      return reply(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(retryAfter) });
    }
    const method = methods[name];
    const given = token ?? (typeof args?.['token'] === 'string' ? args['token'] : undefined);
    const refusal = given === undefined ? undefined : refusalOf(given);
    const missing = missingScope(name, args ?? {}, workspace);
    const answer = !args
      ? { ok: false, error: 'invalid_json' }
      : !method
        ? { ok: false, error: 'unknown_method' }
        : given === undefined
          ? { ok: false, error: 'not_authed' }
          : refusal !== undefined
            ? { ok: false, error: refusal }
            : missing !== undefined
              ? { ok: false, error: 'missing_scope', needed: missing, provided: [...scopes].join(',') }
              : method(args, workspace);
    record(name, args ?? {}, answer.ok ? 'ok' : asText((answer as Json)['error']));
    // Slack says with every answer what the token may do.
    reply(response, 200, answer, { 'x-oauth-scopes': [...scopes].join(',') });
  }

  async function callResponseUrl(token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const args = readArguments('application/json', (await readBody(request)) ?? '');
    const struck = faults.strike('response_url', response);
    if (struck) return record('response_url', args ?? {}, struck);
    const answer = respond(token, args, workspace);
    record('response_url', args ?? {}, answer.text);
    reply(response, answer.status, answer.text);
  }

  return {
    prefix: '/slack',
    async handle(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const [, , kind, rest = ''] = pathname.split('/');
      if (request.method !== 'POST' && kind !== 'api') return reply(response, 404, 'not_found');
      if (kind === 'api') return callMethod(rest, request, response);
      if (kind === 'response') return callResponseUrl(rest, request, response);
      return reply(response, 404, 'not_found');
    },
    onChange: (listener) => void workspace.listeners.push(listener),
    scene: (character) => sceneOf(character, workspace),
    act: gestures,
    calls,
    workspace,
    answerCall,
    answerResponseUrl: callResponseUrl,
    deliverEvent: (envelope) => deliverEvent(envelope),
    fault: faults.add,
    clearFaults: faults.clear,
    alterUser: (user, members) => void workspace.users.set(user, { ...workspace.users.get(user), ...members }),
    async speak(user, locale) {
      const known = workspace.users.get(user);
      // Of people from elsewhere Slack gives no language.
      if (known?.['locale'] === undefined) return;
      workspace.users.set(user, { ...known, locale });
      if (workspace.installed) await deliverEvent(userChanged(user, workspace));
    },
    alterChannel(id, { external, archived, bot }) {
      const channel = channelOf(id);
      if (external !== undefined) channel.external = external;
      if (archived !== undefined) channel.archived = archived;
      if (bot === true) channel.members.add(team.botUser);
      if (bot === false) channel.members.delete(team.botUser);
      workspace.changed();
    },
    removeChannel(id) {
      workspace.channels.delete(id);
      workspace.changed();
    },
    join(id, user) {
      channelOf(id).members.add(user);
      workspace.changed();
    },
    leave(id, user) {
      channelOf(id).members.delete(user);
      workspace.changed();
    },
    alterScope: (scope, granted) => void (granted ? scopes.add(scope) : scopes.delete(scope)),
    removeMessage(id, ts) {
      const channel = channelOf(id);
      channel.messages = channel.messages.filter((one) => one.ts !== ts);
      workspace.changed();
    },
    sign: sender.sign,
    post: sender.post,
    sendForm: sender.form,
    sendJson: sender.json,
    deliverAgain: sender.again,
    mintTrigger: workspace.mintTrigger,
    mintResponse: (channel, user, ts) => responseUrl(workspace.mintResponse({ channel, user, ts })),
    postAs: (user, channel, message) => void workspace.post(channelOf(channel), { user, ...message }),
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      sender.close();
    },
  };
}

export function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (?<token>\S+)$/u.exec(request.headers.authorization ?? '')?.groups?.['token'];
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
