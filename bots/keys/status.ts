import type { KeyCount } from '../../core/keys/count.js';
import { keyId } from '../../core/store/sealer.js';

export interface KeyStatus {
  /** A table for people. */
  text: string;
  /** Texts under keys that are configured and not the newest. */
  older: number;
  /** Texts that no configured key opens. */
  unreadable: number;
}

/** What was counted, held against the keys that are configured: the newest first. */
export function statusOf(counts: readonly KeyCount[], encryptionKeys: readonly Buffer[]): KeyStatus {
  const [newest, ...others] = encryptionKeys.map(keyId);
  const older = new Set(others);
  const standing = ({ keyId: id }: KeyCount) => {
    if (id === newest) return 'newest';
    return id !== undefined && older.has(id) ? 'older' : 'not configured';
  };
  const textsWhere = (wanted: string) =>
    counts.filter((count) => standing(count) === wanted).reduce((sum, { texts }) => sum + texts, 0);
  const lines = counts
    .toSorted((a, b) => standing(a).localeCompare(standing(b)) || a.table.localeCompare(b.table))
    .map((count) => row(count.keyId ?? '(none)', standing(count), count.table, String(count.texts)));
  const result = { older: textsWhere('older'), unreadable: textsWhere('not configured') };
  const text = [row('key', 'state', 'table', 'texts'), ...lines, '', ...conclusion(result, newest ?? '')].join('\n');
  return { ...result, text: `${text}\n` };
}

const row = (key: string, state: string, table: string, texts: string): string =>
  `${key.padEnd(10)}${state.padEnd(16)}${table.padEnd(16)}${texts.padStart(10)}`;

function conclusion({ older, unreadable }: Omit<KeyStatus, 'text'>, newest: string): string[] {
  const lines = [
    older > 0
      ? `${older} are sealed with an older key: keep it in ENCRYPTION_KEY until the desk has taken them over.`
      : `Nothing is sealed with an older key of ENCRYPTION_KEY: ${newest} alone is enough for what is sealed.`,
  ];
  if (unreadable > 0) lines.push(`${unreadable} cannot be read: their key is not in ENCRYPTION_KEY.`);
  return lines;
}
