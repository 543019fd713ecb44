import { randomUUID } from 'node:crypto';
import type { Proxy } from '../config/proxy.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { noteCall } from '../outward.js';
import { errorOfAnswer, errorOfSilence, errorOfToken } from './errors.js';
import type { Ids } from './errors.js';
import { localeOf, requestHeaders } from './headers.js';
import { parseJson } from './json.js';
import type { Limits } from './limits.js';
import { OutboundError, createOutbound } from './outbound.js';
import type { RawAnswer } from './outbound.js';
import { PartnerCenterError } from './partner-center.js';
import type { CallOptions, JsonValue } from './partner-center.js';
import { createQuota } from './quota.js';
import { abortable, createResilience, isOwnDoing } from './resilience.js';
import type { TokenSource } from './tokens.js';

/** One call of the desk, however many requests it takes. */
export interface Call {
  /** For metrics and logs. */
  operation:
    | 'customers'
    | 'search'
    | 'customer'
    | 'companyProfile'
    | 'billingProfile'
    | 'putBillingProfile'
    | 'countryRules'
    | 'validateAddress'
    | 'selfServePolicy'
    | 'createSelfServePolicy'
    | 'updateSelfServePolicy'
    | 'deleteSelfServePolicy'
    | 'auditRecords'
    | 'webhookRegistration'
    | 'registerWebhook'
    | 'testWebhook';
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base address, with `/v1` and the query. */
  path: string;
  tokens: TokenSource;
  body?: JsonValue;
  etag?: string;
  continuation?: string;
  /** `MS-RequestId` of a call that is never repeated from within. Absent: the call may be repeated, and the id is made here. */
  requestId?: string;
  options?: CallOptions | undefined;
}

export interface Reply {
  status: number;
  /** `undefined`: empty or no JSON. */
  body: JsonValue | undefined;
  headers: Record<string, string>;
  ids: Ids;
}

export type Http = (call: Call) => Promise<Reply>;

/**
 * Makes calls to one Partner Center address. Everything that goes wrong is a PartnerCenterError, counted and logged by
 * operation, status and ids; no header, address or body is logged.
 */
export function createHttp(setup: {
  baseUrl: string;
  proxy: Proxy | undefined;
  limits: Limits;
  /** BCP 47: of calls that nobody waits for. */
  locale?: string | undefined;
  log: Log;
  metrics: Metrics;
  now: () => number;
}): Http {
  const { baseUrl, proxy, limits, log, metrics, now } = setup;
  const outbound = createOutbound({ origin: baseUrl, proxy, timeoutMs: limits.timeoutMs });
  const resilience = createResilience(limits, now);
  const quota = createQuota({ limit: limits.quotaPerMinute, maxWaitMs: limits.maxQuotaWaitMs, now });

  /** One request over the wire. */
  const send = async (call: Call, token: string, ids: Ids): Promise<RawAnswer> => {
    const headers = requestHeaders({ ...call, ...ids, token, locale: localeOf(call.options?.locale, setup.locale) });
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const { method, path, options } = call;
    const answer = await outbound({ method, url: baseUrl + path, headers, body, signal: options?.signal }).catch(
      (error: unknown) => {
        throw errorOfSilence(error instanceof OutboundError ? error.reason : 'connection', ids, true);
      },
    );
    if (answer.status >= 300) throw errorOfAnswer(answer, ids, now(), token);
    return answer;
  };

  const counted = async (call: Call, token: string, ids: Ids): Promise<RawAnswer> => {
    const began = now();
    const note = (outcome: string, error?: PartnerCenterError) => {
      const ownDoing = error !== undefined && isOwnDoing(error);
      noteCall(metrics, { service: 'partnerCenter', operation: call.operation, outcome, ownDoing }, now());
      const facts = { operation: call.operation, outcome, status: error?.status, code: error?.code, ...ids };
      log[error ? 'warn' : 'debug']({ ...facts, ms: now() - began }, 'partner center');
    };
    try {
      const answer = await resilience.once(async () => {
        if (call.path.startsWith('/v1/customers')) await waitForQuota(call.options);
        return send(call, token, ids);
      }, call.options?.signal);
      note('ok');
      return answer;
    } catch (error) {
      const known = withIds(error, ids);
      note(known.kind, known);
      throw known;
    }
  };

  const waitForQuota = ({ signal, background }: CallOptions = {}) =>
    quota.acquire(signal, background ? limits.keptForPeople : 0).catch((error: unknown) => {
      throw error instanceof PartnerCenterError ? error : errorOfSilence('aborted', {}, false);
    });

  return async (call) => {
    const ids = { requestId: call.requestId ?? randomUUID(), correlationId: correlationIdOf(call.options) };
    const attempt = async (): Promise<RawAnswer> => {
      const token = await tokenFor(call, ids);
      try {
        return await counted(call, token, ids);
      } catch (error) {
        if (!(error instanceof PartnerCenterError) || error.kind !== 'unauthenticated') throw error;
        // The token was refused, so nothing has been done: once more with a new one. A refusal is an answer, which ends
        // the request id, unless it is the caller's.
        if (call.requestId === undefined) ids.requestId = randomUUID();
        return counted(call, await tokenFor(call, ids, token), ids);
      }
    };
    const signal = call.options?.signal;
    try {
      const answer = await (call.requestId === undefined ? resilience.repeated(attempt, signal) : attempt());
      return { status: answer.status, body: parseJson(answer.text), headers: answer.headers, ids };
    } catch (error) {
      throw withIds(error, ids);
    }
  };
}

/** A token for a call; waiting for one ends with the call's signal. */
function tokenFor(call: Call, ids: Ids, rejected?: string): Promise<string> {
  const asked = call.tokens.get(rejected === undefined ? {} : { rejected }).catch((error: unknown) => {
    throw errorOfToken(error, ids);
  });
  return abortable(asked, call.options?.signal, false);
}

/** The caller's correlation id when it can be sent as it is, else a new one. */
function correlationIdOf(options: CallOptions | undefined): string {
  const given = options?.correlationId;
  return given && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
}

/** Errors made where the ids are not known get them here. Anything unforeseen becomes `unavailable`. */
function withIds(error: unknown, ids: Ids): PartnerCenterError {
  if (!(error instanceof PartnerCenterError)) return errorOfSilence('internal', ids, true);
  if (error.requestId !== undefined) return error;
  const { kind, answerUnknown, status, code, said, retryAfterSeconds, fields } = error;
  return new PartnerCenterError({ kind, answerUnknown, status, code, said, retryAfterSeconds, fields, ...ids });
}
