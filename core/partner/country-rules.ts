import type { Log } from '../log.js';
import { errorOfBody, errorOfSilence } from './errors.js';
import type { Http, Reply } from './http.js';
import { member } from './json.js';
import { PartnerCenterError } from './partner-center.js';
import type { CallOptions, CountryRules, JsonValue, PartnerCenter } from './partner-center.js';
import { abortable } from './resilience.js';
import { codesSchema, countryRulesSchema } from './schemas.js';
import type { TokenSource } from './tokens.js';

/** After a failed renewal the old rules serve this long, in ms, before Partner Center is asked again. */
const STALE_MS = 60_000;

/**
 * What a country asks of an address. Kept for hours, since it hardly ever changes; fetched once however many callers wait;
 * old rules serve on while Partner Center cannot be asked.
 *
 * @param keepMs how long an answer is good
 */
export function createCountryRules(setup: {
  http: Http;
  tokens: TokenSource;
  keepMs: number;
  log: Log;
  now: () => number;
}): PartnerCenter['countryRules'] {
  const { http, tokens, keepMs, log, now } = setup;
  const kept = new Map<string, { rules: CountryRules; until: number }>();
  const underWay = new Map<string, Promise<CountryRules>>();

  const fetchRules = async (country: string, options: CallOptions): Promise<CountryRules> => {
    const old = kept.get(country);
    try {
      const path = `/v1/countryvalidationrules/${country}`;
      const rules = rulesOf(await http({ operation: 'countryRules', method: 'GET', path, tokens, options }), country);
      kept.set(country, { rules, until: now() + keepMs });
      return rules;
    } catch (error) {
      const known = unknownCountry(error);
      if (known || !old) throw known ?? error;
      log.warn({ country }, 'the rules of a country could not be renewed; the old ones serve on');
      old.until = now() + STALE_MS;
      return old.rules;
    }
  };

  return async (wanted, options = {}) => {
    const country = wanted.toUpperCase();
    if (!/^[A-Z]{2}$/.test(country)) throw notFound();
    if (options.signal?.aborted) throw errorOfSilence('aborted', {}, false);
    const known = kept.get(country);
    if (known && now() < known.until) return known.rules;
    let answer = underWay.get(country);
    if (!answer) {
      // Shared by all who wait, so the signal of one of them must not end it.
      const { signal: _own, ...shared } = options;
      answer = fetchRules(country, shared).finally(() => underWay.delete(country));
      underWay.set(country, answer);
    }
    return abortable(answer, options.signal, false);
  };
}

function rulesOf(reply: Reply, country: string): CountryRules {
  const parsed = countryRulesSchema.safeParse(reply.body);
  if (!parsed.success) throw errorOfBody(reply.ids, reply.status);
  const found = parsed.data;
  return {
    country,
    stateRequired: found.isStateRequired,
    states: orOlder(found.supportedStatesList, reply.body, 'states'),
    cityRequired: found.isCityRequired,
    postalCodeRequired: found.isPostalCodeRequired,
    cultures: orOlder(found.supportedCulturesList, reply.body, 'supportedCultures'),
    languages: orOlder(found.supportedLanguagesList, reply.body, 'supportedLanguages'),
    callingCodes: orOlder(found.countryCallingCodesList, reply.body, 'countryCallingCodes'),
    ...(found.defaultCulture ? { defaultCulture: found.defaultCulture } : {}),
    ...(found.postalCodeRegex ? { postalCodePattern: found.postalCodeRegex } : {}),
    ...(found.phoneNumberRegex ? { phonePattern: found.phoneNumberRegex } : {}),
  };
}

/** The documentation still prints an older shape: `"states": {"value": ["WA"]}`. Real answers have had plain lists since 2019. */
function orOlder(list: string[], body: JsonValue | undefined, name: string): string[] {
  if (list.length > 0) return list;
  const older = member(body, name);
  return codesSchema.parse(Array.isArray(older) ? older : member(older, 'value'));
}

/** Partner Center says "No validation rules were found" with statuses that differ. */
function unknownCountry(error: unknown): PartnerCenterError | undefined {
  if (!(error instanceof PartnerCenterError)) return undefined;
  if (error.kind === 'notFound') return error;
  const { status, code, said, requestId, correlationId } = error;
  const meant = code === '20000' || /no validation rules/i.test(said ?? '');
  return status === 400 && meant ? notFound({ status, code, said, requestId, correlationId }) : undefined;
}

/**
 * The rules where Partner Center has none: nothing is demanded but what every address has, and nothing is refused.
 *
 * @param country the code, whatever it is
 */
export function noRules(country: string): CountryRules {
  return {
    country,
    unknown: true,
    stateRequired: false,
    states: [],
    cityRequired: true,
    postalCodeRequired: false,
    cultures: [],
    languages: [],
    callingCodes: [],
  };
}

function notFound(
  facts: Partial<Pick<PartnerCenterError, 'status' | 'code' | 'said' | 'requestId' | 'correlationId'>> = {},
): PartnerCenterError {
  return new PartnerCenterError({ kind: 'notFound', answerUnknown: false, ...facts, code: facts.code ?? 'country' });
}
