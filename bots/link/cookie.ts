/** The cookie that ties a sign-in, or an install, to the browser in which it began. */
export interface BrowserCookie {
  /** A `Set-Cookie` value. */
  set(secret: string): string;
  clear(): string;
  /** @param header the `Cookie` header of a request */
  read(header: string | undefined): string | undefined;
}

/** As long as a link or an install is open (core/roles/link-requests.ts, core/installations/install-states.ts). */
const MAX_AGE_S = 600;

/**
 * Lax: the callback is a navigation that comes from another site, and Strict would not send the cookie with it.
 * `__Host-` (RFC 6265bis, 4.1.3.2) keeps neighbouring host names from setting it; browsers take it on https alone.
 */
export function browserCookie(publicUrl: string, what: 'link' | 'install'): BrowserCookie {
  const secure = publicUrl.startsWith('https:');
  const name = `${secure ? '__Host-' : ''}partnerdesk-${what}`;
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    set: (secret) => `${name}=${secret}; Max-Age=${MAX_AGE_S}${attributes}`,
    clear: () => `${name}=; Max-Age=0${attributes}`,
    read(header) {
      const pair = header?.split(';').find((one) => one.trim().startsWith(`${name}=`));
      return pair?.trim().slice(name.length + 1);
    },
  };
}
