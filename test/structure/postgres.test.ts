import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { testsOnPostgres } from '../core/store/on-postgres.mjs';
import { filesWith, testSources } from './test-files.js';

const sources = testSources();
const onPostgres = testsOnPostgres(resolve(import.meta.dirname, '../..'));

describe('the tests that run on PostgreSQL', () => {
  it('are found by the one module that knows where it is', () => {
    const readers = filesWith(sources, /'TEST_POSTGRES_URL'|env\.TEST_POSTGRES_URL/u);
    expect(readers.filter((file) => !file.startsWith('test/structure/'))).toEqual([
      'test/core/store/postgres-server.ts',
    ]);
  });

  it('are all that declare tests for both stores, or stand at a counter', () => {
    const users = filesWith(sources, /\b(?:describeStores|describePostgres|openCounter|freshDatabase)\(/u);
    const tests = users.filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/structure/'));
    expect(tests.length).toBeGreaterThan(30);
    expect(tests.filter((file) => !onPostgres.includes(file))).toEqual([]);
  });

  it('are found through the files that they share', () => {
    expect(onPostgres).toEqual(
      expect.arrayContaining(['test/core/approval/decisions.test.ts', 'test/end-to-end/new-key.test.ts']),
    );
    expect(onPostgres).not.toContain('test/cards/screens.test.ts');
  });
});
