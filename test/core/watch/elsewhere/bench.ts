import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../../../core/config.js';
import { type Changes, createChanges } from '../../../../core/changes/changes.js';
import type { Change } from '../../../../core/changes/change.js';
import { createDuties } from '../../../../core/jobs/duties.js';
import type { Metrics } from '../../../../core/metrics.js';
import { createMetrics } from '../../../canary/metrics.js';
import { clouds } from '../../../../core/partner/clouds.js';
import { createPartnerCenter } from '../../../../core/partner/create-partner-center.js';
import type { Fields } from '../../../../core/partner/fields.js';
import { createTokenSource } from '../../../../core/partner/tokens.js';
import type { Store } from '../../../../core/store/open.js';
import { type Elsewhere, startElsewhere } from '../../../../core/watch/elsewhere/elsewhere.js';
import { readProgress } from '../../../../core/watch/elsewhere/progress.js';
import { type Happening, insertHappening } from '../../../../core/watch/happenings.js';
import type { WatchFilter } from '../../../../core/watch/watch.js';
import { textAt } from '../../../../sandbox/partner-center/json.js';
import { createWorld, type World } from '../../../wire/world.js';
import { recordedLog } from '../../partner/wire.js';
import { testClock } from '../../store/stores.js';

export const CONTOSO = 'c0000000-0000-4000-8000-000000000001';
export const FABRIKAM = 'c0000000-0000-4000-8000-000000000004';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The looking for changes against the stand-in of Partner Center, on a clock that stands still until it is moved. */
export interface Bench {
  world: World;
  store: Store;
  clock: ReturnType<typeof testClock>;
  metrics: Metrics;
  log: string[];
  changes: Changes;
  /** What was announced, in order. */
  announced: Happening[];
  /** Lets the next announcement fail, as a store in trouble would. */
  failNextAnnouncement: () => void;
  watch: (more?: WatchMade) => Promise<string>;
  endWatches: () => Promise<void>;
  /** The time between two rounds passes, and one is made to its end. */
  round: () => Promise<void>;
  /** The same by a process of its own, which then ends. */
  roundOfAnother: () => Promise<void>;
  /** Several processes begin at the same time, and end when one of them has made a round. */
  roundOfMany: (processes: number) => Promise<void>;
  /** Says that there may be something new, without that any time passes. */
  wake: () => void;
  /** Ends the process that makes the rounds; the next round is made by another. */
  stop: () => Promise<void>;
  /** A change of the desk, as far as it says. */
  change: (given: ChangeMade) => Promise<Change>;
  /** How often something happened that was found, by its outcome. */
  counted: (outcome: string) => Promise<number>;
  /** Requests to Partner Center since the last question, as `GET /v1/…`, without their queries. */
  asked: () => string[];
  close: () => Promise<void>;
}

interface WatchMade {
  filter?: Partial<WatchFilter>;
  topic?: 'changes' | 'approvals';
  state?: 'draft' | 'active' | 'broken' | 'ended';
}

interface ChangeMade {
  kind?: 'account' | 'purchase';
  customer?: string;
  before: Fields;
  after: Fields;
  end: 'applying' | 'applied' | 'foundSo' | 'failed';
  correlationId?: string;
}

export async function openBench(
  store: Store,
  more: { cloud?: Cloud; everyMs?: number; sharePerMinute?: number; customers?: number } = {},
): Promise<Bench> {
  const clock = testClock(Date.UTC(2026, 9, 14, 11));
  const { now } = clock;
  const { cloud = 'global', everyMs = MINUTE, sharePerMinute, customers = 12 } = more;
  const world = await createWorld({ cloud, now, customers });
  const { lines, log } = recordedLog();
  const metrics = createMetrics();
  const common = {
    from: { login: `${world.baseUrl}/login`, tenant: world.env['PARTNER_TENANT_ID'] ?? '' },
    clientId: world.env['PARTNER_CLIENT_ID'] ?? '',
    credential: { type: 'secret' as const, secret: world.env['PARTNER_CLIENT_SECRET'] ?? '' },
    log,
    metrics,
  };
  const url = world.env['PARTNER_CENTER_URL'] ?? '';
  const partner = createPartnerCenter({
    config: { tenantId: common.from.tenant, urls: { partnerCenter: url, login: '', graph: '' } },
    appTokens: createTokenSource({ ...common, scope: `${clouds[cloud].partnerCenter}/.default` }),
    log,
    metrics,
    now,
    limits: { backoffMs: 1, attempts: 1 },
  });
  const announced: Happening[] = [];
  let failing = false;
  const begin = (): Elsewhere =>
    startElsewhere({
      store,
      partner,
      duties: createDuties({ db: store.db, owner: randomUUID(), now }),
      auditRecords: clouds[cloud].auditRecords,
      everyMs,
      ...(sharePerMinute === undefined ? {} : { sharePerMinute }),
      async announce(tx, happening) {
        if (failing) {
          failing = false;
          throw new Error('the store is in trouble');
        }
        const fresh = await insertHappening(tx, happening, now());
        if (fresh) announced.push(happening);
        return fresh;
      },
      metrics,
      log,
      now,
    });
  const changes = createChanges(store, metrics, now, async () => undefined);
  const cursor = clouds[cloud].auditRecords ? 'elsewhere.audit' : 'elsewhere.profiles';
  const dueAt = async () => (await readProgress(store.db, cursor)).dueAt;

  const ended = async () => {
    const broken = lines.filter((line) => line.includes('a round of work failed')).length;
    return `${await dueAt()}/${broken}`;
  };
  const busy = async () => (await store.db.selectFrom('duties').select('name').execute()).length > 0;

  /** Lets a minute pass, makes a round begin and waits for its end. */
  async function wholeRound(start: () => void): Promise<void> {
    const before = await ended();
    clock.forward(everyMs);
    start();
    while ((await ended()) === before || (await busy())) await new Promise((soon) => setTimeout(soon, 5));
  }

  async function roundOfOthers(processes: number): Promise<void> {
    const others: Elsewhere[] = [];
    await wholeRound(() => {
      for (let n = 0; n < processes; n++) others.push(begin());
    });
    for (const other of others) await other.stop();
  }

  let running: Elsewhere | undefined;
  let asked = 0;
  return {
    world,
    store,
    clock,
    metrics,
    log: lines,
    changes,
    announced,
    failNextAnnouncement() {
      failing = true;
    },
    watch: (made) => insertWatch(store, now(), made),
    async endWatches() {
      await store.db.updateTable('watches').set({ state: 'ended' }).execute();
    },
    round: () =>
      wholeRound(() => {
        if (running) running.wake();
        else running = begin();
      }),
    roundOfAnother: () => roundOfOthers(1),
    roundOfMany: roundOfOthers,
    wake: () => (running ??= begin()).wake(),
    async stop() {
      await running?.stop();
      running = undefined;
    },
    change: (given) => madeChange(changes, now(), given),
    async counted(outcome) {
      const { values } = await metrics.happenings.get();
      return values.filter(({ labels }) => labels['outcome'] === outcome).reduce((sum, { value }) => sum + value, 0);
    },
    asked() {
      const { count, requests } = world.partnerCenter.pane();
      const fresh = requests.slice(0, count - asked).toReversed();
      asked = count;
      return fresh.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    },
    async close() {
      await running?.stop();
      await world.close();
    },
  };
}

/** A watch as a row, without a place that anybody could write to. */
export async function insertWatch(
  { db }: Store,
  now: number,
  { filter = {}, topic = 'changes', state = 'active' }: WatchMade = {},
): Promise<string> {
  const id = randomUUID();
  const whole: WatchFilter = { stage: 'outcomes', origin: 'anywhere', muteOwn: false, ...filter };
  await db
    .insertInto('watches')
    .values({
      id,
      version: 1,
      state,
      topic,
      platform: 'slack',
      placeKey: `slack:T1/${id}`,
      placeJson: '{}',
      placeName: null,
      customer: filter.customer?.id ?? null,
      country: filter.country ?? null,
      filterJson: JSON.stringify(whole),
      rhythmJson: '{"every":"change"}',
      quietJson: null,
      timeZone: 'UTC',
      locale: 'en-US',
      owner: 'somebody',
      ownerName: 'Somebody',
      ownerReaderSealed: '',
      problem: null,
      problemSince: null,
      retryAt: null,
      digestAt: null,
      digestFrom: null,
      lastSentAt: null,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  return id;
}

/** What Partner Center calls Contoso now. */
export const nameOf = (world: World): string => textAt(world.partnerCenter.record(CONTOSO) ?? {}, 'companyName') ?? '';

async function madeChange(changes: Changes, now: number, given: ChangeMade): Promise<Change> {
  const user = { platform: 'teams', tenant: 'T', user: 'U', standing: 'member' } as const;
  const place = { platform: 'slack', team: 'T1', channel: 'D1', kind: 'personal', external: false } as const;
  const draft = await changes.draft({
    kind: given.kind ?? 'account',
    customer: { id: given.customer ?? CONTOSO, name: 'Contoso', domain: 'contoso.example' },
    before: given.before,
    after: given.after,
    notes: {},
    requester: { id: 'somebody', name: 'Somebody' },
    reader: { user, place, locale: 'en-US' },
    correlationId: given.correlationId ?? randomUUID(),
  });
  const written = { to: 'applying', fact: 'change.applying', set: { requestId: randomUUID() } } as const;
  const applied = {
    to: 'applied',
    fact: 'change.applied',
    detail: { byUs: given.end === 'applied' },
    set: { appliedAt: now },
  } as const;
  const moves = given.end === 'foundSo' ? [] : [written];
  const end =
    given.end === 'applying'
      ? []
      : given.end === 'failed'
        ? [{ to: 'failed', fact: 'change.failed' } as const]
        : [applied];
  const moved = await changes.move(draft, ...moves, ...end);
  if (!moved) throw new Error('the change was not moved');
  return moved;
}
