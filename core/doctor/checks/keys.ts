import { sql } from 'kysely';
import { walkedTables } from '../../keys/sealed-columns.js';
import { keyId } from '../../store/sealer.js';
import type { Db } from '../../store/tables.js';
import type { Check } from '../check.js';
import { found } from '../codes.js';

/** Which keys the store still needs. */
export const keys: Check = {
  name: 'keys',
  async run(patient) {
    const configured = patient.storeConfig().encryptionKeys.map(keyId);
    const needed = await keysInUse(patient.db());
    return [...needed].flatMap(([key, { rows, tables }]) => {
      const facts = { key, rows, tables: [...tables].join(', ') };
      if (!configured.includes(key)) return [found('keyMissing', facts)];
      return key === configured[0] ? [] : [found('keyOldInUse', facts)];
    });
  },
};

/** By key id: how many sealed values there are, and in which tables. Nothing is opened for this. */
async function keysInUse(db: Db): Promise<Map<string, { rows: number; tables: Set<string> }>> {
  const inUse = new Map<string, { rows: number; tables: Set<string> }>();
  const sealed = walkedTables.flatMap(({ name, columns }) =>
    columns.map((column) => ({ table: name, column: column.name })),
  );
  for (const { table, column } of sealed) {
    // `1.<eight characters>.…` (core/store/sealer.ts); empty where nothing had to be sealed.
    const { rows } = await sql<{ key: string; rows: number | string }>`
      select substr(${sql.ref(column)}, 3, 8) as "key", count(*) as "rows" from ${sql.table(table)}
      where ${sql.ref(column)} like '1.%' group by substr(${sql.ref(column)}, 3, 8)`.execute(db);
    for (const row of rows) {
      const known = inUse.get(row.key) ?? { rows: 0, tables: new Set<string>() };
      known.rows += Number(row.rows);
      inUse.set(row.key, { ...known, tables: known.tables.add(table) });
    }
  }
  return inUse;
}
