import type { Config } from '../../core/config.js';
import type { Erasure, ErasureReport } from '../../core/erasure/erase.js';

/** What was erased, what stays for the time being, and what stays for good, each with its reason. */
export function reportOf(what: Erasure, report: ErasureReport, people: Config['policy']['people']): string {
  const lines = [
    'Erased:',
    ...listed({ ...report.gone, ...(report.journal > 0 ? { journal: report.journal } : {}) }),
    ...(Object.keys(report.later).length > 0
      ? ['Still in use; ask again once they have ended or were delivered:', ...listed(report.later)]
      : []),
    ...staying(what),
    ...('person' in what && people.some(({ person }) => person === what.person)
      ? ['PARTNERDESK_CONFIG still lists this person under "people": take them out there.']
      : []),
    'Messages that stand in Slack or Teams, logs, exports and backups are not reached from here.',
  ];
  return `${lines.join('\n')}\n`;
}

function listed(counts: Record<string, number>): string[] {
  const lines = Object.entries(counts).map(([what, count]) => `  ${what}: ${count}`);
  return lines.length > 0 ? lines : ['  nothing'];
}

function staying(what: Erasure): string[] {
  if ('person' in what)
    return ['Their object id stays in changes and decisions: it proves that nobody approved their own change.'];
  return [
    'Their Microsoft ID and the digests of what was decided stay in changes: they prove that what was applied had been approved.',
    "While they are a customer, the next reading of Partner Center's list takes their name in again, for the search.",
  ];
}
