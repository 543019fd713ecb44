import { describeError } from '../core/log.js';
import { run } from './run.js';

/** The tool itself did not work: told apart from a journal that does not hold. */
const BROKEN = 2;

// Whoever reads the export may stop before its end (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : BROKEN));

run(process.argv.slice(2), process.env, process).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${describeError(error).message}\n`);
    process.exitCode = BROKEN;
  },
);
