import { randomBytes } from 'node:crypto';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { createJournalKeys } from '../../core/journal/keys.js';
import { type JournalEntry, journal } from '../../core/journal/journal.js';
import { anchorFile, anchorOf, appendAnchor } from '../../core/journal/anchors.js';
import { headOf, sealRound } from '../../core/journal/seal.js';
import type { Store } from '../../core/store/open.js';
import { inTransaction } from '../../core/store/transaction.js';
import { run } from '../../journal/run.js';
import { describeStores, type Home } from '../core/store/stores.js';

const key = randomBytes(32);
const keys = createJournalKeys([key]);
const PERSON = '11111111-1111-4111-8111-111111111111';
const CUSTOMER = 'c0000000-0000-4000-8000-000000000001';

interface Said {
  code: number;
  out: string;
  error: string;
}

describeStores('npm run journal', (home: Home) => {
  let store: Store;

  async function write(entries: readonly JournalEntry[]): Promise<void> {
    store = await home.open(keys);
    await inTransaction(store.db, async (tx) => {
      for (const entry of entries) await journal(tx, entry);
    });
    while (((await sealRound({ store, keys, owner: 'test', now: Date.now }))?.sealed ?? 0) > 0);
  }

  async function say(flags: string[], terminal = false): Promise<Said> {
    const [stdout, stderr] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: terminal })];
    const [out, error] = [stdout, stderr].map(async (stream) => (await stream.toArray()).join(''));
    const env = {
      DATABASE_URL: home.databaseUrl,
      DATA_DIR: home.dataDir,
      ENCRYPTION_KEY: key.toString('base64'),
    };
    const code = await run(flags, env, { stdout, stderr });
    stdout.end();
    stderr.end();
    return { code, out: (await out) ?? '', error: (await error) ?? '' };
  }

  const many = (count: number): JournalEntry[] =>
    Array.from({ length: count }, (_entry, index) => ({
      fact: 'change.applied',
      at: Date.UTC(2026, 0, 1) + index * 3_600_000,
      person: PERSON,
      personName: 'Sofia Marín',
      customer: index % 3 === 0 ? CUSTOMER : 'c0000000-0000-4000-8000-000000000002',
      detail: { reason: `Because of ${index}` },
    }));

  it('verifies a journal that holds, while the desk has it open', async () => {
    await write(many(5));
    const { code, out } = await say(['verify']);
    expect(code).toBe(0);
    expect(out).toContain('5 entries: all are as the desk wrote them.');
    expect(out).toContain('There is no anchor file');
  });

  it('names the first entry that was altered, and ends with 1', async () => {
    await write(many(5));
    await store.db.updateTable('journal').set({ personName: 'Nobody' }).where('position', '=', 4).execute();
    await store.db.updateTable('journal').set({ personName: 'Nobody' }).where('position', '=', 2).execute();
    const { code, out } = await say(['verify']);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^Entry 2 \(seq \d+, id [0-9a-f-]{36}\) was altered\.\nThe entry before it is as the desk wrote it/u,
    );
  });

  it('tells that later entries were cut off, by the anchor of DATA_DIR or by a copy of it', async () => {
    await write(many(5));
    const head = await headOf(store.db);
    const copy = join(home.dataDir, 'copy.jsonl');
    const at = Date.UTC(2026, 10, 30);
    if (head) await appendAnchor(anchorFile(home.dataDir), anchorOf({ ...head, at }, keys));
    await copyFile(anchorFile(home.dataDir), copy);
    expect((await say(['verify'])).out).toContain('1 anchor holds.');
    await store.db.deleteFrom('journal').where('position', '>', 3).execute();
    const { code, out } = await say(['verify']);
    expect(code).toBe(1);
    expect(out).toContain('Entry 5 was cut off or rewritten, and everything after it.');
    expect(out).toContain('The chain held it at 2026-11-30T00:00:00.000Z');
    await rm(anchorFile(home.dataDir));
    expect((await say(['verify'])).code).toBe(0);
    expect((await say(['verify', '--anchors', copy])).code).toBe(1);
  });

  it('exports and verifies thousands, with a count where nobody watches and a bar where somebody does', async () => {
    await write(many(2_500));
    expect((await say(['verify'])).out).toContain('2,500 entries');
    const { out, error } = await say(['export'], true);
    expect(out.trimEnd().split('\n')).toHaveLength(2_500);
    expect(error).toContain('[##############################] 100 %  2,500 of 2,500');
    expect((await say(['export'])).error).toBe('2,500 entries exported.\n');
  }, 60_000);

  it('exports what is asked for: a time, a customer', async () => {
    await write(many(48));
    const lines = async (...flags: string[]) => {
      const { out } = await say(['export', ...flags]);
      return out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { at: string; customer: string });
    };
    expect(await lines('--from', '2026-01-02')).toHaveLength(24);
    expect(await lines('--to', '2026-01-01')).toHaveLength(24);
    expect(await lines('--from', '2026-01-01T10:00Z', '--to', '2026-01-01T12:00+00:00')).toHaveLength(2);
    const ofOne = await lines('--customer', CUSTOMER.toUpperCase(), '--to', '2026-01-01');
    expect(ofOne).toHaveLength(8);
    expect(ofOne[0]).toMatchObject({
      at: '2026-01-01T00:00:00.000Z',
      customer: CUSTOMER,
      position: 1,
      fact: 'change.applied',
    });
    expect(ofOne[0]).not.toHaveProperty('salt');
  });

  it('exports CSV in which no cell is a formula', async () => {
    const nasty = ['=cmd|calc', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', 'a "quoted", cell', 'plain'];
    await write(nasty.map((personName, at) => ({ fact: 'refused', at, personName })));
    const { out } = await say(['export', '--format', 'csv']);
    const [header = '', ...rows] = out.trimEnd().split('\r\n');
    expect(header.split(',')[6]).toBe('personName');
    const cells = rows.map((row) => /^\d+,\d+,[^,]*,[^,]*,refused,,(.*?),,,,,\{\}|$/u.exec(row)?.[1] ?? row);
    expect(
      cells
        .map((cell) => cell.replace(/,,,,.*$/u, ''))
        .slice(0, 7)
        .every((cell) => cell.includes(`"'`)),
    ).toBe(true);
    expect(out).toContain('"a ""quoted"", cell"');
    expect(out).toContain(',plain,');
  });

  it('says what is wrong with its flags, and ends with 2', async () => {
    store = await home.open(keys);
    for (const flags of [['export', '--from', 'monday'], ['export', '--customer', 'x'], ['erase'], ['nonsense']]) {
      const { code, error } = await say(flags);
      expect([flags, code]).toEqual([flags, 2]);
      expect(error).toContain('error:');
    }
    const both = await say(['erase', '--person', PERSON, '--customer', CUSTOMER]);
    expect(both.code).toBe(2);
  });

  it('erases a person, once the desk is stopped where it is on SQLite', async () => {
    await write(many(3));
    if (home.dialect === 'sqlite') {
      await expect(say(['erase', '--person', PERSON])).rejects.toThrow(/Another partnerdesk process/u);
      await store.close();
    }
    expect((await say(['erase', '--person', PERSON])).out).toContain('Erased from 3 entries.');
    const { out } = await say(['export']);
    expect(out).not.toContain('Sofia');
    expect(out).toContain('"erased":["person","personName","detail.reason"]');
    const verified = await say(['verify']);
    expect(verified.code).toBe(0);
    expect(verified.out).toContain('From 3 of them something was erased on request.');
  });
});
