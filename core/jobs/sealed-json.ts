import type { Answer } from '../answer.js';
import type { Reader } from '../delivery.js';
import type { Log } from '../log.js';
import type { JsonObject } from '../partner/partner-center.js';
import type { Sealer } from '../store/sealer.js';
import type { Turn } from '../turn.js';

export function sealJson(sealer: Sealer, value: Turn | Answer | Reader | JsonObject, context: string): string {
  return sealer.seal(JSON.stringify(value), context);
}

/**
 * What was sealed for this context. Opening proves that the desk itself wrote it for that row, so callers may name its type
 * without parsing its shape again.
 *
 * @throws when it was sealed for another context, or altered
 */
export function openJson(sealer: Sealer, sealed: string, context: string): unknown {
  return JSON.parse(sealer.open(sealed, context));
}

/**
 * The rows that can be opened. One that cannot (its key is not configured any more) must not hold up the others: it stays
 * where it is, and is met again when its lease has run out.
 */
export function readable<Row, T>(rows: Row[], log: Log | undefined, open: (row: Row) => T): T[] {
  return rows.flatMap((row) => {
    try {
      return [open(row)];
    } catch (error) {
      log?.error({ err: error }, 'a sealed row cannot be read');
      return [];
    }
  });
}
