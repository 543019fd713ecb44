/** Who wrote something, and with which request. */
export interface Writer {
  /** For the page: the user's name, `app <id>`, or `Partner Center` for what was typed directly into it. */
  by: string;
  /** Whom the audit record names. Absent: an app that speaks for itself. */
  user?: string;
  /** The app's id, or the name of the portal. */
  application: string;
  /** `MS-RequestId`; absent for what was typed directly into Partner Center. */
  requestId?: string;
  /** `MS-CorrelationId` of the request. */
  correlationId?: string;
}

/** Who sits in Partner Center where nobody else is named. */
const SOMEONE = 'someone@partner.example';

/** Somebody who types directly into Partner Center. @param user as its audit records name people */
export const portalUser = (user = SOMEONE): Writer => ({
  by: 'Partner Center',
  user,
  application: 'Partner Center Web',
});
