#!/usr/bin/env node
import { ConfigError, isSandbox, parseConfig } from '../core/config.js';
import { createLog, describeError } from '../core/log.js';
import { runDesk } from './desk-process.js';

/** How long what is under way may take to finish after a SIGTERM; what is left goes on at the next start. */
const STOP_WITHIN_MS = 25_000;

async function main(): Promise<void> {
  // Without any setting, and only then, the sandbox stands in for everything outside. The desk itself is the same.
  const sandbox = isSandbox(process.env)
    ? await (await import('../sandbox/sandbox.js')).startSandbox(process.env, { twoWorkspaces: true })
    : undefined;
  const config = parseConfig(sandbox?.env ?? process.env);
  const log = createLog(config.logLevel);
  for (const warning of config.warnings) log.warn(warning);
  const desk = await runDesk(config, log);
  await sandbox?.install();
  log.info(
    { port: desk.port, platforms: desk.platforms, cloud: config.partner.cloud, sandbox: sandbox !== undefined },
    'partnerdesk is up',
  );
  if (sandbox) {
    process.stdout.write(
      `\n  SANDBOX: no settings were given, so nothing here is real: no customer, no chat, no Partner Center.\n  Open ${sandbox.pageUrl}\n\n`,
    );
  }

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'partnerdesk stops');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    Promise.all([desk.stop(), sandbox?.close()]).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'partnerdesk could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}

main().catch((error: unknown) => {
  const text =
    error instanceof ConfigError ? error.message : `partnerdesk could not start: ${describeError(error).message}`;
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
