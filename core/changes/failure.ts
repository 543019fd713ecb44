import type { Failure } from '../failure.js';
import { PartnerCenterError } from '../partner/partner-center.js';
import { DirectoryError } from '../roles/directory.js';
import { EmailLookupError } from '../roles/email-matching.js';

/** What a person may know of an error from outside; undefined for errors of our own. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof PartnerCenterError) {
    return {
      source: 'partnerCenter',
      kind: error.kind,
      ...(error.status === undefined ? {} : { status: error.status }),
      ...(error.code === undefined ? {} : { code: error.code }),
      ...(error.said === undefined ? {} : { said: error.said }),
      ...(error.correlationId === undefined ? {} : { correlationId: error.correlationId }),
      ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
      ...(error.fields.length === 0 ? {} : { fields: error.fields }),
    };
  }
  if (error instanceof DirectoryError) {
    return {
      source: 'directory',
      kind: error.kind,
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
    };
  }
  if (error instanceof EmailLookupError) return { source: 'desk', kind: 'unavailable' };
  return undefined;
}
