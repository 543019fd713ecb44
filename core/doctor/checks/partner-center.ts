import { clouds } from '../../partner/clouds.js';
import { PartnerCenterError } from '../../partner/partner-center.js';
import { Skipped, type Check } from '../check.js';
import { type FindingCode, type Found, found } from '../codes.js';

const DAY_MS = 24 * 3_600_000;

/** One call for one customer: Partner Center answers this app. */
export const partnerCenter: Check = {
  name: 'partnerCenter',
  async run(patient) {
    const { partner, token } = patient.services();
    await token('app');
    return refusals('partnerRefused', () => partner.customers({ size: 1 }));
  },
};

/** Whether the records of what was done elsewhere can be read. */
export const auditRecords: Check = {
  name: 'auditRecords',
  async run(patient) {
    if (!clouds[patient.config().partner.cloud].auditRecords) throw new Skipped('skippedCloud');
    const { partner, token } = patient.services();
    await token('app');
    return refusals('auditRefused', () => partner.auditRecords({ from: patient.now() - DAY_MS, size: 1 }));
  },
};

/** Whether permissions to purchase can be read: that needs the service account, and its role. */
export const purchasePermission: Check = {
  name: 'purchasePermission',
  async run(patient) {
    if (!clouds[patient.config().partner.cloud].purchasePermission) throw new Skipped('skippedCloud');
    const { partner, token } = patient.services();
    await token('user');
    return refusals('purchaseRefused', async () => {
      const [customer] = (await partner.customers({ size: 1 })).items;
      if (!customer) throw new Skipped('skippedNoCustomer');
      await partner.selfServePolicy(customer.id);
    });
  },
};

/** What came of a call; nothing when it was answered. */
export async function refusals(code: FindingCode, call: () => Promise<unknown>): Promise<Found[]> {
  try {
    await call();
    return [];
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    const { kind, status } = error;
    if (kind === 'throttled') return [found('partnerThrottled')];
    if (kind === 'unavailable') return [found('partnerUnreachable', { reason: error.code ?? `HTTP ${status ?? '–'}` })];
    return [found(code, { kind, status: status ?? '–', code: error.code ?? '–' })];
  }
}
