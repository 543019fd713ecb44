import { platformLimits } from '../../core/jobs/limits.js';
import { opensAt, settle, type Window } from '../../core/jobs/windows.js';
import { type Chats, startChats } from '../fanout/chats.js';
import { freePort, type Outside } from '../outside/outside.js';
import { startMeasured } from '../process/measured.js';
import { against, type Finding } from '../report.js';
import { told } from './paired.js';

/** A place in Slack and one in Teams for each: 2,000 places. */
const PEOPLE = 1_000;
const NOTICES_EACH = 5;
const BUDGET_RATIO = 1.1;
const BUDGET_BLOCK_MS = 20;

/**
 * 10,000 notices to 2,000 places of both platforms. The bots and the wire are real; the sandbox's stand-ins enforce the
 * platforms' limits, without Slack's tolerance for bursts. The clock is simulated: it jumps to when more may be sent.
 */
export async function fanoutSection(outside: Outside, quick: boolean): Promise<Finding[]> {
  const people = quick ? PEOPLE / 10 : PEOPLE;
  const chats = await startChats(people);
  const port = await freePort();
  const env = { ...outside.deskEnv(port, 'fanout'), ...chats.env };
  const extra = { BENCH_CHATS: chats.baseUrl, BENCH_NOTICES: String(NOTICES_EACH), LOG_LEVEL: 'error' };
  const desk = await startMeasured({ file: 'bench/fanout/desk.js', env: { ...env, ...extra }, port });
  const idle = await startMeasured({ file: 'bench/peers/idle.js', env: {}, port: await freePort() });
  const ask = async (deed: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/${deed}`, { method: 'POST' });
    if (!response.ok) throw new Error(await response.text());
    return Number(await response.json());
  };
  try {
    await ask('warm');
    const already = { slack: chats.arrived('slack').perPlace, teams: chats.arrived('teams').perPlace };
    await ask('prepare');
    const before = await desk.sample();
    await Promise.all([desk.watch(), idle.watch()]);
    const began = await ask('run');
    const [blocks, machine] = await Promise.all([desk.blocks(), idle.blocks()]);
    const after = await desk.sample();
    const notices = 2 * people * NOTICES_EACH;
    const ms = (figure: number) => `${figure.toFixed(1)} ms`;
    return [
      told('fanout', 'clock', 'simulated; bots, wire, limits and store are real'),
      told('fanout', 'notices, places', `${notices}, ${2 * people}`),
      against('fanout', 'refused with 429', { bound: 0, measured: chats.counts.throttled, unit: 'calls', digits: 0 }),
      ...['slack' as const, 'teams' as const].flatMap((platform) =>
        onPlatform(chats, platform, already[platform], began),
      ),
      told('fanout', "CPU of the desk's process, each notice", ms((after.cpuMs - before.cpuMs) / notices)),
      against('fanout', 'longest block of the event loop', {
        bound: BUDGET_BLOCK_MS,
        measured: blocks.longest,
        unit: 'ms',
        digits: 1,
      }),
      told('fanout', '  99.9th percentile', ms(blocks.p999)),
      told('fanout', '  longest pause for garbage, within the above', ms(blocks.longestGc)),
      told('fanout', '  longest block of an idle process beside it', ms(machine.longest)),
    ];
  } finally {
    await Promise.all([desk.stop(), idle.stop()]);
    await chats.close();
  }
}

function onPlatform(chats: Chats, platform: 'slack' | 'teams', already: readonly number[], began: number): Finding[] {
  const { perPlace, last } = chats.arrived(platform);
  const wanted = already.map((before) => before + NOTICES_EACH);
  const missing = wanted.reduce((sum, each, index) => sum + Math.abs(each - (perPlace[index] ?? 0)), 0);
  const allowed = allowedMs(platform, perPlace.length);
  const took = last - began;
  const seconds = (figure: number) => `${(figure / 1_000).toFixed(1)} s`;
  return [
    against('fanout', `${platform}: missing or more than once`, {
      bound: 0,
      measured: missing,
      unit: 'notices',
      digits: 0,
    }),
    against('fanout', `${platform}: simulated time, over what the limits allow`, {
      bound: BUDGET_RATIO,
      measured: took / allowed,
      unit: '×',
    }),
    told('fanout', `  ${platform}: simulated; allowed`, `${seconds(took)}; ${seconds(allowed)}`),
  ];
}

/** How long the platform's limits alone take for it: those of all places together, or of one place, whichever is longer. */
function allowedMs(platform: 'slack' | 'teams', people: number): number {
  const { lane, pool } = platformLimits(`${platform}:`);
  return Math.max(timeFor(pool, people * NOTICES_EACH), timeFor(lane, NOTICES_EACH));
}

/** When the last of so many may be sent, ms after the first. */
function timeFor(windows: readonly Window[], many: number): number {
  let sent: number[] = [];
  let at = 0;
  for (let n = 0; n < many; n += 1) {
    at = opensAt(windows, sent, at);
    sent = [...settle(windows, sent, at), at];
  }
  return at;
}
