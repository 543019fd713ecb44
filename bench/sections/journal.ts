import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { anchorFile, anchorOf, appendAnchor } from '../../core/journal/anchors.js';
import { journal } from '../../core/journal/journal.js';
import { createJournalKeys } from '../../core/journal/keys.js';
import { type Head, ROUND, sealRound } from '../../core/journal/seal.js';
import { createLog } from '../../core/log.js';
import { openStore } from '../../core/store/open.js';
import { inTransaction } from '../../core/store/transaction.js';
import { builtRoot } from '../process/measured.js';
import { against, type Finding } from '../report.js';
import { told } from './paired.js';

/** Bounded: the program itself has some 100 MB, and a million entries would have 700 MB. */
const MOST_MB = 200;
const WRITTEN_AT_ONCE = 1_000;

/**
 * Verifying and exporting a long journal on the embedded store, as an operator runs them: programs of their own, whose
 * largest memory counts. Writing and chaining it are told besides.
 */
export async function journalSection(quick: boolean): Promise<Finding[]> {
  const entries = quick ? 20_000 : 1_000_000;
  const dataDir = await mkdtemp(join(tmpdir(), 'partnerdesk-bench-journal-'));
  const key = randomBytes(32);
  const env = { DATA_DIR: dataDir, ENCRYPTION_KEY: key.toString('base64') };
  try {
    const { writeMs, sealMs } = await fill(dataDir, key, entries);
    const small = await runJournal(['export', '--customer', randomUUID()], env);
    const verified = await runJournal(['verify'], env);
    if (verified.code !== 0 || !verified.output.includes('all are as the desk wrote them'))
      throw new Error(`verify says: ${verified.output}`);
    const exported = await runJournal(['export'], env);
    const csv = await runJournal(['export', '--format', 'csv'], env);
    const perSecond = (ms: number) => `${Math.round((entries / ms) * 1_000).toLocaleString('en')}/s`;
    const of = entries.toLocaleString('en');
    return [
      ...(
        [
          ['verify', verified],
          ['export, JSON Lines', exported],
          ['export, CSV', csv],
        ] as const
      ).map(([what, { peakMb }]) =>
        against('journal', `peak RSS of ${what}, ${of} entries`, {
          bound: MOST_MB,
          measured: peakMb,
          unit: 'MB',
          digits: 0,
        }),
      ),
      told('journal', 'peak RSS of an export of nothing', `${small.peakMb.toFixed(0)} MB`),
      told('journal', 'verify', `${(verified.ms / 1_000).toFixed(1)} s, ${perSecond(verified.ms)}`),
      told('journal', 'export, JSON Lines', `${(exported.ms / 1_000).toFixed(1)} s, ${perSecond(exported.ms)}`),
      told('journal', 'export, CSV', `${(csv.ms / 1_000).toFixed(1)} s, ${perSecond(csv.ms)}`),
      told('journal', `written, ${WRITTEN_AT_ONCE} in a transaction`, perSecond(writeMs)),
      told('journal', `chained, ${ROUND} in a transaction`, perSecond(sealMs)),
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Writes and chains a journal like that of a desk. */
async function fill(dataDir: string, key: Buffer, entries: number): Promise<{ writeMs: number; sealMs: number }> {
  const keys = createJournalKeys([key]);
  const log = createLog('silent');
  const databaseUrl = `sqlite:${join(dataDir, 'partnerdesk.db')}`;
  const store = await openStore({ databaseUrl, dataDir, log, journalKeys: keys });
  try {
    const customers = Array.from({ length: 1_000 }, () => randomUUID());
    let began = performance.now();
    for (let at = 0; at < entries; at += WRITTEN_AT_ONCE)
      await inTransaction(store.db, async (tx) => {
        for (let one = at; one < at + WRITTEN_AT_ONCE; one += 1)
          await journal(tx, {
            fact: 'change.proposed',
            at: Date.now(),
            person: '11111111-1111-4111-8111-111111111111',
            personName: 'Sofia Marín',
            platform: 'slack',
            roles: ['Sales agent'],
            customer: customers[one % customers.length] ?? '',
            change: randomUUID(),
            detail: {
              kind: 'account',
              fields: [{ path: 'defaultAddress.city', before: 'Seattle', after: `Redmond ${one}` }],
              reason: 'They moved.',
            },
            correlationId: randomUUID(),
          });
      });
    const writeMs = performance.now() - began;
    began = performance.now();
    let head: Head | undefined;
    for (;;) {
      const round = await sealRound({ store, keys, owner: 'bench', now: Date.now });
      head = round?.head;
      if ((round?.sealed ?? 0) < ROUND) break;
    }
    if (head) await appendAnchor(anchorFile(dataDir), anchorOf({ ...head, at: Date.now() }, keys));
    return { writeMs, sealMs: performance.now() - began };
  } finally {
    await store.close();
  }
}

/** Runs the built program; what it exports is read and thrown away, its last words are kept. */
async function runJournal(
  flags: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string; ms: number; peakMb: number }> {
  const peak = pathToFileURL(join(import.meta.dirname, '../process/peak.js')).href;
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', peak, join(builtRoot, 'journal/main.js'), ...flags], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let [output, kilobytes] = ['', ''];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-1_000);
    });
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    kilobytes += chunk.toString();
  });
  await once(child, 'close');
  return { code: child.exitCode, output, ms: performance.now() - began, peakMb: Number(kilobytes) / 1_024 };
}
