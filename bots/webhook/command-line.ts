import { Command } from 'commander';
import { parseConfig } from '../../core/config.js';
import { createLog } from '../../core/log.js';
import { createMetrics } from '../../core/metrics.js';
import { createPartnerTokens } from '../../core/partner/partner-tokens.js';
import { createRefreshTokenVault } from '../../core/partner/refresh-token-vault.js';
import { createWebhookRegistrations } from '../../core/partner/webhook-registration.js';
import { openStoreBeside } from '../../core/store/open-beside.js';
import { createSealer } from '../../core/store/sealer.js';
import { WEBHOOK_PATH } from '../../core/watch/webhooks.js';
import { type Desk, exitCodes, type Outcome, register, show, test } from './commands.js';

/** How long a test event is waited for, ms. */
const TEST_WITHIN_MS = 120_000;

/**
 * `npm run webhook -- show | register [--replace] | test`.
 *
 * @param flags as typed, without program and script
 * @param env the settings of the desk, which may be running
 * @throws {ConfigError} when a setting is wrong; {PartnerCenterError} when Partner Center refuses; CommanderError for wrong flags
 */
export async function run(
  flags: string[],
  env: NodeJS.ProcessEnv,
  { now = Date.now, testWithinMs = TEST_WITHIN_MS, pauseMs = 2_000 } = {},
): Promise<Outcome> {
  let outcome: Outcome = { text: '', code: exitCodes.done };
  const command = (act: (desk: Desk, flags: { replace?: boolean }) => Promise<Outcome>) => async (given: object) => {
    outcome = await withDesk(env, now, (desk) => act(desk, given));
  };
  const program = new Command('npm run webhook --')
    .description(
      "Partner Center's webhook for this desk. A tenant has one registration, for all its programs together.",
    )
    .exitOverride();
  program
    .command('show')
    .description('prints the registration of the tenant, and which events are on offer')
    .action(command(show));
  program
    .command('register')
    .description('registers PUBLIC_URL of this desk; a registration with another address is shown and left alone')
    .option('--replace', 'overwrite whatever is registered')
    .action(command(register));
  program
    .command('test')
    .description('lets Partner Center send a test event, and waits for what comes of it')
    .action(command((desk) => test(desk, testWithinMs, pauseMs)));
  await program.parseAsync(flags, { from: 'user' });
  return outcome;
}

async function withDesk(
  env: NodeJS.ProcessEnv,
  now: () => number,
  act: (desk: Desk) => Promise<Outcome>,
): Promise<Outcome> {
  const { partner, publicUrl, databaseUrl, encryptionKeys } = parseConfig(env);
  const tools = { log: createLog('silent'), metrics: createMetrics() };
  const store = openStoreBeside(databaseUrl, tools.log);
  try {
    const vault =
      partner.refreshToken === undefined
        ? undefined
        : createRefreshTokenVault({
            db: store.db,
            sealer: createSealer(encryptionKeys),
            configured: partner.refreshToken,
            log: tools.log,
          });
    const { app, user = app } = createPartnerTokens({ config: partner, vault, ...tools });
    const registrations = createWebhookRegistrations({ config: partner, tokens: user, ...tools });
    return await act({ registrations, store, address: publicUrl + WEBHOOK_PATH, now });
  } finally {
    await store.close();
  }
}
