import { laterSettings, machineSettings, misspelt, present, settingNames } from './settings.js';
import { isLoopback } from './values.js';

const harmless: readonly string[] = [
  'HOST',
  'PORT',
  'DATA_DIR',
  'LOG_LEVEL',
  'IDENTITY_ENDPOINT',
  'IDENTITY_HEADER',
  ...machineSettings,
];

/**
 * Whether nothing was configured, so that the sandbox may start: no setting but HOST, PORT, DATA_DIR and LOG_LEVEL, and
 * listening on loopback only. A misspelt setting counts as one: half a configuration is an error, never a sandbox.
 * IDENTITY_ENDPOINT, IDENTITY_HEADER, HTTPS_PROXY, NO_PROXY and OTEL_EXPORTER_OTLP_ENDPOINT belong to the machine and do not count.
 */
export function isSandbox(env: NodeJS.ProcessEnv): boolean {
  const given = present(env);
  const names: readonly string[] = [...settingNames, ...laterSettings];
  const configured = names.some((name) => given.has(name) && !harmless.includes(name));
  return !configured && misspelt(given).length === 0 && isLoopback(given.get('HOST') ?? '127.0.0.1');
}
