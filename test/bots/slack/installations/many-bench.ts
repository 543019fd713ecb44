import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSlackBot, type SlackBot } from '../../../../bots/slack/bot.js';
import type { Answer } from '../../../../core/answer.js';
import type { Recipient } from '../../../../core/delivery.js';
import { createInstallations, type Installations } from '../../../../core/installations/installations.js';
import { createInstallStates } from '../../../../core/installations/install-states.js';
import { createInbox } from '../../../../core/jobs/inbox.js';
import { readJournal, type RecordedEntry } from '../../../../core/journal/journal.js';
import { createLog } from '../../../canary/output.js';
import { createMetrics } from '../../../canary/metrics.js';
import { createReception } from '../../../../core/reception.js';
import { openStore, type Store } from '../../../../core/store/open.js';
import { createSealer } from '../../../../core/store/sealer.js';
import type { Turn } from '../../../../core/turn.js';
import { createSlackCloud, type SlackCloud } from '../../../../sandbox/slack/cloud.js';
import { nordicsTeam, partnerTeam, type Team } from '../../../../sandbox/slack/team.js';
import { type Character, characters } from '../../../../sandbox/stand-in.js';
import { makeKey, SECRET_MARK } from '../../../../sandbox/secrets.js';

export const CLIENT_ID = '123456.654321';
export const CLIENT_SECRET = `${SECRET_MARK}of-the-app`;
const STATE_SECRET = `${SECRET_MARK}of-states`;
const SIGNING_SECRET = `${SECRET_MARK}of-signatures`;

export const grid = { id: 'E0GRID', name: 'Northwind Grid' };
export const gridEast: Team = {
  ...partnerTeam,
  id: 'T0EAST',
  name: 'East',
  domain: 'east',
  enterprise: grid,
  botUser: 'U0PDGRID',
  bot: 'B0PDGRID',
};
export const gridWest: Team = { ...gridEast, id: 'T0WEST', name: 'West', domain: 'west' };

const somebody = characters[0] as Character;
/** Somebody in a workspace of their own; user ids are Slack's, unique to it. */
export const person = (slackUser: string, name: string): Character => ({ ...somebody, slackUser, name });
export const sofia = somebody;
export const oscar = characters.at(-1) as Character;
export const nils = person('U0NILS', 'Nils Nordics');
export const emma = person('U0EMMA', 'Emma East');
export const walt = person('U0WALT', 'Walt West');

export interface ManyBench {
  cloud: SlackCloud;
  /** Replicas of the desk on one store. The first one is what Slack and browsers reach, unless `reach` says otherwise. */
  bots: readonly SlackBot[];
  botUrl: string;
  store: Store;
  installations: Installations;
  turns: Turn[];
  logged: string[];
  /** Workspaces whose places were to be looked at again; `all`: every one. */
  doubted: string[];
  /** Slack's requests go to these replicas in turn. */
  reach(...replicas: number[]): void;
  answerWith(answer: Answer): void;
  /** Time goes on for the desk and for Slack, ms. */
  pass(ms: number): void;
  metric(name: string, labels: Record<string, string>): Promise<number>;
  journal(fact: string): Promise<RecordedEntry[]>;
  /** All replicas end, and new ones begin on the same store. @param listed who may use the desk from now on */
  restart(listed?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** @param options.store another store than a SQLite of its own; closed by whoever opened it. `emails`: people are linked by theirs. `listed`: who may use the desk */
export async function openManyBench(
  options: { rotate?: boolean; replicas?: number; store?: Store; emails?: boolean; listed?: readonly string[] } = {},
): Promise<ManyBench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-many-'));
  const logged: string[] = [];
  const log = createLog('debug', { write: (line) => void logged.push(line) });
  const metrics = createMetrics();
  const store = options.store ?? (await openStore({ databaseUrl: `sqlite:${dataDir}/desk.db`, dataDir, log }));
  const sealer = createSealer([Buffer.from(makeKey(), 'base64')]);
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const installations = createInstallations({ store, sealer, now });
  const turns: Turn[] = [];
  const doubted: string[] = [];
  let answer: Answer = { type: 'help', commands: ['help'] };
  let route = [0];
  let requests = 0;

  const servers: http.Server[] = [];
  const listen = async (handle: http.RequestListener): Promise<string> => {
    const server = http.createServer(handle).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const slackUrl = await listen((request, response) => void cloud.handle(request, response));
  const botUrl = await listen((request, response) => {
    const bot = bots[route[(requests += 1) % route.length] ?? 0];
    const path = `${request.method} ${(request.url ?? '').split('?', 1)[0]}`;
    const page = bot?.pages[path];
    void (page ? page(request, response) : bot?.handle(request, response));
  });
  const cloud = createSlackCloud({
    baseUrl: slackUrl,
    botUrl,
    // A busy machine is no slow desk.
    ackTimeout: 20_000,
    publicUrl: botUrl,
    signingSecret: SIGNING_SECRET,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    rotate: options.rotate ?? true,
    workspaces: [
      { team: partnerTeam, characters },
      { team: nordicsTeam, characters: [nils] },
      { team: gridEast, characters: [emma] },
      { team: gridWest, characters: [walt] },
    ],
    now,
    retryDelays: [20, 20, 20],
    limits: false,
  });

  let { listed } = options;
  let processes = 0;
  const assemble = () =>
    Array.from({ length: options.replicas ?? 1 }, () => {
      const inbox = createInbox({ store, sealer, owner: `process-${(processes += 1)}`, now });
      const reception = createReception({
        inbox,
        desk: {
          async handle(turn) {
            turns.push(turn);
            return answer;
          },
        },
        deliveries: () => [made.delivery],
        singleProcess: store.singleProcess,
        log,
        metrics,
      });
      const made = createSlackBot({
        config: {
          signingSecret: SIGNING_SECRET,
          cloud: 'commercial',
          apiUrl: `${slackUrl}/slack/api/`,
          oauth: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, stateSecret: STATE_SECRET },
        },
        installs: {
          installations,
          installStates: createInstallStates(store),
          publicUrl: botUrl,
          emails: options.emails ?? false,
          listed,
          doubt: async (teams = ['all']) => void doubted.push(...teams),
        },
        cloud: 'global',
        reception,
        log,
        metrics,
        now,
      });
      return { bot: made, reception };
    });
  let running = assemble();
  const bots: SlackBot[] = running.map(({ bot }) => bot);
  for (const bot of bots) await bot.start();
  const stop = async () => {
    for (const { reception, bot } of running) {
      await reception.stop();
      await bot.stop();
    }
  };

  return {
    cloud,
    bots,
    botUrl,
    store,
    installations,
    turns,
    logged,
    doubted,
    reach(...replicas) {
      route = replicas;
    },
    answerWith(next) {
      answer = next;
    },
    pass(ms) {
      ahead += ms;
    },
    async metric(name, labels) {
      const found = await metrics.registry.getSingleMetric(name)?.get();
      const matches = (one: Record<string, unknown>) =>
        Object.entries(labels).every(([key, value]) => one[key] === value);
      return (found?.values ?? []).filter((one) => matches(one.labels)).reduce((sum, one) => sum + one.value, 0);
    },
    async journal(fact) {
      const entries = await readJournal(store.db, { limit: 100 });
      return entries.filter((entry) => entry.fact === fact);
    },
    async restart(list = listed) {
      listed = list;
      await stop();
      running = assemble();
      bots.splice(0, bots.length, ...running.map(({ bot }) => bot));
      for (const bot of bots) await bot.start();
    },
    async close() {
      cloud.close();
      await stop();
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      if (!options.store) await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A channel of a workspace, for messages of the desk's own accord. */
export const room = (team: Team, channel = 'C0CUSTOMERS'): Recipient => ({
  platform: 'slack',
  place: { platform: 'slack', team: team.id, channel, kind: 'channel', external: false },
  locale: 'en-US',
});

/** Waits until something is so, looking often; a test on a busy machine has time. */
export async function until(look: () => unknown): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    if (look()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come to that');
}
