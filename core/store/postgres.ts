import { PostgresDialect } from 'kysely';
import type { Dialect } from 'kysely';
import { Pool, types } from 'pg';
import type { CustomTypesConfig } from 'pg';
import type { Log } from '../log.js';

const INT8 = types.builtins.INT8;

/**
 * A pool of connections to PostgreSQL.
 *
 * @param url `postgres://…`, as libpq has it
 * @param log hears of connections that break; none of them ends the process
 * @param statementLimitMs 0: none, for migrations, which may rewrite tables or wait for another replica that does
 */
export function openPostgres(url: string, log: Log, statementLimitMs = 15_000): Dialect {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    // The desk's statements are all short. What takes longer is stuck, and must not hold locks for the other replicas.
    statement_timeout: statementLimitMs,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'partnerdesk',
    types: { getTypeParser },
  });
  const broken = (error: unknown) => log.warn({ err: error }, 'a connection to PostgreSQL broke');
  pool.on('error', broken);
  // While a connection is lent, the pool does not listen to it: an unheard 'error' event would end the process.
  pool.on('connect', (client) => {
    client.on('error', broken);
  });
  return new PostgresDialect({ pool });
}

/** int8 comes as text, for it may exceed 2^53; the desk's own (times in ms, sequence numbers, counts) never do. */
const getTypeParser: CustomTypesConfig['getTypeParser'] = (type, format) => {
  if (type === INT8 && format !== 'binary') return Number;
  return types.getTypeParser(type, format);
};
