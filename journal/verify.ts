import type { StoreConfig } from '../core/config.js';
import { anchorFile, isMissing, readAnchors } from '../core/journal/anchors.js';
import { createJournalKeys } from '../core/journal/keys.js';
import { sizeOf } from '../core/journal/pages.js';
import { type Finding, type Verdict, verify, type Wrong } from '../core/journal/verify.js';
import { access } from 'node:fs/promises';
import { createLog } from '../core/log.js';
import { openStoreToRead } from '../core/store/open.js';
import type { Out } from './out.js';
import { createProgress, number } from './progress.js';

/**
 * Checks every entry and tells the result.
 *
 * @param files anchor files; by default that of DATA_DIR, where there is one
 * @returns 0: all holds; 1: something does not
 */
export async function verifyCommand(config: StoreConfig, files: string[] | undefined, out: Out): Promise<number> {
  const keys = createJournalKeys(config.encryptionKeys);
  const anchors = files ?? (await present(anchorFile(config.dataDir)));
  const store = await openStoreToRead(config.databaseUrl, createLog('silent'));
  try {
    const { count } = await sizeOf(store.db);
    const progress = createProgress(out.stderr, 'verifying', count);
    const sources = anchors.map((file) => ({ file, lines: readAnchors(file, keys) }));
    const verdict = await verify(store.db, keys, sources, (done) => progress.at(done));
    progress.end();
    const { finding } = verdict;
    out.stdout.write(finding ? `${sentence(finding)}\n${checked(verdict)}` : holds(verdict, anchors));
    return finding ? 1 : 0;
  } finally {
    await store.close();
  }
}

async function present(file: string): Promise<string[]> {
  try {
    await access(file);
    return [file];
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function holds(verdict: Verdict, files: readonly string[]): string {
  const { sealed, unsealed, unsigned, erased, anchors, head } = verdict;
  const lines = [
    `${number(sealed + unsealed)} entries: all are as the desk wrote them.`,
    ...(head ? [`The chain reaches to entry ${head.position}: ${head.hash}`] : []),
    ...(unsealed > 0 ? [`${number(unsealed)} of them are not chained yet.`] : []),
    ...(unsigned > 0
      ? [`${number(unsigned)} of them were written by a release that did not sign; the chain vouches for them.`]
      : []),
    ...(erased > 0 ? [`From ${number(erased)} of them something was erased on request.`] : []),
    files.length > 0
      ? anchors === 1
        ? '1 anchor holds.'
        : `${number(anchors)} anchors hold.`
      : 'There is no anchor file, so nobody can tell whether later entries were cut off.',
  ];
  return `${lines.join('\n')}\n`;
}

const words: Record<Wrong, string> = {
  altered: 'was altered',
  removed: 'was removed',
  reordered: 'was moved to another place',
  truncated: 'was cut off or rewritten, and everything after it',
  forged: 'was not written by the desk',
  unknownKey: 'was signed with a key that is not among those of ENCRYPTION_KEY, so it cannot be checked',
};

function sentence({ wrong, position, seq, id, anchoredAt, anchorLine }: Finding): string {
  if (anchorLine) return `Line ${anchorLine.line} of ${anchorLine.file} ${words[wrong]}.`;
  const name = position === undefined ? 'An entry that is not chained yet' : `Entry ${position}`;
  const which = id === undefined ? '' : ` (seq ${String(seq)}, id ${id})`;
  const when =
    anchoredAt === undefined ? '' : ` The chain held it at ${new Date(anchoredAt).toISOString()}, as an anchor says.`;
  return `${name}${which} ${words[wrong]}.${when}`;
}

function checked({ sealed }: Verdict): string {
  if (sealed === 0) return '';
  return sealed === 1
    ? 'The entry before it is as the desk wrote it.\n'
    : `The ${number(sealed)} entries before it are as the desk wrote them.\n`;
}
