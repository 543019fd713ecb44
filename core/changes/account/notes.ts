import { z } from 'zod';
import type { Failure, FieldError } from '../../failure.js';
import type { AccountView, Drift } from '../../views.js';
import type { AccountFields } from '../../partner/fields.js';
import type { Change } from '../change.js';

/** Where a draft stands in its form: what is shown when it is opened again. */
export type Stage = 'form' | 'country' | 'address' | 'review';

/** What the kind `account` notes in a draft beside its fields. */
export interface AccountNotes {
  stage: Stage;
  /** As it was read when the form was opened. */
  account: AccountView;
  errors: FieldError[];
  failure?: Failure | undefined;
  drift?: Drift[] | undefined;
  address?: { suggestions: AccountFields[]; status: string; mayKeep: boolean; said?: string | undefined } | undefined;
  warnings: ('nameMayBeReviewed' | 'addressNotVerified' | 'addressUnchecked')[];
  /** The last deed on this draft (verb, version, values): the same one again changes nothing. */
  lastDeed?: string | undefined;
}

// The desk wrote these notes itself; the schema guards against rows of an older release.
const notesSchema = z.object({
  stage: z.enum(['form', 'country', 'address', 'review']),
  account: z.custom<AccountView>((value) => typeof value === 'object' && value !== null && 'customer' in value),
  errors: z.array(z.custom<FieldError>()),
  failure: z.custom<Failure>().optional(),
  drift: z.array(z.custom<Drift>()).optional(),
  address: z
    .object({
      suggestions: z.array(z.custom<AccountFields>()),
      status: z.string(),
      mayKeep: z.boolean(),
      said: z.string().optional(),
    })
    .optional(),
  warnings: z.array(z.enum(['nameMayBeReviewed', 'addressNotVerified', 'addressUnchecked'])),
  lastDeed: z.string().optional(),
});

export function notesOf(change: Change): AccountNotes {
  return notesSchema.parse(change.notes);
}
