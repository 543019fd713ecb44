import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** How far an index has followed the table of customers. */
export interface Position {
  /** Of the table: ListProgress. Absent: there was none yet. */
  generation?: string | undefined;
  /** Everything up to this number is in the index … */
  seq: number;
  /** … but of this number itself only the customers up to this id. Absent: all of them. */
  id?: string | undefined;
  /** Whether all customers were in it, as far as the list of all had told. */
  whole: boolean;
  /** How many customers the index held then: one that holds more or less is not the one of which this was noted. */
  size: number;
}

const schema = z.object({
  generation: z.string().optional(),
  seq: z.number(),
  id: z.string().optional(),
  whole: z.boolean(),
  size: z.number(),
});

export const beginning: Position = { seq: 0, whole: false, size: 0 };

/** Of this process alone, and made anew from the store whenever it is missing: the index, and how far it has followed. */
export const indexFolder = (dataDir: string): string => join(dataDir, 'customer-index');

const fileIn = (folder: string) => join(folder, 'followed.json');

/** @returns undefined: there is none, or none that can be read */
export function readPosition(folder: string): Position | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written aside and put in place, so that it is never half a file. It may be older than the index: following is repeated then. */
export function writePosition(folder: string, position: Position): void {
  const aside = `${fileIn(folder)}.new`;
  writeFileSync(aside, JSON.stringify(position), { mode: 0o600 });
  renameSync(aside, fileIn(folder));
}

/** An empty folder, whatever was in it before. */
export function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}
