import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { describeError } from '../core/log.js';
import { run } from './run.js';

/** This file runs as dist/manifest/main.js. */
const root = resolve(import.meta.dirname, '../..');

async function main(): Promise<void> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  process.stdout.write(await run(process.argv.slice(2), process.env, { folder: join(root, 'manifest/out'), version }));
}

main().catch((error: unknown) => {
  process.stderr.write(`The manifests were not written. ${describeError(error).message}\n`);
  process.exit(1);
});
