import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Db, HappeningsTable } from '../store/tables.js';
import type { CustomerRef, Difference, RelationshipOperation } from '../views.js';
import type { NewsKind } from './watch.js';

/** A change that was made outside the desk. */
export interface Happening {
  /** Of the audit record; else made up so that the same one is found once. */
  id: string;
  /** `audit`: an audit record. `profiles`: two looks at a profile differ. `webhook`: Partner Center said so. */
  source: 'audit' | 'profiles' | 'webhook';
  kind: NewsKind;
  /** For `relationship` a RelationshipOperation; else what Partner Center calls it. */
  operation: string;
  /** Absent where Partner Center does not say. Its domain is empty where it is not known any more. */
  customer?: CustomerRef;
  /** ISO 3166-1 alpha-2, of the billing address. */
  country?: string;
  /** Empty where it is not known what changed. */
  differences: Difference[];
  /** Whom Partner Center names: a user, else an app. */
  by?: string;
  /** ms since the epoch. Of a difference between two looks: that of the second one. */
  at: number;
}

const customerSchema = z.object({ id: z.string(), name: z.string(), domain: z.string() });

/**
 * Keeps a happening, once.
 *
 * @param now ms since the epoch
 * @returns false: it was known already
 */
export async function insertHappening(tx: Db, happening: Happening, now: number): Promise<boolean> {
  const { id, source, kind, operation, customer, country, differences, by, at } = happening;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('happenings')
    .values({
      id,
      source,
      kind,
      operation,
      customer: customer?.id ?? null,
      customerJson: customer ? JSON.stringify(customer) : null,
      country: country ?? null,
      differencesJson: JSON.stringify(differences),
      by: by ?? null,
      at,
      createdAt: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** A happening by its id. */
export async function readHappening(db: Db, id: string): Promise<Happening | undefined> {
  const row = await db.selectFrom('happenings').selectAll().where('id', '=', id).executeTakeFirst();
  return row && happeningOf(row);
}

/** A row of the table, as the object that the desk works with. */
export function happeningOf(row: Selectable<HappeningsTable>): Happening {
  return {
    id: row.id,
    source: row.source,
    kind: row.kind,
    operation: row.operation,
    ...(row.customerJson === null ? {} : { customer: customerSchema.parse(JSON.parse(row.customerJson)) }),
    ...(row.country === null ? {} : { country: row.country }),
    // Written by this module alone.
    differences: JSON.parse(row.differencesJson) as Difference[],
    ...(row.by === null ? {} : { by: row.by }),
    at: row.at,
  };
}

const relationshipOperations: readonly RelationshipOperation[] = [
  'added',
  'removed',
  'accepted',
  'adminApproved',
  'adminEnded',
  'agreementSigned',
  'qualificationChanged',
];

/** What happened to a relationship, for a notice; undefined for every other kind. */
export function relationshipOperationOf({ kind, operation }: Happening): RelationshipOperation | undefined {
  if (kind !== 'relationship') return undefined;
  return relationshipOperations.find((one) => one === operation) ?? 'other';
}
