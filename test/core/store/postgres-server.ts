/**
 * The PostgreSQL server on which tests may make databases (build/with-postgres.sh starts one); undefined: there is none, and
 * they run on SQLite. Whatever wants to know imports it from here: that is how `npm run test:postgres` finds the tests that it
 * is for (test/core/store/on-postgres.mjs).
 */
export const postgresServer = process.env['TEST_POSTGRES_URL'];
