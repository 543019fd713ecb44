import { describeError } from '../../core/log.js';
import { run } from './run.js';

/** The doctor itself did not work: told apart from a desk that is not well. */
const BROKEN = 2;

/** This file runs as dist/bots/doctor/main.js: `npm run doctor`. */
run(process.argv.slice(2), process.env).then(
  ({ text, code }) => {
    process.exitCode = code;
    // Connections that are kept alive would keep the process alive.
    process.stdout.write(text, () => process.exit());
  },
  (error: unknown) => {
    process.stderr.write(`${describeError(error).message}\n`);
    process.exitCode = BROKEN;
  },
);
