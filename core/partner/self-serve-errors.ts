import { selfServeCodes } from './error-codes.js';
import { PartnerCenterError } from './partner-center.js';

/** Whether an error says that the customer has a policy already: what was to be given may have been given. */
export function policyExists(error: unknown): boolean {
  return error instanceof PartnerCenterError && error.status === 409 && error.code === selfServeCodes.exists;
}

/** Whether an error says that there is no such policy: what was to be removed may have been removed. */
export function policyMissing(error: unknown): boolean {
  const codes: readonly string[] = selfServeCodes.missing;
  return error instanceof PartnerCenterError && error.status === 404 && codes.includes(error.code ?? '');
}
