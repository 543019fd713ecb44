import { CommanderError } from 'commander';
import { describeError } from '../../core/log.js';
import { PartnerCenterError } from '../../core/partner/partner-center.js';
import { run } from './command-line.js';

/** This file runs as dist/bots/webhook/main.js: `npm run webhook`. */
async function main(): Promise<void> {
  const { text, code } = await run(process.argv.slice(2), process.env);
  process.stdout.write(text);
  process.exitCode = code;
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  // Commander has said it already, and ends without an error when it was asked for help.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
    return;
  }
  const { said, correlationId } = error instanceof PartnerCenterError ? error : {};
  process.stderr.write(
    `${[describeError(error).message, said, correlationId && `MS-CorrelationId: ${correlationId}`]
      .filter((line) => line !== undefined && line !== '')
      .join('\n')}\n`,
  );
});
