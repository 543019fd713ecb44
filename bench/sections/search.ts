import { freePort } from '../outside/outside.js';
import { type Measured, startMeasured } from '../process/measured.js';
import { against, type Finding } from '../report.js';
import { makeCompanies } from '../search/company-names.js';
import { startLive } from '../search/live.js';
import { makeQueries, type Query, type QueryKind, queryKinds } from '../search/queries.js';
import type { Answered, Asked, Filled } from '../search/service.js';
import { percentile } from '../statistics.js';
import { told } from './paired.js';

/** Of the companies, and of the queries: another one than what the engine was tuned with. */
const SEED = 20_261_125;
/** Customers: as many as a large partner has. What has to be found is said for these, how fast also for ten times as many. */
const COUNT = 100_000;
const QUERIES = 1_000;
/** Peers take a hundred times as long. */
const PEER_QUERIES = 100;
const TOP = 5;
/** As Slack shows at most, and more than Teams' first page. */
const LIMIT = 15;
const BUDGET_BLOCK_MS = 20;

/** How many of a hundred must be found; what people mistype less. */
const recallBudgets: Partial<Record<QueryKind, number>> = {
  exact: 99,
  beginning: 99,
  'half-typed': 99,
  'whole, one typo': 95,
  'half-typed, one typo': 95,
};

interface Engine {
  ask(texts: readonly string[]): Promise<Answered>;
}

/** The index of customers: what it finds, how fast, and what it holds; beside MiniSearch and Partner Center's own search. */
export async function searchSection(quick: boolean): Promise<Finding[]> {
  const queries = quick ? QUERIES / 10 : QUERIES;
  const findings = await ofSize(COUNT, queries, { budgetMs: 20, peers: true });
  return quick ? findings : [...findings, ...(await ofSize(10 * COUNT, queries, { budgetMs: 75, peers: false }))];
}

async function ofSize(
  count: number,
  queryCount: number,
  { budgetMs, peers }: { budgetMs: number; peers: boolean },
): Promise<Finding[]> {
  const section = `search ${count / 1_000}k`;
  const companies = [...makeCompanies(SEED, count)];
  const queries = makeQueries(companies, SEED + 1, queryCount);
  const findings = await ours(section, count, queries, budgetMs);
  if (!peers) return findings;
  const mini = await startEngine('bench/search/mini-search.js');
  try {
    const { heldMb, cpuMs } = await mini.fill(count);
    findings.push(told(section, 'MiniSearch: takes in, CPU | holds', `${seconds(cpuMs)} | ${heldMb.toFixed(0)} MB`));
    for (const kind of queryKinds)
      findings.push(await comparison(section, 'MiniSearch', mini, kind, queries[kind].slice(0, PEER_QUERIES)));
  } finally {
    await mini.measured.stop();
  }
  const live = await startLive(companies);
  try {
    for (const kind of queryKinds)
      findings.push(await comparison(section, 'live starts_with', live, kind, queries[kind].slice(0, PEER_QUERIES)));
  } finally {
    await live.close();
  }
  return findings;
}

async function ours(
  section: string,
  count: number,
  queries: Record<QueryKind, Query[]>,
  budgetMs: number,
): Promise<Finding[]> {
  const engine = await startEngine('bench/search/ours.js');
  const idle = await startMeasured({ file: 'bench/peers/idle.js', env: {}, port: await freePort() });
  const { measured } = engine;
  const ms = (figure: number) => `${figure.toFixed(1)} ms`;
  try {
    const empty = await measured.sample();
    await Promise.all([measured.watch(), idle.watch()]);
    const { cpuMs, heldMb, longestTurnMs } = await engine.fill(count);
    const filling = await measured.blocks();
    const full = await measured.sample();
    const findings = [
      told(section, 'takes in all, CPU', seconds(cpuMs)),
      told(section, 'holds, each customer', `${((heldMb * 2 ** 20) / count).toFixed(0)} bytes`),
      told(section, 'RSS: before | with all', `${empty.rssMb.toFixed(0)} | ${full.rssMb.toFixed(0)} MB`),
    ];
    await measured.watch();
    let longest = 0;
    for (const kind of queryKinds) {
      const asked = await engine.ask(queries[kind].map(({ text }) => text));
      longest = Math.max(longest, asked.longestTurnMs);
      findings.push(...judged(section, { kind, count, budgetMs }, queries[kind], asked.answers));
    }
    const [searching, machine] = await Promise.all([measured.blocks(), idle.blocks()]);
    return [
      ...findings,
      against(section, 'CPU of the longest step, searching', {
        bound: BUDGET_BLOCK_MS,
        measured: longest,
        unit: 'ms',
        digits: 1,
      }),
      told(section, 'CPU of the longest step, filling', ms(longestTurnMs)),
      told(
        section,
        'longest block of the event loop, searching | filling',
        `${ms(searching.longest)} | ${ms(filling.longest)}`,
      ),
      told(section, '  pauses for garbage, within these', `${ms(searching.longestGc)} | ${ms(filling.longestGc)}`),
      told(section, '  longest block of an idle process beside it', ms(machine.longest)),
    ];
  } finally {
    await Promise.all([measured.stop(), idle.stop()]);
  }
}

/** What was found of one kind of query, and how long it took. */
function judged(
  section: string,
  { kind, count, budgetMs }: { kind: QueryKind; count: number; budgetMs: number },
  queries: readonly Query[],
  answers: readonly Asked[],
): Finding[] {
  const budget = count === COUNT ? recallBudgets[kind] : undefined;
  const found = recall(queries, answers);
  const shown = `${found.toFixed(1)} %`;
  const what = `${kind}: found in the first ${TOP}`;
  const took = answers.map(({ ms }) => ms);
  const cpu = answers.map(({ cpuMs }) => cpuMs);
  const both = (figures: readonly number[]) =>
    `${percentile(figures, 50).toFixed(1)} | ${percentile(figures, 99).toFixed(1)} ms`;
  return [
    budget === undefined
      ? told(section, what, shown)
      : { section, what, budget: `≥ ${budget} %`, measured: shown, holds: found >= budget },
    ...(kind.startsWith('half-typed')
      ? [against(section, `  p99`, { bound: budgetMs, measured: percentile(took, 99), unit: 'ms', digits: 1 })]
      : []),
    told(section, '  p50 | p99', both(took)),
    told(section, '  CPU p50 | p99', both(cpu)),
  ];
}

async function comparison(
  section: string,
  name: string,
  engine: Engine,
  kind: QueryKind,
  queries: readonly Query[],
): Promise<Finding> {
  const { answers } = await engine.ask(queries.map(({ text }) => text));
  const took = answers.map(({ ms }) => ms);
  const times = `p50 ${percentile(took, 50).toFixed(1)}, p99 ${percentile(took, 99).toFixed(1)} ms`;
  return told(section, `${name}: ${kind}`, `${recall(queries, answers).toFixed(1)} %, ${times}`);
}

/** Of a hundred queries, how many have the wanted company in front; one that is called the same counts as the same. */
function recall(queries: readonly Query[], answers: readonly Asked[]): number {
  const found = queries.filter(({ wanted, namesakes }, at) =>
    answers[at]?.ids.slice(0, TOP).some((id) => id === wanted.id || namesakes.has(id)),
  );
  return (found.length / queries.length) * 100;
}

async function startEngine(
  file: string,
): Promise<Engine & { fill(count: number): Promise<Filled>; measured: Measured }> {
  const port = await freePort();
  const measured = await startMeasured({ file, env: {}, port });
  async function post<T>(path: string, body = ''): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as T;
  }
  return {
    measured,
    fill: (count) => post(`/fill/${SEED}/${count}`),
    ask: (texts) => post(`/ask/${LIMIT}`, JSON.stringify(texts)),
  };
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
