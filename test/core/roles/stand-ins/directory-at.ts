import type { PartnerConfig } from '../../../../core/config.js';
import { createDirectory, type Directory } from '../../../../core/roles/directory.js';
import { createMetrics } from '../../../canary/metrics.js';
import type { GraphStandIn } from './graph.js';

export const ANA = 'aaaaaaaa-0000-4000-8000-000000000001';

/** A directory that asks the stand-in of Microsoft Graph. */
export function directoryAt(
  { url }: GraphStandIn,
  parts: Pick<Parameters<typeof createDirectory>[0], 'tokens' | 'log' | 'now'>,
): Directory {
  const config: PartnerConfig = {
    cloud: 'global',
    tenantId: ANA,
    clientId: ANA,
    credential: { type: 'secret', secret: 'secret' },
    urls: { partnerCenter: url, login: url, graph: url },
    audiences: { partnerCenter: url, graph: url },
  };
  return createDirectory({ config, metrics: createMetrics(), ...parts });
}
