#!/usr/bin/env node
import { ConfigError, isSandbox, parseConfig } from '../core/config.js';
import { createLog, describeError, type Log } from '../core/log.js';
import { runDesk } from './desk-process.js';

/** How long what is under way may take to finish after a SIGTERM; what is left goes on at the next start. */
const STOP_WITHIN_MS = 25_000;

interface Running {
  log: Log;
  stop: () => Promise<unknown>;
}

async function main(): Promise<void> {
  // Without any setting, and only then, the sandbox stands in for everything outside. The desk itself is the same.
  stopWhenTold(await (isSandbox(process.env) ? startSandbox() : startDesk(process.env, false)));
}

async function startDesk(env: NodeJS.ProcessEnv, sandbox: boolean): Promise<Running> {
  const config = parseConfig(env);
  const log = createLog(config.logLevel);
  for (const warning of config.warnings) log.warn(warning);
  const desk = await runDesk(config, log);
  const { port, platforms } = desk;
  log.info({ port, platforms, cloud: config.partner.cloud, sandbox }, 'partnerdesk is up');
  return { log, stop: () => desk.stop() };
}

/** One desk for each cloud that somebody looks at; the global one at once. */
async function startSandbox(): Promise<Running> {
  const { startSandboxes } = await import('../sandbox/sandboxes.js');
  const { desk, pageUrl, stop } = await startSandboxes(process.env, (env) => startDesk(env, true));
  process.stdout.write(
    `\n  SANDBOX: no settings were given, so nothing here is real: no customer, no chat, no Partner Center.\n  Open ${pageUrl}\n\n`,
  );
  return { log: desk.log, stop };
}

function stopWhenTold({ log, stop: end }: Running): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'partnerdesk stops');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    end().then(
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
