import { closedLoop } from '../load/loops.js';
import { freePort, type Outside } from '../outside/outside.js';
import { USERS } from '../outside/people.js';
import { startMeasured } from '../process/measured.js';
import { against, type Finding } from '../report.js';
import { startDesk } from './desk.js';
import { told } from './paired.js';
import { createTraffic } from './traffic.js';

const BUDGET_MS = 20;

/**
 * The longest time for which the desk's event loop stood still under mixed traffic, once it is warm. A process that does
 * nothing is watched at the same time: what even that one suffers comes from the machine.
 */
export async function loopSection(outside: Outside, quick: boolean): Promise<Finding[]> {
  const { server, url } = await startDesk(outside, 'loop');
  const idle = await startMeasured({ file: 'bench/peers/idle.js', env: {}, port: await freePort() });
  const traffic = createTraffic(outside, url);
  const run = (count: number) => closedLoop({ users: USERS, count, ask: (user) => traffic.mixed(user) });
  try {
    await run(1_000);
    await Promise.all([server.watch(), idle.watch()]);
    await run(quick ? 1_000 : 4_000);
    const [blocks, machine] = await Promise.all([server.blocks(), idle.blocks()]);
    const ms = (figure: number) => `${figure.toFixed(1)} ms`;
    return [
      against('loop', 'longest block of the event loop', {
        bound: BUDGET_MS,
        measured: blocks.longest,
        unit: 'ms',
        digits: 1,
      }),
      told('loop', '  99.9th percentile', ms(blocks.p999)),
      told('loop', '  longest pause for garbage, within the above', ms(blocks.longestGc)),
      told('loop', '  longest block of an idle process beside it', ms(machine.longest)),
    ];
  } finally {
    traffic.close();
    await Promise.all([server.stop(), idle.stop()]);
  }
}
