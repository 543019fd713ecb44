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
    formatters: {
      log: (facts) => Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, legible(fact)])),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What may be logged of an error: name, message and stack, never the properties that HTTP libraries hang on it. */
export function describeError(error: unknown): { name: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { name: 'NonError', message: typeof error };
  const { name, message, stack } = error;
  return { name: said(name), message: said(message), ...(stack ? { stack: said(stack) } : {}) };
}

/** A stack has about two thousand characters; whatever is longer was written by somebody else. */
const LONGEST = 4_000;

/**
 * What JSON leaves as it is and a terminal or a viewer of logs does not: controls that move the cursor or colour (C1), marks that
 * reorder a line or take no room, breaks that only some count as breaks, and halves of characters.
 */
const illegible = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Cs}]/gu;

function said(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return shown.replace(illegible, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const legible = (fact: unknown): unknown => (typeof fact === 'string' ? said(fact) : fact);
