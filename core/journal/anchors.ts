import { createReadStream } from 'node:fs';
import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { property } from '../store/errors.js';
import type { JournalKeys } from './keys.js';

/** How far the chain reached at a time, signed: the chain cannot be cut off before it unnoticed. */
const anchorSchema = z.strictObject({
  position: z.int().positive(),
  hash: z.string(),
  /** ms since the epoch. */
  at: z.int(),
  mac: z.string(),
});
export type Anchor = z.infer<typeof anchorSchema>;

export const anchorFile = (dataDir: string): string => join(dataDir, 'journal-anchors.jsonl');

export function anchorOf(head: { position: number; hash: string; at: number }, keys: JournalKeys): Anchor {
  const { position, hash, at } = head;
  return { position, hash, at, mac: keys.sign('head', textOf(head)) };
}

/** Adds a line, and is back when it is on the disk. */
export async function appendAnchor(file: string, anchor: Anchor): Promise<void> {
  // A line that a crash cut off ends here, instead of spoiling this one.
  const begin = (await endsTorn(file)) ? '\n' : '';
  await appendFile(file, `${begin}${JSON.stringify(anchor)}\n`, { mode: 0o600, flush: true });
}

/** A line of an anchor file: what it says, or what is wrong with it. */
export type AnchorLine = { line: number } & ({ anchor: Anchor } | { wrong: 'altered' | 'unknownKey' });

/**
 * The anchors of a file, oldest first, a line at a time. Lines that a crash cut off before their end say nothing and are
 * left out; one that was edited does not.
 *
 * @throws when the file cannot be read
 */
export async function* readAnchors(file: string, keys: JournalKeys): AsyncGenerator<AnchorLine> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    if (isTorn(text)) continue;
    yield { line, ...readLine(text, keys) };
  }
}

/** The last anchor of a file that holds one. */
export async function lastAnchor(file: string, keys: JournalKeys): Promise<Anchor | undefined> {
  let last: Anchor | undefined;
  try {
    for await (const found of readAnchors(file, keys)) if ('anchor' in found) last = found.anchor;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return last;
}

function readLine(text: string, keys: JournalKeys): { anchor: Anchor } | { wrong: 'altered' | 'unknownKey' } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { wrong: 'altered' };
  }
  const parsed = anchorSchema.safeParse(json);
  if (!parsed.success || JSON.stringify(parsed.data) !== text) return { wrong: 'altered' };
  const verdict = keys.check('head', textOf(parsed.data), parsed.data.mac);
  if (verdict === 'right') return { anchor: parsed.data };
  return { wrong: verdict === 'wrong' ? 'altered' : 'unknownKey' };
}

const textOf = ({ position, hash, at }: Omit<Anchor, 'mac'>): string => JSON.stringify([position, hash, at]);

/** A complete line ends in a brace, and nothing inside of it does. */
const isTorn = (text: string): boolean => text === '' || !text.endsWith('}');

async function endsTorn(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
      return size > 0 && buffer.toString('latin1') !== '\n';
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return property(error, 'code') === 'ENOENT';
}
