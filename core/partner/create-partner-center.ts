import type { PartnerConfig } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { createAddressValidation } from './addresses.js';
import { createAuditRecords } from './audit-records.js';
import { createCountryRules } from './country-rules.js';
import { createCustomers } from './customers.js';
import { createHttp } from './http.js';
import { defaultLimits } from './limits.js';
import type { Limits } from './limits.js';
import type { PartnerCenter } from './partner-center.js';
import { createProfiles } from './profiles.js';
import { createSelfServePolicies } from './self-serve-policies.js';
import type { TokenSource } from './tokens.js';

export interface PartnerCenterSetup {
  config: Pick<PartnerConfig, 'urls' | 'tenantId' | 'proxy'>;
  /** The application's own tokens: lists, billing profiles, rules and address validation. */
  appTokens: TokenSource;
  /** Tokens of app and user: company profiles, self-serve policies, fuller answers about one customer. Absent: app-only. */
  userTokens?: TokenSource | undefined;
  log: Log;
  metrics: Metrics;
  /** ms since the epoch */
  now?: () => number;
  limits?: Partial<Limits>;
}

/** The Partner Center client: one breaker, one cap and one quota for all its calls. */
export function createPartnerCenter(setup: PartnerCenterSetup): PartnerCenter {
  const { appTokens, userTokens, log, metrics, now = Date.now } = setup;
  const baseUrl = setup.config.urls.partnerCenter.replace(/\/+$/, '');
  const limits = { ...defaultLimits, ...setup.limits };
  const http = createHttp({ baseUrl, proxy: setup.config.proxy, limits, log, metrics, now });
  return {
    ...createCustomers({ http, baseUrl, tokens: appTokens, customerTokens: userTokens ?? appTokens }),
    ...createProfiles({ http, tokens: appTokens, userTokens }),
    ...createSelfServePolicies({ http, userTokens, partnerTenant: setup.config.tenantId }),
    countryRules: createCountryRules({ http, tokens: appTokens, keepMs: limits.countryRulesMs, log, now }),
    validateAddress: createAddressValidation({ http, tokens: appTokens }),
    auditRecords: createAuditRecords({ http, baseUrl, tokens: appTokens, log, now }),
  };
}
