import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

/** Preloaded (`node --import`) into every measured process, ours and the peers': tells its parent what it used. */

/** What a measured process tells of itself. */
export interface Sample {
  /** User and system time of all its threads since its start, ms. */
  cpuMs: number;
  rssMb: number;
}

/** What happened to the event loop between `watch` and `blocks`, ms. */
export interface Blocks {
  longest: number;
  p999: number;
  /** The longest pause of the garbage collector in the same time: a part of the blocks, and no step of the desk. */
  longestGc: number;
}

/** ms; the histogram counts from timer to timer, so that this much is no delay. */
const RESOLUTION = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
let longestGc = 0;
const collections = new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestGc = Math.max(longestGc, duration);
});

process.on('message', (ask) => {
  if (ask === 'sample') {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1_000, rssMb: process.memoryUsage.rss() / 2 ** 20 } satisfies Sample);
  } else if (ask === 'watch') {
    longestGc = 0;
    collections.observe({ entryTypes: ['gc'] });
    delay.reset();
    delay.enable();
    process.send?.('watching');
  } else if (ask === 'blocks') {
    delay.disable();
    collections.disconnect();
    const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
    const blocks: Blocks = { longest: ms(delay.max), p999: ms(delay.percentile(99.9)), longestGc };
    process.send?.(blocks);
  }
});
// The parent's channel is no reason to stay, and an orphan must not go on.
process.on('disconnect', () => process.exit(0));
