import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({ version: z.string(), engines: z.object({ node: z.string() }) });

/** What package.json says of the desk. It stands two folders up, or three from the compiled desk. */
export function deskVersion(): { version: string; node: string } {
  const candidates = ['../..', '../../..'].map((up) => join(import.meta.dirname, up, 'package.json'));
  const path = candidates.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error('package.json is missing');
  const { version, engines } = schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return { version, node: engines.node };
}
