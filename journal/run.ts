import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { parseStoreConfig } from '../core/config.js';
import { isMicrosoftId } from '../core/customers/names.js';
import type { Selection } from '../core/journal/pages.js';
import { eraseCommand } from './erase.js';
import { exportCommand, type Format } from './export.js';
import type { Out } from './out.js';
import { verifyCommand } from './verify.js';

const DAY_MS = 24 * 3_600_000;

/** As commander hands them over: each read by its option. */
interface ExportFlags extends Selection {
  format: Format;
}

/**
 * `npm run journal -- …`
 *
 * @param flags as typed, without program and script
 * @param env needs DATABASE_URL, DATA_DIR and ENCRYPTION_KEY, as the desk has them, and nothing else
 * @returns the exit code: 0; 1 for a journal that does not hold; 2 for flags that are not understood
 * @throws when a setting is wrong or the store cannot be read
 */
export async function run(flags: readonly string[], env: NodeJS.ProcessEnv, out: Out): Promise<number> {
  let code = 0;
  const program = new Command('npm run journal --')
    .description('Checks, exports and erases from the record of everything that was done.')
    .configureOutput({ writeOut: (text) => out.stdout.write(text), writeErr: (text) => out.stderr.write(text) })
    .exitOverride();

  program
    .command('verify')
    .description('reads the whole journal and names the first entry that is not as the desk wrote it')
    .option('--anchors <file...>', 'anchor files to hold it against (default: the one in DATA_DIR)')
    .action(async ({ anchors }: { anchors?: string[] }) => {
      code = await verifyCommand(parseStoreConfig(env), anchors, out);
    });
  program
    .command('export')
    .description('writes entries to standard output, as they were written')
    .addOption(new Option('--format <format>', 'how').choices(['jsonl', 'csv']).default('jsonl'))
    .option('--from <time>', 'from this day or time on (2026-11-30, or 2026-11-30T12:00Z; days are in UTC)', startOf)
    .option('--to <time>', 'to the end of this day, or before this time', endOf)
    .option('--customer <id>', 'of one customer, by Microsoft ID', guid)
    .action(({ format, ...selection }: ExportFlags) => exportCommand(parseStoreConfig(env), format, selection, out));
  program
    .command('erase')
    .description('erases personal data on request; the chain stays whole. On SQLite, stop the desk first')
    .addOption(new Option('--person <id>', 'what names a person, by Entra object id').argParser(guid))
    .addOption(
      new Option('--customer <id>', 'values and reasons of a customer, by Microsoft ID')
        .argParser(guid)
        .conflicts('person'),
    )
    .action(({ person, customer }: { person?: string; customer?: string }, command: Command) => {
      if (person !== undefined) return eraseCommand(parseStoreConfig(env), { person }, out);
      if (customer !== undefined) return eraseCommand(parseStoreConfig(env), { customer }, out);
      return command.error('error: name whose data: --person <id> or --customer <id>');
    });

  try {
    await program.parseAsync(flags, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

function guid(text: string): string {
  if (!isMicrosoftId(text)) throw new InvalidArgumentError('It must be a GUID.');
  return text.toLowerCase();
}

const startOf = (text: string): number => timeOf(text).at;

/** A day is meant as a whole. */
function endOf(text: string): number {
  const { at, isDay } = timeOf(text);
  return isDay ? at + DAY_MS : at;
}

function timeOf(text: string): { at: number; isDay: boolean } {
  const isDay = /^\d{4}-\d{2}-\d{2}$/u.test(text);
  // A time without its zone would mean something else on every machine.
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/u.test(text);
  const at = isDay || isTime ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a day, or a time with its zone.');
  return { at, isDay };
}
