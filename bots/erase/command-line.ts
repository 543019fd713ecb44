import { Command, InvalidArgumentError, Option } from 'commander';
import { parseConfig } from '../../core/config.js';
import { erase, type Erasure } from '../../core/erasure/erase.js';
import { erase as eraseJournal } from '../../core/journal/erase.js';
import { createJournalKeys } from '../../core/journal/keys.js';
import { createLog } from '../../core/log.js';
import { openStore } from '../../core/store/open.js';
import { createSealer } from '../../core/store/sealer.js';
import { reportOf } from './report.js';

/**
 * `npm run erase -- --person <id> | --customer <id>`. On SQLite the desk has to be stopped.
 *
 * @param flags as typed, without program and script
 * @param env the settings of the desk
 * @throws {ConfigError} when a setting is wrong; CommanderError for wrong flags; an error when a desk is using the SQLite store
 */
export async function run(
  flags: readonly string[],
  env: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<void> {
  const program = new Command('npm run erase --')
    .description('Erases what the desk keeps of a person or a customer, and says what stays and why.')
    .addOption(new Option('--person <id>', 'a colleague, by Entra object id').argParser(guid))
    .addOption(new Option('--customer <id>', 'a customer, by Microsoft ID').argParser(guid).conflicts('person'))
    .configureOutput({ writeOut: say })
    .exitOverride()
    .action(async ({ person, customer }: { person?: string; customer?: string }, command: Command) => {
      if (person !== undefined) say(await eraseHere({ person }, env));
      else if (customer !== undefined) say(await eraseHere({ customer }, env));
      else command.error('error: name whose data: --person <id> or --customer <id>');
    });
  await program.parseAsync(flags, { from: 'user' });
}

async function eraseHere(what: Erasure, env: NodeJS.ProcessEnv): Promise<string> {
  const { databaseUrl, dataDir, encryptionKeys, policy } = parseConfig(env);
  const keys = createJournalKeys(encryptionKeys);
  const store = await openStore({ databaseUrl, dataDir, log: createLog('silent'), journalKeys: keys });
  try {
    const sealer = createSealer(encryptionKeys);
    const journal = (whose: Erasure) => eraseJournal(whose, { store, keys, now: Date.now });
    return reportOf(what, await erase(what, { store, sealer, people: policy.people, journal }), policy.people);
  } finally {
    await store.close();
  }
}

function guid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text)) throw new InvalidArgumentError('It must be a GUID.');
  return text.toLowerCase();
}
