import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLiveFilter } from '../../core/customers/live-filter.js';
import { createLog } from '../../core/log.js';
import { createMetrics } from '../../core/metrics.js';
import { createPartnerCenter } from '../../core/partner/create-partner-center.js';
import { defaultLimits } from '../../core/partner/limits.js';
import { createTokenSource } from '../../core/partner/tokens.js';
import type { SandboxCustomer } from '../../sandbox/customers/create-customers.js';
import { createEntraStandIn } from '../../sandbox/entra/stand-in.js';
import { createPartnerCenterStandIn } from '../../sandbox/partner-center/stand-in.js';
import { PARTNER_TENANT } from '../../sandbox/stand-in.js';
import type { Company } from './company-names.js';
import type { Answered, Asked } from './service.js';

/** Partner Center's own search over the same companies, through the desk's client: the stand-in, on loopback, in this process. */
export async function startLive(companies: Iterable<Company>) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = { clientId: randomUUID(), clientSecret: randomUUID(), refreshToken: randomUUID() };
  const entra = createEntraStandIn({ baseUrl, tenantId: PARTNER_TENANT, characters: [], ...app });
  const customers = [...companies].map(customerOf);
  const partnerCenter = createPartnerCenterStandIn({ baseUrl, customers, verifyToken: entra.verifyToken });
  partnerCenter.faults.quota(1_000_000);
  server.on('request', (request, response) => {
    const standIn = [partnerCenter, entra.login].find(({ prefix }) => request.url?.startsWith(`${prefix}/`));
    if (standIn) standIn.handle(request, response).catch(() => response.destroy());
    else response.writeHead(404).end();
  });
  const [log, metrics] = [createLog('silent'), createMetrics()];
  const login = `${baseUrl}/login`;
  const appTokens = createTokenSource({
    from: { login, tenant: PARTNER_TENANT },
    clientId: app.clientId,
    credential: { type: 'secret', secret: app.clientSecret },
    scope: 'https://api.partnercenter.microsoft.com/.default',
    log,
  });
  const urls = { partnerCenter: `${baseUrl}${partnerCenter.prefix}`, login, graph: baseUrl };
  // The desk's own limit would say no long before the last query.
  const limits = { ...defaultLimits, quotaPerMinute: 1_000_000 };
  const partner = createPartnerCenter({ config: { tenantId: PARTNER_TENANT, urls }, appTokens, log, metrics, limits });

  return {
    async ask(texts: readonly string[]): Promise<Answered> {
      const answers: Asked[] = [];
      for (const text of texts) {
        const began = performance.now();
        const found = await createLiveFilter(partner, Date.now).find(text, {});
        answers.push({ ids: found.map(({ id }) => id), ms: performance.now() - began, cpuMs: 0 });
      }
      return { answers, longestTurnMs: 0 };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function customerOf({ id, name, domain }: Company): SandboxCustomer {
  return {
    id,
    commerceId: id,
    domain,
    customDomains: [domain],
    relationshipToPartner: 'reseller',
    allowDelegatedAccess: true,
    company: { companyName: name, email: `office@${domain}`, address: { country: 'US' } },
    billing: { id, companyName: name, culture: 'en-US', language: 'en', defaultAddress: { country: 'US' } },
  };
}
