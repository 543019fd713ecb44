import { createHash } from 'node:crypto';
import { linkPageStyle } from '../../cards/link-page/page.js';

/**
 * What every page for browsers is sent with. The address holds a secret and the page holds a code: nothing is stored, nothing is
 * told to the next site, nothing runs, nobody frames it.
 *
 * @param loginOrigin where the form's redirect leads: browsers check `form-action` along redirects too; absent: no form
 */
export function securityHeaders(loginOrigin?: string): Record<string, string> {
  const style = createHash('sha256').update(linkPageStyle).digest('base64');
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${style}'`,
    loginOrigin === undefined ? "form-action 'none'" : `form-action 'self' ${loginOrigin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    'cross-origin-opener-policy': 'same-origin',
  };
}
