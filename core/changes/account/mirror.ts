import type { AccountFields, FieldPath } from '../../partner/fields.js';

/** A billing profile holds the contact twice, on its own and inside the address. */
const copies: readonly (readonly [FieldPath, FieldPath])[] = [
  ['firstName', 'defaultAddress.firstName'],
  ['middleName', 'defaultAddress.middleName'],
  ['lastName', 'defaultAddress.lastName'],
  ['phoneNumber', 'defaultAddress.phoneNumber'],
];

/**
 * The fields of a profile that a form shows: of two copies with the same value only the first one that exists, of two
 * that differ both.
 */
export function shownPaths(before: AccountFields): Set<FieldPath> {
  const shown = new Set(Object.keys(before) as FieldPath[]);
  for (const [contact, inAddress] of copies) {
    if (before[contact] !== undefined && before[contact] === before[inAddress]) shown.delete(inAddress);
  }
  return shown;
}

/** What was typed, with the second copy following the first where both were equal before. */
export function withCopies(before: AccountFields, typed: AccountFields): AccountFields {
  const after = { ...typed };
  for (const [contact, inAddress] of copies) {
    const value = typed[contact];
    if (value !== undefined && before[contact] !== undefined && before[contact] === before[inAddress])
      after[inAddress] = value;
  }
  return after;
}
