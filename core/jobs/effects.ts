import type { Verb } from '../action.js';
import type { Answer } from '../answer.js';
import type { Sealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';
import { openJson, sealJson } from './sealed-json.js';

/** One deed on one version of a change: however often it is asked for, and in how many messages, it is done once. */
export function effectKey(changeId: string, version: number, verb: Verb): string {
  return `${changeId}:${version}:${verb}`;
}

export type Effects = ReturnType<typeof createEffects>;

/**
 * What effects answered, so that asking again gets the same answer instead of a second effect.
 *
 * @param options.now ms since the epoch
 */
export function createEffects({ sealer, now }: { sealer: Sealer; now: () => number }) {
  /** The answer of an effect that was done already. */
  const knownEffect = async (db: Db, key: string): Promise<Answer | undefined> => {
    const row = await db.selectFrom('effects').select('answerSealed').where('key', '=', key).executeTakeFirst();
    return row && (openJson(sealer, row.answerSealed, context(key)) as Answer);
  };

  /**
   * Records an effect, in the transaction that does it.
   *
   * @returns false when somebody recorded it first: theirs stands, and the caller must undo its own (throw)
   */
  const recordEffect = async (tx: Db, key: string, answer: Answer): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('effects')
      .values({ key, answerSealed: sealJson(sealer, answer, context(key)), createdAt: now() })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  };

  return { knownEffect, recordEffect };
}

function context(key: string): string {
  return `effect:${key}`;
}
