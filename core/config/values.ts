import { isIP } from 'node:net';
import { z } from 'zod';
import { roles } from '../roles/role.js';
import { isProxyAddress } from './proxy.js';

/** The forms that values of settings have. Every message says what was expected and never what was given. */

/** @param host as in HOST or as in a URL (IPv6 with or without brackets) */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(bare) === 4) return bare.startsWith('127.');
  return bare === 'localhost' || bare === '::1';
}

/** Whether a host is an address that no router passes on (RFC 3927): there Azure answers for the machine itself. */
export function isLinkLocal(host: string): boolean {
  return isIP(host) === 4 && host.startsWith('169.254.');
}

/** Whether a URL's host is loopback; false for what is no URL. */
export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

/** A schema whose every error is the one sentence. */
const said = (expected: string) => ({
  error: (issue: { input?: unknown }) =>
    issue.input === undefined ? `is not set; expected ${expected}` : `expected ${expected}`,
});

/** Text that must be there and is free of white space, as every secret and token is. */
export const secret = (what: string) => z.string(said(what)).regex(/^\S+$/, said(`${what}, without white space`));

export const text = (pattern: RegExp, what: string) => z.string(said(what)).regex(pattern, said(what));

/** Lower case, so that ids of different sources compare. */
export const guid = (what: string) =>
  z
    .string(said(`${what} (a GUID)`))
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, said(`${what} (a GUID)`))
    .toLowerCase();

export const person = guid('the Entra object id of a colleague');

/** Roles that may do something. Empty, it would lock everybody out: rather a mistake than a wish. */
export const roleList = z
  .array(z.enum(roles, { error: `expected one of ${roles.join(', ')}` }), { error: 'expected a list of roles' })
  .min(1, { error: 'expected at least one role' });

const placeExpected =
  'expected slack:T…/C… or teams:19:…, the id of a conversation as it is: not percent-encoded, without ;messageid=';
/** A room, as the policy file names it. */
export const place = z
  .string({ error: placeExpected })
  .regex(/^(slack:[TE][A-Z0-9]+\/[CG][A-Z0-9]+|teams:[^\s;%/]+)$/u, { error: placeExpected });

export const guidList = z.string().transform((list, context) => {
  const ids = list.split(',').map((id) => id.trim());
  const schema = guid('a tenant id');
  const parsed = ids.map((id) => schema.safeParse(id));
  if (!parsed.every((one) => one.success)) {
    context.addIssue({ code: 'custom', message: 'expected tenant ids (GUIDs), separated by commas' });
    return z.NEVER;
  }
  return parsed.flatMap((one) => (one.success ? [one.data] : []));
});

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, said(`one of ${values.join(', ')}`));

/** https, or http on loopback. Slashes at the end are removed; what would break joining a path is refused. */
export const url = (what: string) => {
  const expected = `${what}: an https:// address (http:// only when its host is loopback) without user, query and fragment`;
  return z.string(said(expected)).transform((value, context) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    const safe = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname));
    if (!parsed || !safe || parsed.username || parsed.password || /[?#]/.test(value)) {
      context.addIssue({ code: 'custom', message: `expected ${expected}` });
      return z.NEVER;
    }
    return (parsed.origin + parsed.pathname).replace(/\/+$/, '');
  });
};

const originsExpected =
  'origins (https://host, http:// only when the host is loopback) without any path, separated by commas';

/** Exact origins: scheme, host and port, and nothing that would make one of them stand for more than itself. */
export const originList = z.string().transform((list, context) => {
  const origins = list.split(',').flatMap((one) => originIn(one.trim()) ?? []);
  if (origins.length === list.split(',').length) return origins;
  context.addIssue({ code: 'custom', message: `expected ${originsExpected}` });
  return z.NEVER;
});

function originIn(value: string): string | undefined {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  const safe = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname));
  // Written with or without the slash at its end; a wildcard is a host that nobody has, and says so here.
  if (!parsed || !safe || parsed.hostname.includes('*')) return undefined;
  return value.toLowerCase().replace(/\/$/, '') === parsed.origin ? parsed.origin : undefined;
}
const proxyExpected = 'the address of a proxy: http:// or https://, with user and password where it wants them';

export const proxyAddress = z.string(said(proxyExpected)).refine(isProxyAddress, said(proxyExpected));

/** 0 lets the system choose. */
export const port = z.string().transform((value, context) => {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (number <= 65_535) return number;
  context.addIssue({ code: 'custom', message: 'expected a port number, 0 to 65535' });
  return z.NEVER;
});

const keysExpected = '32 random bytes in base64 (several, separated by commas, to rotate; the newest first)';

/** AES-256 keys. Node's own decoder takes anything for base64, so the form is checked first. */
export const encryptionKeys = z.string(said(keysExpected)).transform((list, context) => {
  const parts = list.split(',').map((part) => part.trim());
  if (parts.every((part) => /^[A-Za-z0-9+/_-]{43}=?$/.test(part)))
    return parts.map((part) => Buffer.from(part, 'base64'));
  context.addIssue({ code: 'custom', message: `expected ${keysExpected}` });
  return z.NEVER;
});
