import { closedLoop } from '../load/loops.js';
import { against, type Finding } from '../report.js';
import { median } from '../statistics.js';
import { USERS } from '../outside/people.js';
import type { Measured } from '../process/measured.js';

/** One of two servers that do comparable work. */
export interface Side {
  server: Measured;
  /** One request of a user, to the end of everything that it causes. @throws when the answer is not the wanted one */
  ask: (user: number) => Promise<unknown>;
}

/** Requests until V8 has compiled what is hot. */
const WARM_UP = 1_500;

interface Figures {
  cpuMs: number;
  perSecond: number;
}

/**
 * Loads two servers in turn, A B A B …, after warming both up, and compares the medians of the rounds.
 *
 * @param budget how much CPU time a request may cost ours, in multiples of the peer's
 */
export async function comparePaired(
  section: string,
  ours: Side,
  peer: Side & { name: string },
  { rounds, count, budget }: { rounds: number; count: number; budget: number },
): Promise<Finding[]> {
  for (const side of [ours, peer]) await closedLoop({ users: USERS, count: Math.max(count, WARM_UP), ask: side.ask });
  const our: Figures[] = [];
  const their: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) {
    our.push(await measure(ours, count));
    their.push(await measure(peer, count));
  }
  const cpu = (all: Figures[]) => median(all.map(({ cpuMs }) => cpuMs));
  const rate = (all: Figures[]) => median(all.map(({ perSecond }) => perSecond));
  const rss = [(await ours.server.sample()).rssMb, (await peer.server.sample()).rssMb] as const;
  const ratio = cpu(our) / cpu(their);
  return [
    against(section, `CPU per request, in multiples of ${peer.name}`, { bound: budget, measured: ratio, unit: '×' }),
    told(section, 'CPU per request, ours | peer', `${cpu(our).toFixed(3)} | ${cpu(their).toFixed(3)} ms`),
    told(section, 'requests per second, ours | peer', `${rate(our).toFixed(0)} | ${rate(their).toFixed(0)}`),
    told(section, 'RSS afterwards, ours | peer', `${rss[0].toFixed(0)} | ${rss[1].toFixed(0)} MB`),
  ];
}

async function measure({ server, ask }: Side, count: number): Promise<Figures> {
  const before = await server.sample();
  const ms = await closedLoop({ users: USERS, count, ask });
  const after = await server.sample();
  return { cpuMs: (after.cpuMs - before.cpuMs) / count, perSecond: (count / ms) * 1_000 };
}

export const told = (section: string, what: string, measured: string): Finding => ({ section, what, measured });
