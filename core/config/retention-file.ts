import { z } from 'zod';
import type { Retention } from '../jobs/retention.js';
import { duration } from './approvals-file.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const atLeast = (least: number, said: string) =>
  duration.refine((ms) => ms >= least, { error: `expected at least ${said}` }).optional();

const periods = {
  // Slack repeats an event for an hour, clients whenever they wake up.
  inbox: atLeast(DAY_MS, '1d: a platform or a client may repeat something for so long'),
  drafts: atLeast(HOUR_MS, '1h: a form may be open for so long'),
  messages: atLeast(DAY_MS, '1d: what was sent is recognised by it'),
  notices: atLeast(DAY_MS, '1d: what was told is recognised by it'),
  recents: atLeast(HOUR_MS, '1h'),
};

/** The key of PARTNERDESK_CONFIG that says how long things are kept once they are over. */
export const retentionKeys = {
  retention: z.strictObject(periods, { error: `expected ${Object.keys(periods).join(', ')}` }).nullish(),
};

/** For suggestions, as in policy-file.ts. */
export const knownRetentionKeys: Record<string, readonly string[]> = { retention: Object.keys(periods) };

/** What the file says of it; what it leaves out keeps its default (core/jobs/retention.ts). */
export function retentionOf({
  retention,
}: {
  retention?: z.output<(typeof retentionKeys)['retention']>;
}): Partial<Retention> {
  const { inbox, drafts, messages, notices, recents } = retention ?? {};
  return {
    ...(inbox === undefined ? {} : { inbox }),
    ...(drafts === undefined ? {} : { drafts }),
    ...(messages === undefined ? {} : { outbox: messages }),
    ...(notices === undefined ? {} : { notices }),
    ...(recents === undefined ? {} : { recents }),
  };
}
