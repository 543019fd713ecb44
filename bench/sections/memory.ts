import { closedLoop } from '../load/loops.js';
import type { Outside } from '../outside/outside.js';
import { USERS } from '../outside/people.js';
import type { Finding } from '../report.js';
import { startDesk } from './desk.js';
import { told } from './paired.js';
import { createTraffic } from './traffic.js';

/**
 * Memory of the desk with both bots on. The budget of 250 MB speaks of 100,000 customers in the search index, which a later
 * release brings: until then this is a figure to compare with, and no budget.
 */
export async function memorySection(outside: Outside, quick: boolean): Promise<Finding[]> {
  const { server, url } = await startDesk(outside, 'memory');
  const traffic = createTraffic(outside, url);
  try {
    const rss = async () => (await server.sample()).rssMb.toFixed(0);
    const figures = [`${await rss()} MB when ready`];
    for (const turns of quick ? [500, 1_500] : [1_000, 4_000, 5_000]) {
      await closedLoop({ users: USERS, count: turns, ask: (user) => traffic.mixed(user) });
      figures.push(`${await rss()} MB after ${turns} more turns`);
    }
    return [told('memory', 'RSS (the budget of 250 MB is for the later search index)', figures.join(', '))];
  } finally {
    traffic.close();
    await server.stop();
  }
}
