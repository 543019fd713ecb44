import { z } from 'zod';
import type { Due } from '../../jobs/due.js';
import { continuationSchema } from '../../partner/paging.js';
import type { Continuation } from '../../partner/partner-center.js';
import { readCursor } from '../../store/cursors.js';
import type { Db } from '../../store/tables.js';

const schema = z.object({
  dueAt: z.number(),
  failures: z.number(),
  until: z.number().optional(),
  open: z.number().optional(),
  listedAt: z.number().optional(),
  listNext: continuationSchema.optional(),
});

/** How far the looking for changes has got, for whichever process goes on with it. Times in ms since the epoch. */
export interface Progress extends Due {
  /** Audit records: everything that could be read at this time has been read. */
  until?: number | undefined;
  /** Audit records: the oldest one that has still to be looked at again. */
  open?: number | undefined;
  /** Profiles: when the list of all customers was read last. */
  listedAt?: number | undefined;
  /** Profiles: where the reading of that list goes on. */
  listNext?: Continuation | undefined;
}

const beginning: Progress = { dueAt: 0, failures: 0 };

/** Reads how far it has got. What cannot be read counts as the beginning. */
export async function readProgress(db: Db, name: string): Promise<Progress> {
  return (await readCursor<Progress>(db, name, schema)) ?? beginning;
}
