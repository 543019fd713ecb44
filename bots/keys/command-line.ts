import { Command } from 'commander';
import { parseStoreConfig } from '../../core/config.js';
import { countByKey } from '../../core/keys/count.js';
import { createLog } from '../../core/log.js';
import { openStoreBeside } from '../../core/store/open-beside.js';
import { rotate } from './rotate.js';
import { statusOf } from './status.js';

/** How long nothing may move before the command gives up waiting for the desk, ms. */
const STALLED_MS = 120_000;

/**
 * `npm run keys -- status | rotate [--here]`. No key is ever printed: a key is named by its short hash.
 *
 * @param flags as typed, without program and script
 * @param env needs DATABASE_URL, DATA_DIR and ENCRYPTION_KEY, as the desk has them; the desk may be running
 * @returns the exit code: 0: everything stands under the newest key; 1: something does not
 * @throws {ConfigError} when a setting is wrong; CommanderError for wrong flags
 */
export async function run(
  flags: readonly string[],
  env: NodeJS.ProcessEnv,
  say: (text: string) => void,
  { stalledMs = STALLED_MS, pauseMs = 2_000 } = {},
): Promise<number> {
  let code = 0;
  const program = new Command('npm run keys --')
    .description('What the keys of ENCRYPTION_KEY seal in the store. A key is shown by its short hash, never itself.')
    .configureOutput({ writeOut: say })
    .exitOverride();
  program
    .command('status')
    .description('counts what is sealed, by key and table; works beside a running desk')
    .action(async () => {
      const { databaseUrl, encryptionKeys } = parseStoreConfig(env);
      const store = openStoreBeside(databaseUrl, createLog('silent'));
      try {
        const status = statusOf(await countByKey(store.db), encryptionKeys);
        say(status.text);
        code = status.older + status.unreadable > 0 ? 1 : 0;
      } finally {
        await store.close();
      }
    });
  program
    .command('rotate')
    .description(
      'waits until the desk has sealed everything with the newest key, and does it itself where no desk runs',
    )
    .option('--here', 'on PostgreSQL: do it in this process, because no desk is running')
    .action(async ({ here = false }: { here?: boolean }) => {
      code = await rotate(parseStoreConfig(env), { here, say, stalledMs, pauseMs });
    });
  await program.parseAsync(flags, { from: 'user' });
  return code;
}
