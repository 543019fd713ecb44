import type { Finding, FindingCode, severities, Severity } from '../../core/doctor/codes.js';
import type { Voice } from '../voice.js';

/** Codes that somebody has to do something about. */
type TroubleCode = {
  [C in FindingCode]: (typeof severities)[C] extends 'problem' | 'warning' ? C : never;
}[FindingCode];

/** A finding as a person reads it. `why` and `fix` are there for problems and warnings alone. */
export interface Said {
  check: string;
  what: string;
  why?: string;
  fix?: string;
}

/** Facts that are points in time. */
const times: readonly string[] = ['at', 'since', 'until'];

/** Facts whose value is a word of ours, to be said in the reader's language. */
const coded: readonly string[] = ['queue', 'credential', 'token', 'wrong', 'problem'];
const words = [
  'inbox',
  'outbox',
  'changes',
  'timers',
  'secret',
  'certificate',
  'app',
  'user',
  'graph',
  'slack',
  'altered',
  'removed',
  'notMember',
  'gone',
  'archived',
  'external',
  'unreadable',
] as const;

/** What a finding says: what it is, why it matters, how to fix it. */
export function said(finding: Finding, voice: Voice): Said {
  const { check, severity, code } = finding;
  const { t } = voice;
  const facts = shownFacts(finding, voice);
  const what = { check: t(`doctor.checks.${check}`), what: t(`doctor.found.${code}.what`, facts) };
  if (!isTrouble(code, severity)) return what;
  return { ...what, why: t(`doctor.found.${code}.why`, facts), fix: t(`doctor.found.${code}.fix`, facts) };
}

function isTrouble(_code: FindingCode, severity: Severity): _code is TroubleCode {
  return severity === 'problem' || severity === 'warning';
}

function shownFacts({ facts }: Finding, { t, dateTime }: Voice): Record<string, string | number> {
  const shown = ([name, value]: [string, string | number]): [string, string | number] => {
    if (typeof value === 'number') return [name, times.includes(name) ? dateTime(value) : value];
    const word = coded.includes(name) ? words.find((one) => one === value) : undefined;
    return [name, word ? t(`doctor.words.${word}`) : value];
  };
  return Object.fromEntries(Object.entries(facts).map(shown));
}
