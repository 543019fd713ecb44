import base from './jest.config.mjs';
import { testsOnPostgres } from './test/core/store/on-postgres.mjs';

if (!process.env.TEST_POSTGRES_URL)
  throw new Error('there is no PostgreSQL: sh build/with-postgres.sh npm run test:postgres');

// The other half of these tests is part of npm test.
process.env.TEST_ONLY_POSTGRES = '1';

/** The tests that use PostgreSQL, on it alone: `sh build/with-postgres.sh npm run test:postgres`. */
export default {
  ...base,
  testMatch: testsOnPostgres(import.meta.dirname).map((file) => `<rootDir>/${file}`),
  testPathIgnorePatterns: ['/node_modules/'],
};
