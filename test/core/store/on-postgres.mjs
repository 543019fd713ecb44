import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Whatever imports this, itself or through others, does something else when there is a PostgreSQL. */
const MARK = 'test/core/store/postgres-server.ts';
const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/gu;

/** The test files, as paths from the root, that use PostgreSQL where there is one: those that reach MARK by their imports. */
export function testsOnPostgres(root) {
  const files = readdirSync(join(root, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  const importers = new Map();
  for (const file of files)
    for (const [, path] of readFileSync(join(root, file), 'utf8').matchAll(importPattern)) {
      const target = join(dirname(file), path).replace(/\.js$/u, '.ts');
      importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  const reached = new Set([MARK]);
  for (const file of reached) for (const importer of importers.get(file) ?? []) reached.add(importer);
  return [...reached].filter((file) => file.endsWith('.test.ts')).sort();
}
