import { Migrator } from 'kysely';
import type { Kysely } from 'kysely';
import { migrations } from './migrations/index.js';
import type { Tables } from './tables.js';

/**
 * Brings the tables up to date. Replicas that start together wait for each other (an advisory lock on PostgreSQL); on
 * both stores everything happens in one transaction or not at all.
 *
 * @returns the names of the migrations that ran
 * @throws when one fails, or when the database was written by a newer release than this one
 */
export async function migrate(db: Kysely<Tables>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) {
    const failed = results.find((result) => result.status === 'Error')?.migrationName ?? 'none';
    throw new Error(`The database could not be migrated (failed step: ${failed})`, { cause: error });
  }
  return results.map((result) => result.migrationName);
}
