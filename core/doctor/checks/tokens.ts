import { Skipped, type Check } from '../check.js';
import { claimsOf } from '../claims.js';
import { found } from '../codes.js';
import { misdirected, tryToken } from '../token-findings.js';

const app = { app: 'PARTNER_CLIENT_ID', secret: 'PARTNER_CLIENT_SECRET' };

/** The application's own token for Partner Center. */
export const appToken: Check = {
  name: 'appToken',
  async run(patient) {
    const { partner } = patient.config();
    const result = await tryToken(patient.services().tokens.app, app);
    if ('findings' in result) return result.findings;
    const wanted = { audience: partner.audiences.partnerCenter, tenant: partner.tenantId };
    return misdirected(claimsOf(result.token), wanted);
  },
};

/** The token of app and service account, and whether that account had its second factor: Partner Center wants it. */
export const userToken: Check = {
  name: 'userToken',
  async run(patient) {
    const { partner } = patient.config();
    const source = patient.services().tokens.user;
    if (!source) throw new Skipped('skippedAppOnly');
    const result = await tryToken(source, app);
    if ('findings' in result) return result.findings;
    const claims = claimsOf(result.token);
    const wanted = { audience: partner.audiences.partnerCenter, tenant: partner.tenantId };
    const mfa = claims?.amr?.includes('mfa');
    return [
      ...misdirected(claims, wanted),
      ...(mfa === undefined ? [found('mfaUnknown')] : mfa ? [] : [found('mfaMissing')]),
    ];
  },
};
