import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTeamsBot, type TeamsBot } from '../../../bots/teams/bot.js';
import type { Answer } from '../../../core/answer.js';
import type { TeamsConfig } from '../../../core/config.js';
import { createInbox } from '../../../core/jobs/inbox.js';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';
import { createReception } from '../../../core/reception.js';
import { openStore, type Store } from '../../../core/store/open.js';
import { createSealer } from '../../../core/store/sealer.js';
import type { Turn } from '../../../core/turn.js';
import { type Character, characters, PARTNER_TENANT } from '../../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../../sandbox/teams/stand-in.js';
import { makeKey } from '../../../sandbox/secrets.js';

export const APP_ID = '11111111-2222-4333-8444-555555555555';
const APP_PASSWORD = 'the-password-of-the-app';

export const guest: Character = {
  ...characters[0]!,
  id: '0a000000-0000-4000-8000-000000000077',
  name: 'Gina Guest',
  standing: 'guest',
};
export const [sofia, tom, ada, grace, , oscar] = characters as [
  Character,
  Character,
  Character,
  Character,
  Character,
  Character,
];

export const HELP: Answer = { type: 'help', commands: ['find', 'help'] };

export interface Harness {
  teams: TeamsStandIn;
  bot: TeamsBot;
  store: Store;
  /** Every turn that reached the core. */
  turns: Turn[];
  log: string[];
  botUrl: string;
  metric(name: string, labels: Record<string, string>): Promise<number>;
  /** Makes the bot's clock run ahead. */
  later(ms: number): void;
  /** A new bot and a new reception on the same store, as after a crash: nothing of the old ones is waited for. */
  restart(): Promise<void>;
  /** Runs until the condition holds. */
  until(condition: () => boolean, what: string): Promise<void>;
  close(): Promise<void>;
}

/** The Teams bot over the real reception and store, against the stand-in, all of it on loopback. */
export async function startHarness(
  desk: (turn: Turn) => Promise<Answer> | Answer = () => HELP,
  options: {
    config?: Partial<TeamsConfig>;
    limits?: boolean;
    inlineMs?: number;
    refreshMs?: number;
    dialogMs?: number;
    others?: Character[];
  } = {},
): Promise<Harness> {
  const dataDir = await mkdtemp(join(tmpdir(), 'partnerdesk-teams-'));
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  const metrics = createMetrics();
  const turns: Turn[] = [];
  const key = Buffer.from(makeKey(), 'base64');
  const store = await openStore({ databaseUrl: `sqlite:${join(dataDir, 'test.db')}`, dataDir, log });

  let serve: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  const botServer = createServer((request, response) => void serve?.(request, response));
  const botUrl = await listen(botServer);
  let standIn: TeamsStandIn | undefined;
  const teamsServer = createServer((request, response) => void standIn?.handle(request, response));
  const baseUrl = await listen(teamsServer);
  const people = [...characters, guest, ...(options.others ?? [])];
  let ahead = 0;
  const account = { appId: APP_ID, appPassword: APP_PASSWORD, tenantId: PARTNER_TENANT };
  const limits = options.limits ?? false;
  const teams = createTeamsStandIn({ baseUrl, botUrl, ...account, characters: people, repeatDelayMs: 5, limits });
  standIn = teams;

  const config: TeamsConfig = {
    appId: APP_ID,
    credential: { type: 'secret', secret: APP_PASSWORD },
    appType: 'SingleTenant',
    appTenantId: PARTNER_TENANT,
    cloud: 'public',
    auth: 'jwt',
    tenantIds: [PARTNER_TENANT],
    ...teams.settings,
    ...options.config,
  };

  function build() {
    const inbox = createInbox({ store, sealer: createSealer([key]), owner: randomUUID(), now: Date.now });
    const reception = createReception({
      inbox,
      desk: {
        async handle(turn) {
          turns.push(turn);
          return desk(turn);
        },
      },
      deliveries: () => [bot.delivery],
      singleProcess: true,
      log,
      metrics,
    });
    const { inlineMs, refreshMs, dialogMs } = options;
    const patience = {
      ...(inlineMs === undefined ? {} : { inlineMs }),
      ...(refreshMs === undefined ? {} : { refreshMs }),
      ...(dialogMs === undefined ? {} : { dialogMs }),
    };
    const core = { cloud: 'global' as const, partnerTenantId: PARTNER_TENANT, reception, log, metrics };
    const now = () => Date.now() + ahead;
    const bot = createTeamsBot({ config, ...core, ...patience, now });
    serve = (request, response) => bot.handle(request, response);
    return { bot, reception };
  }

  let running = build();
  const receptions = [running.reception];
  const harness: Harness = {
    teams,
    bot: running.bot,
    store,
    turns,
    log: lines,
    botUrl,
    async metric(name, labels) {
      const all = await metrics.registry.getSingleMetric(name)?.get();
      const found = all?.values.find((each) => Object.entries(labels).every(([k, v]) => each.labels[k] === v));
      return found?.value ?? 0;
    },
    later(ms) {
      ahead += ms;
    },
    async restart() {
      running = build();
      receptions.push(running.reception);
      harness.bot = running.bot;
      await running.reception.start();
    },
    async until(condition, what) {
      const end = Date.now() + 8_000;
      while (!condition()) {
        if (Date.now() > end) throw new Error(`Never happened: ${what}\n${lines.join('')}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async close() {
      await teams.settled();
      await harness.bot.stop();
      await Promise.all(receptions.map((each) => each.stop()));
      await Promise.all([botServer, teamsServer].map(stop));
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return harness;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** The messages of the bot in a conversation, as one character sees them. */
export function said(teams: TeamsStandIn, character: Character, conversation: string) {
  const found = teams.scene(character).conversations.find((each) => each.id === conversation);
  return (found?.messages ?? []).filter((each) => each.from.bot);
}

export const conversationOf = (teams: TeamsStandIn, kind: 'group' | 'channel') =>
  teams.conversations.find((each) => each.kind === kind)!;

/** What a button of a card sends. */
export const press = (verb: string, id?: string) => ({ pd: { v: 1, verb, ...(id === undefined ? {} : { id }) } });

/** A promise and the way to settle it. */
export function deferred<T>() {
  const settle: { resolve?: (value: T) => void } = {};
  const promise = new Promise<T>((resolve) => {
    settle.resolve = resolve;
  });
  return { promise, resolve: (value: T) => settle.resolve?.(value) };
}

/** A bot that shows "working" almost at once, for tests of late answers. */
export const IMPATIENT = { inlineMs: 30 };
