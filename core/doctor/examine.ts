import { setTimeout } from 'node:timers/promises';
import { type Check, Skipped } from './check.js';
import { checkNames, type Finding, found, type Found, type Severity, severities } from './codes.js';
import type { Patient } from './patient.js';

/** All that was found, by severity (problems first), and within it in the order of `checkNames`. */
export interface Report {
  /** ms since the epoch. */
  at: number;
  findings: Finding[];
}

/** Longer than the longest time limit of a single call (20 s), so that it is the call that says why. */
const CHECK_LIMIT_MS = 30_000;

/**
 * Runs every check, side by side. One that fails or hangs says so and keeps no other from running.
 *
 * @param limitMs for each check
 */
export async function examine(checks: readonly Check[], patient: Patient, limitMs = CHECK_LIMIT_MS): Promise<Report> {
  const findings = await Promise.all(checks.map((check) => runOne(check, patient, limitMs)));
  return { at: patient.now(), findings: findings.flat().sort(byUrgency) };
}

/** @returns how many there are of each severity */
export function tally({ findings }: Report): Record<Severity, number> {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  return { problem: count('problem'), warning: count('warning'), skipped: count('skipped'), ok: count('ok') };
}

async function runOne(check: Check, patient: Patient, limitMs: number): Promise<Finding[]> {
  const stop = new AbortController();
  const limit = setTimeout(limitMs, [found('checkSlow', { seconds: limitMs / 1000 })], { signal: stop.signal });
  limit.catch(() => undefined);
  const results = await Promise.race([outcome(check, patient), limit]);
  stop.abort();
  return (results.length === 0 ? [found('ok')] : results).map(({ code, facts }) => ({
    check: check.name,
    severity: severities[code],
    code,
    facts,
  }));
}

async function outcome(check: Check, patient: Patient): Promise<readonly Found[]> {
  try {
    return await check.run(patient);
  } catch (error) {
    if (error instanceof Skipped) return [found(error.code, error.facts)];
    patient.log.warn({ check: check.name, err: error }, 'a check of the doctor failed');
    // The message may quote anything; the name of the error is ours or the library's.
    return [found('checkFailed', { error: error instanceof Error ? error.name : typeof error })];
  }
}

const order: readonly Severity[] = ['problem', 'warning', 'skipped', 'ok'];

function byUrgency(one: Finding, other: Finding): number {
  return (
    order.indexOf(one.severity) - order.indexOf(other.severity) ||
    checkNames.indexOf(one.check) - checkNames.indexOf(other.check)
  );
}
