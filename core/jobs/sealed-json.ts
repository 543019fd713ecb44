import type { Answer } from '../answer.js';
import type { Reader } from '../delivery.js';
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
