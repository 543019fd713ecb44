import type { CheckName, Facts, FindingCode, Found } from './codes.js';
import { severities } from './codes.js';
import type { Patient } from './patient.js';

/** One thing to examine. */
export interface Check {
  name: CheckName;
  /**
   * What was found; nothing found is well.
   *
   * @throws {Skipped} when what it needs is missing
   */
  run(patient: Patient): Promise<readonly Found[]>;
}

/** The codes of what a check can lack. */
export type SkipCode = { [C in FindingCode]: (typeof severities)[C] extends 'skipped' ? C : never }[FindingCode];

/** What a check needs is missing. Another check says what to do about it, or nothing need be done. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
  readonly code: SkipCode;
  readonly facts: Facts;

  constructor(code: SkipCode, facts: Facts = {}) {
    super(`skipped: ${code}`);
    this.code = code;
    this.facts = facts;
  }
}
