import { createServer } from 'node:http';
import { createSlackBot } from '../../bots/slack/bot.js';
import { createTeamsBot } from '../../bots/teams/bot.js';
import type { Answer } from '../../core/answer.js';
import { parseConfig } from '../../core/config.js';
import { createCore } from '../../core/core.js';
import type { Recipient } from '../../core/delivery.js';
import { createCopies, insertCopies } from '../../core/jobs/copies.js';
import { createOutbox } from '../../core/jobs/outbox.js';
import { createSender } from '../../core/jobs/sender.js';
import { createLog } from '../../core/log.js';
import { createMetrics } from '../../core/metrics.js';
import { createSealer } from '../../core/store/sealer.js';
import { inTransaction } from '../../core/store/transaction.js';

/**
 * The delivery side of the desk with both bots and a store on the disk, as a process of its own, by a simulated clock: what
 * waits is sent, then the clock is moved to when more may be. `POST /warm` sends something first, `POST /prepare` owes the
 * notices, `POST /run` sends them.
 */

/** Places in one transaction, as core/watch/ spreads them. */
const STEP = 100;

const setting = (name: string) => process.env[name] ?? '';
const chats = setting('BENCH_CHATS');
let at = Date.now();
const now = () => at;

const config = parseConfig(process.env);
if (!config.slack || !config.teams) throw new Error('both chats are needed');
const log = createLog('error');
const metrics = createMetrics();
const { store, reception } = await createCore(config, log, metrics, now);
const sealer = createSealer(config.encryptionKeys);
const shared = { cloud: config.partner.cloud, reception, log, metrics, now };
const slack = createSlackBot({ config: config.slack, ...shared });
const teams = createTeamsBot({ config: config.teams, partnerTenantId: config.partner.tenantId, ...shared });
const outbox = createOutbox({ store, sealer, owner: 'bench', now });
const contents = { now: () => Promise.reject(new Error('every notice here is stored')) };
const copies = createCopies({ db: store.db, sealer, contents, now });
const deliveries = [slack.delivery, teams.delivery];
const sender = createSender({ outbox, copies, deliveries, log, metrics, now });

async function moveClock(to: number): Promise<void> {
  at = to;
  await fetch(`${chats}/clock/${to}`, { method: 'POST' });
}

async function owe(news: string, places: readonly Recipient[]): Promise<void> {
  const answer: Answer = { type: 'unchanged', customer: { id: news, name: news, domain: 'customer.example' } };
  const subject = { about: 'stored', id: news, watch: 'w', answer } as const;
  for (let from = 0; from < places.length; from += STEP) {
    const targets = places.slice(from, from + STEP).map((recipient) => ({ key: JSON.stringify(recipient), recipient }));
    await inTransaction(store.db, (tx) => insertCopies({ outbox, sealer, now }, tx, subject, targets));
  }
}

const places = async () => (await (await fetch(`${chats}/places`)).json()) as Recipient[];

/** What runs for the first time runs slowly. An hour later nothing of it counts any more. */
async function warm(): Promise<void> {
  await moveClock(at);
  await Promise.all([slack.start(), teams.start()]);
  await owe('warm-up', (await places()).slice(0, STEP));
  await run();
  await moveClock(at + 3_600_000);
}

async function prepare(): Promise<void> {
  const everywhere = await places();
  for (let news = 0; news < Number(setting('BENCH_NOTICES')); news += 1) await owe(`news ${news}`, everywhere);
}

/** @returns when it began, ms since the epoch of the simulated clock */
async function run(): Promise<number> {
  const began = at;
  for (let next = await sender.round(); next !== undefined; next = await sender.round()) await moveClock(next);
  return began;
}

createServer((request, response) => {
  const deeds: Record<string, () => Promise<unknown>> = { '/warm': warm, '/prepare': prepare, '/run': run };
  const deed = deeds[request.url ?? ''] ?? (() => Promise.resolve());
  deed().then(
    (result) => response.end(JSON.stringify(result ?? null)),
    (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : 'unknown'),
  );
}).listen(Number(process.env['PORT']), '127.0.0.1');
