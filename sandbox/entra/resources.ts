import type { Cloud } from '../../core/config.js';

/** The Microsoft Graph of each cloud. */
export const graphs: Record<Cloud, string> = {
  global: 'https://graph.microsoft.com',
  'us-government': 'https://graph.microsoft.us',
  '21vianet': 'https://microsoftgraph.chinacloudapi.cn',
};

/** The Partner Center API of each cloud. */
const partnerCenters: Record<Cloud, string> = {
  global: 'https://api.partnercenter.microsoft.com',
  'us-government': 'https://api.partnercenter.microsoft.com',
  '21vianet': 'https://partner.partnercenterapi.microsoftonline.cn',
};

/** What may be asked for besides an API. */
const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

export interface Asked {
  /** The API; absent when only a sign-in is wanted. */
  resource?: string;
  scopes: string[];
}

/**
 * Reads `scope` (`https://graph.microsoft.com/.default openid`). A text for what is not allowed: two APIs at once, or
 * an API that this cloud does not know.
 */
export function readScope(scope: string, cloud: Cloud): Asked | string {
  const scopes = scope.split(/\s+/).filter(Boolean);
  const found = new Set<string>();
  for (const one of scopes) {
    if (openIdScopes.has(one)) continue;
    const resource = one.slice(0, one.lastIndexOf('/')).replace(/\/$/, '');
    if (resource !== graphs[cloud] && resource !== partnerCenters[cloud])
      return `The provided value for scope ${one} is not valid.`;
    found.add(resource);
  }
  if (found.size > 1) return 'The scopes are for more than one resource.';
  const [resource] = found;
  return { scopes, ...(resource ? { resource } : {}) };
}
