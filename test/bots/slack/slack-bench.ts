import { EventEmitter, once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSlackBot, type SlackBot } from '../../../bots/slack/bot.js';
import type { Answer } from '../../../core/answer.js';
import { createInbox } from '../../../core/jobs/inbox.js';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';
import { createReception, type Reception } from '../../../core/reception.js';
import { openStore } from '../../../core/store/open.js';
import { createSealer } from '../../../core/store/sealer.js';
import type { ChatUser, Turn } from '../../../core/turn.js';
import { createSlackStandIn, type SlackStandIn } from '../../../sandbox/slack/stand-in.js';
import { type Character, characters, SLACK_TEAM, type SlackScene } from '../../../sandbox/stand-in.js';

const SIGNING_SECRET = 'the-signing-secret';
const BOT_TOKEN = 'xoxb-the-bot-token';

/** What stands where the commands would: says an answer to a turn. */
export type Script = (turn: Turn) => Answer | Promise<Answer>;

const help: Script = () => ({ type: 'help', commands: ['help'] });

/**
 * The real bot, reception, inbox and store against the Slack stand-in, all over HTTP. Only what the desk answers is
 * written by the test.
 */
export interface Bench {
  slack: SlackStandIn;
  bot: SlackBot;
  botUrl: string;
  /** What the desk was asked, in order. */
  turns: Turn[];
  logged: string[];
  metric(name: string, labels: Record<string, string>): Promise<number>;
  answerWith(script: Script): void;
  /** Time goes on for the bot, ms; less than the five minutes that a signature holds. */
  pass(ms: number): void;
  /** Every commit fails until it is switched off again. */
  storeDown(down: boolean): void;
  /** A process that took over the store and the inbox of this one. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openBench(options: { start?: boolean; patience?: number } = {}): Promise<Bench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-slack-'));
  const logged: string[] = [];
  const log = createLog('info', { write: (line) => void logged.push(line) });
  const metrics = createMetrics();
  const store = await openStore({ databaseUrl: `sqlite:${dataDir}/desk.db`, dataDir, log });
  const sealer = createSealer([randomBytes(32)]);
  const turns: Turn[] = [];
  const patience = options.patience === undefined ? {} : { patience: options.patience };
  // A desk that never answers does not keep the test from ending.
  const closing = later<Answer>({ type: 'help', commands: ['help'] });
  let script = help;
  let ahead = 0;
  let down = false;

  const servers: http.Server[] = [];
  const listen = async (handle: http.RequestListener): Promise<string> => {
    const server = http.createServer(handle).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const slackUrl = await listen((request, response) => void slack.handle(request, response));
  const botUrl = await listen((request, response) => void bot.handle(request, response));
  const slack = createSlackStandIn({
    baseUrl: slackUrl,
    botUrl,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    characters,
    retryDelays: [20, 20, 20],
    limits: false,
  });

  let owners = 0;
  function assemble(): { bot: SlackBot; reception: Reception } {
    const inbox = createInbox({ store, sealer, owner: `process-${++owners}`, now: Date.now });
    const made = createReception({
      inbox,
      desk: {
        async handle(turn) {
          turns.push(turn);
          return Promise.race([script(turn), closing.script()]);
        },
      },
      deliveries: () => [bot.delivery],
      singleProcess: true,
      log,
      metrics,
    });
    const reception: Reception = {
      ...made,
      accept: (...given) => (down ? Promise.reject(new Error('the store is down')) : made.accept(...given)),
    };
    const config = {
      signingSecret: SIGNING_SECRET,
      botToken: BOT_TOKEN,
      cloud: 'commercial' as const,
      apiUrl: `${slackUrl}/slack/api/`,
    };
    return {
      bot: createSlackBot({
        config,
        cloud: 'global',
        reception,
        log,
        metrics,
        now: () => Date.now() + ahead,
        retryAfter: () => 20,
        ...patience,
      }),
      reception,
    };
  }
  let { bot, reception } = assemble();
  if (options.start !== false) await bot.start();

  return {
    slack,
    get bot() {
      return bot;
    },
    botUrl: `${botUrl}/slack/events`,
    turns,
    logged,
    async metric(name, labels) {
      const found = await metrics.registry.getSingleMetric(name)?.get();
      const matches = (one: Record<string, unknown>) =>
        Object.entries(labels).every(([key, value]) => one[key] === value);
      return (found?.values ?? []).filter((one) => matches(one.labels)).reduce((sum, one) => sum + one.value, 0);
    },
    answerWith(next) {
      script = next;
    },
    pass(ms) {
      ahead += ms;
    },
    storeDown(next) {
      down = next;
    },
    async restart() {
      const former = bot;
      ({ bot, reception } = assemble());
      await bot.start();
      await reception.start();
      // The former process is dead: whatever it still wanted to say is not awaited.
      void former;
    },
    async close() {
      closing.give();
      slack.close();
      await reception.stop();
      await bot.stop();
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function character(title: string): Character {
  const found = characters.find((one) => one.title === title);
  if (!found) throw new Error(`nobody is ${title}`);
  return found;
}
export const sofia = character('Sales agent');
export const oscar = character('Someone from outside');
export const SOFIA_DM = `D${sofia.slackUser.slice(1)}`;

/** Waits until something is so, looking often; fails after three seconds. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (const end = Date.now() + 4_000; Date.now() < end; ) {
    const seen = look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come to that');
}

/** The messages of the bot that somebody sees in a channel. */
export function said(slack: SlackStandIn, who: Character, channel: string): SlackScene['channels'][0]['messages'] {
  const found = slack.scene(who).channels.find((one) => one.id === channel);
  return (found?.messages ?? []).filter((one) => one.from.bot);
}

/** Everything in a scene's view or message, as text to search in. */
export const textOf = (value: unknown): string => JSON.stringify(value ?? '');

/** An answer that is ready when the test says so. */
export function later<T>(value: T): { script: () => Promise<T>; give: () => void } {
  const gate = new EventEmitter();
  const ready = once(gate, 'ready').then(() => value);
  return { script: () => ready, give: () => void gate.emit('ready') };
}

/** A desk whose people are told at once that it works, however quick it is. */
export async function impatient(former: Bench): Promise<Bench> {
  await former.close();
  return openBench({ patience: 20 });
}

/** Somebody of the desk's organisation, as the core names them. */
export const chatUser = (who: Character): ChatUser => ({
  platform: 'slack',
  tenant: SLACK_TEAM,
  user: who.slackUser,
  standing: 'member',
});

/** A button by the verb that it carries, in the blocks of a message, a modal or the Home tab. */
export function buttonOf(blocks: unknown, verb: string): { blockId: string; actionId: string } {
  for (const block of (blocks ?? []) as Record<string, unknown>[]) {
    const elements = [...((block['elements'] as object[] | undefined) ?? []), block['accessory']];
    const element = elements.find((one) => textOf(one).includes(`\\"verb\\":\\"${verb}\\"`));
    if (!element) continue;
    return { blockId: String(block['block_id']), actionId: (element as { action_id: string }).action_id };
  }
  throw new Error(`no button for ${verb}: ${textOf(blocks)}`);
}
