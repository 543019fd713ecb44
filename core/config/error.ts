/** One setting that is wrong. Neither member ever holds the value that was given: it may be a secret. */
export interface Problem {
  /** The environment variable, or the path inside the PARTNERDESK_CONFIG file. */
  name: string;
  /** What it should be, in English. */
  expected: string;
}

/** Everything that is wrong with the settings, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    const lines = problems.map(({ name, expected }) => `  ${name}: ${expected}`);
    super(
      `${problems.length === 1 ? 'One setting is' : `${problems.length} settings are`} wrong:\n${lines.join('\n')}`,
    );
    this.problems = problems;
  }
}
