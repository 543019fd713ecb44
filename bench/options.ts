export const sectionNames = [
  'slack',
  'teams',
  'ack',
  'calls',
  'start',
  'memory',
  'loop',
  'fanout',
  'journal',
  'search',
] as const;
export type SectionName = (typeof sectionNames)[number];

export interface Options {
  /** In the order in which they run. */
  sections: readonly SectionName[];
  /** Fewer requests and rounds: good for trying the bench, not for telling figures. */
  quick: boolean;
}

/** `--only slack,teams` and `--quick`. @throws naming what is not understood */
export function readOptions(args: readonly string[]): Options {
  let sections: readonly SectionName[] = sectionNames;
  let quick = false;
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--quick') quick = true;
    else if (args[at] === '--only') {
      const wanted = (args[(at += 1)] ?? '').split(',');
      const unknown = wanted.find((name) => !sectionNames.some((known) => known === name));
      if (unknown !== undefined) throw new Error(`--only knows ${sectionNames.join(', ')}; not "${unknown}"`);
      sections = sectionNames.filter((name) => wanted.includes(name));
    } else throw new Error(`not understood: ${args[at] ?? ''} (there are --only and --quick)`);
  }
  return { sections, quick };
}
