import type { ChangePath } from './partner/fields.js';

/** A value that was refused. `rule` picks the sentence, `params` fill it, `said` quotes Partner Center. */
export interface FieldError {
  path: ChangePath | 'reason' | 'until' | 'customer' | 'organizationRegistrationId';
  rule:
    | 'required'
    | 'date'
    | 'tooLong'
    | 'format'
    | 'postalCode'
    | 'phone'
    | 'email'
    | 'notInList'
    | 'refused'
    | 'control'
    | 'miswrittenCountry'
    | 'registrationNotTaken'
    | 'registrationMissing'
    | 'registrationFormat';
  params: Record<string, string | number>;
  said?: string;
}

/** What Partner Center made of a call that it did not do. */
export type PartnerErrorKind =
  | 'throttled'
  | 'conflict'
  | 'invalid'
  | 'notFound'
  | 'forbidden'
  | 'mfaRequired'
  | 'unauthenticated'
  | 'unavailable';

/** Why something outside failed. */
export interface Failure {
  source: 'partnerCenter' | 'directory' | 'desk';
  kind: PartnerErrorKind | 'roleLost' | 'expired' | 'internal';
  /** HTTP status and code of Partner Center's answer. */
  status?: number;
  code?: string;
  /** Partner Center's own sentence, quoted, in whatever language it came. */
  said?: string;
  correlationId?: string;
  requestId?: string;
  retryAfterSeconds?: number;
  fields?: FieldError[];
}
