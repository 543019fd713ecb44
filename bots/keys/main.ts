import { CommanderError } from 'commander';
import { describeError } from '../../core/log.js';
import { run } from './command-line.js';

/** This file runs as dist/bots/keys/main.js: `npm run keys`. */
run(process.argv.slice(2), process.env, (text) => process.stdout.write(text)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Commander has said it already, and ends without an error when it was asked for help.
    process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
    if (!(error instanceof CommanderError)) process.stderr.write(`${describeError(error).message}\n`);
  },
);
