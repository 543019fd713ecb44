/** The proxy that everything outbound goes through, as HTTPS_PROXY and NO_PROXY say. */
export interface Proxy {
  /** Origin of the proxy, without its credentials. */
  url: string;
  /** Value of `Proxy-Authorization`; a secret. */
  authorization?: string;
  /** Hosts that are reached directly, as NO_PROXY lists them. */
  direct: string[];
}

/**
 * @param value as in HTTPS_PROXY: `http://` or `https://`, user and password in it where the proxy wants them
 * @param noProxy as in NO_PROXY: names or endings of names, separated by commas or white space
 */
export function proxyOf(value: string, noProxy = ''): Proxy {
  const url = new URL(value);
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return {
    url: url.origin,
    // RFC 7617: Basic, UTF-8.
    ...(credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
    direct: noProxy
      .toLowerCase()
      .split(/[\s,]+/u)
      .filter(Boolean),
  };
}

/** Whether a value can be read as the address of a proxy. */
export function isProxyAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(value);
  if (!['http:', 'https:'].includes(protocol) || hostname === '' || pathname !== '/' || search + hash !== '')
    return false;
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
