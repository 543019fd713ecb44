import { fieldsNamed } from './error-fields.js';
import { kindOf } from './error-codes.js';
import { isObject, member, parseJson, textMember } from './json.js';
import { PartnerCenterError } from './partner-center.js';
import type { JsonValue } from './partner-center.js';
import { retryAfterOf } from './headers.js';
import type { RawAnswer } from './outbound.js';
import { TokenError } from './token-error.js';

/** The ids that a request was sent with. */
export interface Ids {
  requestId: string;
  correlationId: string;
}

const MAX_SAID = 1024;

/**
 * Makes the typed error of an answer that is no success. Four shapes are known: `{code, description, data}` with the code as
 * text or number, the gateway's `{statusCode, message}`, a bare `{message}`, and bodies that are empty or no JSON.
 *
 * @param secret never to be quoted, should the service echo it
 */
export function errorOfAnswer(answer: RawAnswer, ids: Ids, now: number, secret = ''): PartnerCenterError {
  const body = parseJson(answer.text);
  // Some gateways wrap it once more.
  const fault = member(body, 'error') ?? body;
  const clean = (text: string) => cleanText(secret ? text.replaceAll(secret, '[removed]') : text);
  const code = codeOf(fault, clean);
  const said = sentenceOf(fault, answer.text, clean);
  const details = detailsOf(fault).map(clean);
  const kind = kindOf(answer.status, code);
  // Documented as a refusal, but seen with status 500 too.
  const appOnly = /accessed by application credentials/i.test(said ?? '');
  return new PartnerCenterError({
    kind: appOnly ? 'forbidden' : kind,
    answerUnknown: !appOnly && (kind === 'throttled' || (kind === 'unavailable' && answer.status >= 400)),
    status: answer.status,
    code,
    said,
    ...ids,
    retryAfterSeconds: retryAfterOf(answer.headers['retry-after'], now) ?? secondsIn(answer.status, said),
    fields: kind === 'invalid' ? fieldsNamed(answer.status, code, [said ?? '', ...details]) : [],
  });
}

/** The error of a request that had no answer. `code` says why: `timeout`, `aborted`, `ECONNRESET`, … */
export function errorOfSilence(code: string, ids: Partial<Ids>, answerUnknown: boolean): PartnerCenterError {
  return new PartnerCenterError({ kind: 'unavailable', answerUnknown, code, ...ids });
}

/** A success whose body cannot be understood. Whatever was asked for has been done, but nobody knows what came of it. */
export function errorOfBody(ids: Partial<Ids>, status?: number): PartnerCenterError {
  return new PartnerCenterError({ kind: 'unavailable', answerUnknown: true, code: 'unreadable', status, ...ids });
}

/** No token, no request. */
export function errorOfToken(error: unknown, ids: Ids): PartnerCenterError {
  const { kind, code } = error instanceof TokenError ? error : new TokenError('unavailable', 'token');
  return new PartnerCenterError({ kind, answerUnknown: false, code, ...ids });
}

function codeOf(fault: JsonValue | undefined, clean: (text: string) => string): string | undefined {
  const code = textMember(fault, 'code');
  return code !== undefined && /^[\w.-]{1,60}$/.test(code) && clean(code) === code ? code : undefined;
}

function sentenceOf(fault: JsonValue | undefined, text: string, clean: (text: string) => string): string | undefined {
  const sentence = textMember(fault, 'description') || textMember(fault, 'message');
  const plain = typeof fault === 'string' ? fault : fault === undefined ? text : '';
  // A page of HTML is nothing to quote.
  const said = clean(sentence ?? (plain.trimStart().startsWith('<') ? '' : plain));
  return said === '' ? undefined : said;
}

function detailsOf(fault: JsonValue | undefined): string[] {
  if (!isObject(fault)) return [];
  const data = member(fault, 'data');
  const list = Array.isArray(data) ? data : [data];
  return list.slice(0, 20).filter((item) => typeof item === 'string');
}

/** One line, bounded, without anything that looks like a bearer token. */
function cleanText(text: string): string {
  return text
    .slice(0, 2 * MAX_SAID)
    .replace(/\beyJ[\w-]+\.[\w-]+\.?[\w-]*/g, '[removed]')
    .replace(/\bBearer\s+\S+/gi, 'Bearer [removed]')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_SAID);
}

/** The gateway says it in its sentence too: "Rate limit is exceeded. Try again in 57 seconds." */
function secondsIn(status: number, said: string | undefined): number | undefined {
  const seconds = status === 429 ? /\bin (\d{1,5}) seconds?\b/i.exec(said ?? '')?.[1] : undefined;
  return seconds === undefined ? undefined : Number(seconds);
}
