/** The APIs that the directory issues tokens for: those of all clouds. */
const resources = new Set([
  'https://api.partnercenter.microsoft.com',
  'https://partner.partnercenterapi.microsoftonline.cn',
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
]);

/** What may be asked for besides an API. */
const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

export interface Asked {
  /** The API; absent when only a sign-in is wanted. */
  resource?: string;
  scopes: string[];
}

/**
 * Reads `scope` (`https://graph.microsoft.com/.default openid`). A text for what is not allowed: two APIs at once, or
 * an API that nobody knows.
 */
export function readScope(scope: string): Asked | string {
  const scopes = scope.split(/\s+/).filter(Boolean);
  const found = new Set<string>();
  for (const one of scopes) {
    if (openIdScopes.has(one)) continue;
    const resource = one.slice(0, one.lastIndexOf('/')).replace(/\/$/, '');
    if (!resources.has(resource)) return `The provided value for scope ${one} is not valid.`;
    found.add(resource);
  }
  if (found.size > 1) return 'The scopes are for more than one resource.';
  const [resource] = found;
  return { scopes, ...(resource ? { resource } : {}) };
}
