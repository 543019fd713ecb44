import { Command, CommanderError } from 'commander';
import { doctorJson, doctorText } from '../../cards/doctor-report.js';
import { ConfigError, isSandbox, parseConfig, parseStoreConfig, type StoreConfig } from '../../core/config.js';
import { deskChecks } from '../../core/doctor/checks/index.js';
import { reasonOf } from '../../core/doctor/checks/store.js';
import { deskVersion } from '../../core/doctor/desk-version.js';
import { examine, tally } from '../../core/doctor/examine.js';
import { createPatient, type PatientParts } from '../../core/doctor/patient.js';
import { createLog } from '../../core/log.js';
import { createMetrics } from '../../core/metrics.js';
import { isMissingStore, openStoreBeside, type StoreBeside } from '../../core/store/open-beside.js';
import { platformChecks } from './checks.js';

/** What to print, and with which code to end: 0 when there is no problem, 1 when there is one, 2 for wrong flags. */
export interface Outcome {
  text: string;
  code: 0 | 1 | 2;
}

/**
 * `npm run doctor -- [--json]`. It changes nothing, and runs beside a running desk or before the first start.
 *
 * @param flags as typed, without program and script
 * @param env the settings of the desk
 * @param now ms since the epoch
 */
export async function run(flags: readonly string[], env: NodeJS.ProcessEnv, now = Date.now): Promise<Outcome> {
  const program = new Command('npm run doctor --')
    .description('Looks whether all is well with this desk and with what it needs, and says how to fix what is not.')
    .option('--json', 'for machines')
    .exitOverride();
  try {
    program.parse(flags, { from: 'user' });
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return { text: '', code: error.exitCode === 0 ? 0 : 2 };
    throw error;
  }
  const settings = readSettings(env);
  const cloud = 'config' in settings ? settings.config.partner.cloud : 'global';
  const log = createLog('silent');
  const { store, close } = openStore(settings, log);
  try {
    const { version } = deskVersion();
    const patient = createPatient({ settings, store, version, log, metrics: createMetrics(), now });
    const report = await examine([...deskChecks, ...platformChecks], patient);
    const context = { locale: 'en', cloud } as const;
    const text = program.opts<{ json?: boolean }>().json ? doctorJson(report, context) : doctorText(report, context);
    return { text, code: tally(report).problem > 0 ? 1 : 0 };
  } finally {
    await close();
  }
}

/** The settings, or what is wrong with them; the store is looked at even then, where it can be told which it is. */
function readSettings(env: NodeJS.ProcessEnv): PatientParts['settings'] {
  try {
    return { config: parseConfig(env) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // Without any setting the desk is a sandbox, whose store is gone with it.
    return { problems: error.problems, storeConfig: isSandbox(env) ? undefined : storeSettings(env) };
  }
}

function storeSettings(env: NodeJS.ProcessEnv): StoreConfig | undefined {
  try {
    return parseStoreConfig(env);
  } catch {
    return undefined;
  }
}

function openStore(
  settings: PatientParts['settings'],
  log: ReturnType<typeof createLog>,
): { store: PatientParts['store']; close: () => Promise<void> } {
  const config = 'config' in settings ? settings.config : settings.storeConfig;
  const nothing = (fault: string) => ({ store: { fault }, close: () => Promise.resolve() });
  if (!config) return nothing('missing');
  try {
    const store: StoreBeside = openStoreBeside(config.databaseUrl, log);
    return { store: { db: store.db }, close: () => store.close() };
  } catch (error) {
    return nothing(isMissingStore(error) ? 'missing' : reasonOf(error));
  }
}
