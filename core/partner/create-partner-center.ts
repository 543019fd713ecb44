import type { Cloud, PartnerConfig } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { createAddressValidation } from './addresses.js';
import { createAuditRecords } from './audit-records.js';
import { createCountryRules } from './country-rules.js';
import { clouds } from './clouds.js';
import { createCustomers } from './customers.js';
import { createHttp, type Http } from './http.js';
import { defaultLimits } from './limits.js';
import type { Limits } from './limits.js';
import { type PartnerCenter, PartnerCenterError } from './partner-center.js';
import { createProfiles } from './profiles.js';
import { createSelfServePolicies } from './self-serve-policies.js';
import type { TokenSource } from './tokens.js';

export interface PartnerCenterSetup {
  config: Pick<PartnerConfig, 'urls' | 'tenantId' | 'proxy'>;
  /** What it does not offer is never asked for: such a call fails as `forbidden`, code `notOffered`. Default: the global one. */
  cloud?: Cloud;
  /** BCP 47: of calls that nobody waits for. Default: English. */
  locale?: string;
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
  const { locale } = setup;
  const http = createHttp({ baseUrl, proxy: setup.config.proxy, limits, locale, log, metrics, now });
  const { purchasePermission, auditRecords } = clouds[setup.cloud ?? 'global'];
  return {
    ...createCustomers({ http, baseUrl, tokens: appTokens, customerTokens: userTokens ?? appTokens }),
    ...createProfiles({ http, tokens: appTokens, userTokens }),
    ...createSelfServePolicies({
      http: purchasePermission ? http : notOffered,
      userTokens,
      partnerTenant: setup.config.tenantId,
    }),
    countryRules: createCountryRules({ http, tokens: appTokens, keepMs: limits.countryRulesMs, log, now }),
    validateAddress: createAddressValidation({ http, tokens: appTokens }),
    auditRecords: createAuditRecords({ http: auditRecords ? http : notOffered, baseUrl, tokens: appTokens, log, now }),
  };
}

/** In place of the way out, for what the cloud has not. */
const notOffered: Http = () =>
  Promise.reject(new PartnerCenterError({ kind: 'forbidden', answerUnknown: false, code: 'notOffered' }));
