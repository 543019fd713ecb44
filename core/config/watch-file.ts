import { z } from 'zod';
import type { Policy } from './shape.js';

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

const expected = 'expected a time such as 60s or 5m, from 5s to 24h';

/** `60s`, `5m`, `1h` → ms. Sooner than every five seconds nothing new is to be seen; a day late is no news. */
const pollEvery = z
  .string({ error: expected })
  .regex(/^[1-9]\d{0,4}[smh]$/u, { error: expected })
  .transform((text) => Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0))
  .refine((ms) => ms >= 5_000 && ms <= 24 * 3_600_000, { error: expected });

/** The key of PARTNERDESK_CONFIG that says how changes made elsewhere are looked for. */
export const watchKeys = {
  watch: z.strictObject({ 'poll every': pollEvery.optional() }, { error: 'expected poll every' }).nullish(),
};

/** For suggestions, as in policy-file.ts. */
export const knownWatchKeys: Record<string, readonly string[]> = { watch: ['poll every'] };

/** Changes made elsewhere are announced within two minutes (README), so they are looked for once a minute. */
export const defaultWatch: Policy['watch'] = { pollEveryMs: 60_000 };

/** What the file says of watching; what it leaves out keeps its default. */
export function watchOf({
  watch,
}: {
  watch?: { 'poll every'?: number | undefined } | null | undefined;
}): Policy['watch'] {
  return { pollEveryMs: watch?.['poll every'] ?? defaultWatch.pollEveryMs };
}
