import { cpus, loadavg } from 'node:os';
import { type SectionName, readOptions } from './options.js';
import { type Outside, startOutside } from './outside/outside.js';
import { type Finding, table } from './report.js';
import { ackSection } from './sections/ack.js';
import { callsSection } from './sections/calls.js';
import { fanoutSection } from './sections/fanout.js';
import { journalSection } from './sections/journal.js';
import { loopSection } from './sections/loop.js';
import { memorySection } from './sections/memory.js';
import { searchSection } from './sections/search.js';
import { slackSection } from './sections/slack.js';
import { startSection } from './sections/start.js';
import { teamsSection } from './sections/teams.js';

type Section = (outside: Outside, quick: boolean) => Promise<Finding[]>;

const sections: Record<SectionName, Section> = {
  slack: slackSection,
  teams: teamsSection,
  ack: ackSection,
  calls: callsSection,
  start: startSection,
  memory: memorySection,
  loop: loopSection,
  fanout: fanoutSection,
  journal: (_outside, quick) => journalSection(quick),
  search: (_outside, quick) => searchSection(quick),
};

/** Measures and prints. A missed budget is told, and is no failure of the bench: figures depend on the machine. */
async function main(): Promise<void> {
  const { sections: wanted, quick } = readOptions(process.argv.slice(2));
  const outside = await startOutside();
  const findings: Finding[] = [];
  const load = () => loadavg()[0]?.toFixed(1) ?? '?';
  process.stdout.write(`Node ${process.version}, ${cpus().length} cores, load ${load()} before the start\n`);
  for (const name of wanted) {
    const began = performance.now();
    try {
      findings.push(...(await sections[name](outside, quick)));
    } catch (error) {
      // Not a missed budget: something did not work, and the figures of this section would mean nothing.
      process.exitCode = 1;
      process.stdout.write(`${name} failed: ${error instanceof Error ? error.message : 'unknown'}\n`);
    }
    process.stdout.write(`${name}: ${((performance.now() - began) / 1_000).toFixed(0)} s\n`);
  }
  await outside.close();
  process.stdout.write(`\n${table(findings)}`);
}

await main();
