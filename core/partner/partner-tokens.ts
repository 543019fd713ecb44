import type { PartnerConfig } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { RefreshTokenVault } from './refresh-token-vault.js';
import { createTokenSource } from './tokens.js';
import type { TokenSource } from './tokens.js';

/** Every kind of token that the desk's own Entra application gets. */
export interface PartnerTokens {
  /** Partner Center, as the application. */
  app: TokenSource;
  /** Partner Center, as the application and its service user; absent without PARTNER_REFRESH_TOKEN. */
  user?: TokenSource;
  /** Microsoft Graph, as the application. */
  graph: TokenSource;
}

/**
 * The token sources that a configuration asks for.
 *
 * @param vault needed for tokens of app and user; see `createRefreshTokenVault`
 */
export function createPartnerTokens(setup: {
  config: PartnerConfig;
  vault?: RefreshTokenVault | undefined;
  log: Log;
  metrics: Metrics;
  now?: () => number;
}): PartnerTokens {
  const { config, vault, ...tools } = setup;
  const from = { login: config.urls.login, tenant: config.tenantId };
  const common = { from, clientId: config.clientId, credential: config.credential, proxy: config.proxy, ...tools };
  const partnerCenter = config.audiences.partnerCenter;
  return {
    app: createTokenSource({ ...common, scope: `${partnerCenter}/.default` }),
    graph: createTokenSource({ ...common, scope: `${config.audiences.graph}/.default` }),
    ...(config.refreshToken && vault
      ? {
          user: createTokenSource({
            ...common,
            scope: `${partnerCenter}/user_impersonation offline_access`,
            refresh: { vault },
          }),
        }
      : {}),
  };
}
