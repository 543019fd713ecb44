import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../core/log.js';

/**
 * Bolt's and WebClient's logger over ours. Their messages can quote requests, so that only the beginning of a first
 * sentence is kept, and nothing below a warning.
 */
export function libraryLog(log: Log): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (said) => log.warn({ part: 'slack library' }, head(said)),
    error: (said) => log.error({ part: 'slack library' }, head(said)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

const head = (said: unknown) => (typeof said === 'string' ? (said.split(':')[0] ?? '').slice(0, 100) : typeof said);
