import { ownPart } from './labels.js';

/** What a text may be beside a name. */
export interface Pasted {
  /** Microsoft IDs in it, in lower case. */
  ids: readonly string[];
  /** Domains in it, the likeliest first: as it stands, then what it may be below. */
  domains: readonly string[];
  /** What may be a name; empty when the text can only be an address. */
  text: string;
  /** The word of an address that is likeliest its owner's name: whoever is found by it is a guess. */
  hint: string;
}

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/giu;
const bareGuid = /^[0-9a-f]{32}$/iu;
const email = /[^\s<>()[\]:;,"|]+@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/u;
const web = /https?:\/\/([^\s/?#|<>"']+)([^\s|<>"']*)/iu;
const domain = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+\.?$/u;

/** Hosts of SharePoint begin with the tenant's name, which is that of its first domain too. */
const sharePoint = /^([\p{L}\p{N}]+)(?:-my|-admin)?\.sharepoint\.(?:com|cn|us|de)$/u;

const nothing: Pasted = { ids: [], domains: [], text: '', hint: '' };

/** The longest text that anybody pastes into a search. */
const LONGEST = 2_000;

/**
 * Reads a text that may have been copied from elsewhere: a Microsoft ID in braces, an address of Partner Center or another portal
 * with the customer's ID or domain in it, a web site, an e-mail address, a domain. All else is a name.
 */
export function readPasted(pasted: string): Pasted {
  const text = pasted.slice(0, LONGEST).trim();
  const ids = [...new Set(text.match(guid)?.map((id) => id.toLowerCase()))];
  if (ids.length > 0) return { ...nothing, ids };
  const bare = text.replaceAll(/[{}()\s]/gu, '');
  if (bareGuid.test(bare)) return { ...nothing, ids: [withDashes(bare.toLowerCase())] };
  const mail = email.exec(text)?.[1];
  if (mail !== undefined) return address([mail]);
  const [, authority, path = ''] = web.exec(text) ?? [];
  if (authority !== undefined) return address([...domainsIn(path), hostOf(authority)]);
  if (domain.test(text)) return { ...address([text]), text };
  return { ...nothing, text };
}

function address(hosts: readonly string[]): Pasted {
  const lower = hosts.map((host) => host.toLowerCase().replace(/\.$/u, ''));
  const domains = [...new Set(lower.flatMap((host) => [...tenantOf(host), ...upwards(host)]))];
  return { ...nothing, domains, hint: mainWord(lower.at(-1) ?? '') };
}

/** Portals have the customer's domain in the path or behind the question mark. */
function domainsIn(path: string): string[] {
  return decoded(path)
    .split(/[/?#&=@]/u)
    .filter((part) => domain.test(part));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Without user, port and `www.`. */
function hostOf(authority: string): string {
  return authority
    .replace(/^.*@/u, '')
    .replace(/:\d*$/u, '')
    .replace(/^www\d?\./iu, '');
}

function tenantOf(host: string): string[] {
  const tenant = sharePoint.exec(host)?.[1];
  return tenant === undefined
    ? []
    : ['onmicrosoft.com', 'partner.onmschina.cn', 'onmicrosoft.us'].map((end) => `${tenant}.${end}`);
}

/** `mail.contoso.com`, `contoso.com`: what stands before a domain may be a machine. */
function upwards(host: string): string[] {
  const parts = host.split('.');
  return parts.slice(0, -1).map((_, at) => parts.slice(at).join('.'));
}

/** What stands before `.com`, before `.co.uk`. */
function mainWord(host: string): string {
  const tenant = sharePoint.exec(host)?.[1];
  if (tenant !== undefined) return tenant;
  const parts = ownPart(host).split('.');
  if (parts.length === 1) return parts[0] ?? '';
  const end = parts.length > 2 && (parts.at(-1) ?? '').length === 2 && (parts.at(-2) ?? '').length <= 3 ? 2 : 1;
  return parts.at(-1 - end) ?? '';
}

function withDashes(id: string): string {
  return [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-');
}
