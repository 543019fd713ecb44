import { sql } from 'kysely';
import { describeError } from '../../log.js';
import { property } from '../../store/errors.js';
import { migrations } from '../../store/migrations/index.js';
import type { Db } from '../../store/tables.js';
import type { Check } from '../check.js';
import { found } from '../codes.js';

/** Whether the store answers, and has the tables of this release. */
export const store: Check = {
  name: 'store',
  async run(patient) {
    patient.storeConfig();
    const { store: opened } = patient;
    if ('fault' in opened && opened.fault !== 'missing') return [found('storeUnreachable', { reason: opened.fault })];
    const db = patient.db();
    try {
      await sql`select 1`.execute(db);
    } catch (error) {
      return [found('storeUnreachable', { reason: reasonOf(error) })];
    }
    const applied = await appliedTo(db);
    const known = Object.keys(migrations);
    const missing = known.filter((name) => !applied.includes(name));
    const unknown = applied.filter((name) => !known.includes(name));
    return [
      ...(missing.length > 0 ? [found('storeBehind', { missing: missing.join(', ') })] : []),
      ...(unknown.length > 0 ? [found('storeAhead', { unknown: unknown.join(', ') })] : []),
    ];
  },
};

/** The steps that were taken, by name. Kysely keeps them in a table of its own, which the first start makes. */
async function appliedTo(db: Db): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
    return rows.map(({ name }) => name);
  } catch {
    return [];
  }
}

/** The system's or the database's own code. Messages of drivers may quote the address, and with it a password. */
export function reasonOf(error: unknown): string {
  const code = property(error, 'code');
  return typeof code === 'string' && /^[\w.-]{1,40}$/.test(code) ? code : describeError(error).name;
}
