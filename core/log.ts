import pino from 'pino';

export type Log = pino.Logger;

/**
 * JSON logs on standard output. Callers log ids, codes and counts; whole requests, headers, errors of HTTP libraries and
 * values of customers never go in. The redaction here is a second line of defence.
 *
 * @param level as in LOG_LEVEL
 */
export function createLog(level: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        '*.authorization',
        '*.Authorization',
        '*.token',
        '*.access_token',
        '*.refresh_token',
        '*.client_secret',
        '*.password',
        '*.response_url',
      ],
      censor: '[removed]',
    },
    serializers: { err: (error: unknown) => describeError(error) },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What may be logged of an error: name, message and stack, never the properties that HTTP libraries hang on it. */
export function describeError(error: unknown): { name: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { name: 'NonError', message: typeof error };
  return { name: error.name, message: error.message, ...(error.stack ? { stack: error.stack } : {}) };
}
