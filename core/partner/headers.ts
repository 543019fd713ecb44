/** What one request says about itself. */
export interface HeaderFacts {
  token: string;
  requestId: string;
  correlationId: string;
  locale: string;
  /** As the service gave it, with or without quotes. */
  etag?: string | undefined;
  continuation?: string | undefined;
}

/**
 * The headers of a request, as learn.microsoft.com/partner-center/developer/headers lists them. `MS-Contract-Version` is
 * documented as required although Microsoft's own clients do without it.
 */
export function requestHeaders(facts: HeaderFacts): Record<string, string> {
  return {
    Authorization: `Bearer ${facts.token}`,
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'MS-RequestId': facts.requestId,
    'MS-CorrelationId': facts.correlationId,
    'MS-Contract-Version': 'v1',
    'MS-PartnerCenter-Application': 'partnerdesk',
    'X-Locale': facts.locale,
    ...(facts.etag ? { 'If-Match': quoted(facts.etag) } : {}),
    ...(facts.continuation ? { 'MS-ContinuationToken': facts.continuation } : {}),
  };
}

/** `If-Match` needs double quotes; the etags of some resources bring them along, those of billing profiles do not. */
function quoted(etag: string): string {
  return /^(?:W\/)?".*"$/.test(etag) ? etag : `"${etag}"`;
}

/**
 * The locale to send: that of the caller, else the given one, else Partner Center's default. Partner Center names cultures by
 * language and region (`fr-FR`, `zh-CN`), where people may have chosen a language alone.
 */
export function localeOf(...given: (string | undefined)[]): string {
  for (const one of given) {
    const locale = one === undefined ? undefined : parsed(one);
    if (locale) return [locale.language, locale.region ?? locale.maximize().region].filter(Boolean).join('-');
  }
  return 'en-US';
}

function parsed(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag);
  } catch {
    return undefined;
  }
}

/**
 * `Retry-After` in seconds, from its number or its date.
 *
 * @param now ms since the epoch
 */
export function retryAfterOf(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds >= 0 ? Math.ceil(seconds) : undefined;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
