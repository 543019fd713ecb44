import { cpus, loadavg } from 'node:os';
import { type SectionName, readOptions } from './options.js';
import { type Outside, startOutside } from './outside/outside.js';
import { type Finding, table } from './report.js';
import { slackSection } from './sections/slack.js';
import { teamsSection } from './sections/teams.js';

type Section = (outside: Outside, quick: boolean) => Promise<Finding[]>;

const sections: Partial<Record<SectionName, Section>> = { slack: slackSection, teams: teamsSection };

/** Measures and prints. A missed budget is told, and is no failure of the bench: figures depend on the machine. */
async function main(): Promise<void> {
  const { sections: wanted, quick } = readOptions(process.argv.slice(2));
  const outside = await startOutside();
  const findings: Finding[] = [];
  const load = () => loadavg()[0]?.toFixed(1) ?? '?';
  process.stdout.write(`Node ${process.version}, ${cpus().length} cores, load ${load()} before the start\n`);
  for (const name of wanted) {
    const began = performance.now();
    findings.push(...((await sections[name]?.(outside, quick)) ?? []));
    process.stdout.write(`${name}: ${((performance.now() - began) / 1_000).toFixed(0)} s\n`);
  }
  await outside.close();
  process.stdout.write(`\n${table(findings)}`);
}

await main();
