import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { errorOfAnswer } from '../../../core/partner/errors.js';
import { PartnerCenterError } from '../../../core/partner/partner-center.js';

const ids = { requestId: 'r', correlationId: 'c' };
const now = Date.parse('2026-01-02T03:04:05Z');
const errorOf = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  errorOfAnswer({ status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) }, ids, now);

describe('an error of Partner Center', () => {
  it('is read from a code, a description and data', () => {
    expect(errorOf(404, { code: '1000', description: 'Not here.', data: [], source: 'PartnerFD' })).toMatchObject({
      kind: 'notFound',
      status: 404,
      code: '1000',
      said: 'Not here.',
      answerUnknown: false,
      ...ids,
    });
  });

  it('is read from a code that is a number, and names the field', () => {
    const body = {
      code: 27002,
      description: 'A property has invalid data.',
      data: ['property_name:  StateInvalid - Details', 'details:  \n'],
      source: 'PartnerFD',
    };
    expect(errorOf(400, body)).toMatchObject({
      kind: 'invalid',
      code: '27002',
      fields: [{ path: 'defaultAddress.state', rule: 'refused', params: {}, said: 'A property has invalid data.' }],
    });
  });

  it('is read from the gateway, with the seconds to wait', () => {
    const body = { statusCode: 429, message: 'Rate limit is exceeded. Try again in 57 seconds.' };
    expect(errorOf(429, body)).toMatchObject({ kind: 'throttled', retryAfterSeconds: 57, answerUnknown: true });
    expect(errorOf(429, body, { 'retry-after': '12' }).retryAfterSeconds).toBe(12);
    const date = { 'retry-after': 'Fri, 02 Jan 2026 03:04:35 GMT' };
    expect(errorOf(503, '', date)).toMatchObject({ kind: 'unavailable', retryAfterSeconds: 30 });
  });

  it('is read from a bare message, from plain text and from members in another casing', () => {
    expect(errorOf(400, { message: 'The request is invalid.' }).said).toBe('The request is invalid.');
    expect(errorOf(403, 'Go away').said).toBe('Go away');
    expect(errorOf(403, { Code: '900329', Description: 'No.' })).toMatchObject({ code: '900329', said: 'No.' });
    expect(errorOf(500, '\uFEFF{"code":1,"description":"bom"}')).toMatchObject({ code: '1', said: 'bom' });
  });

  it('quotes neither a page of HTML nor an empty body', () => {
    expect(errorOf(502, '<html><body>Bad gateway</body></html>').said).toBeUndefined();
    expect(errorOf(502, '').said).toBeUndefined();
  });

  it.each([
    [400, '2055', 'conflict', false],
    [409, '600041', 'conflict', false],
    [412, '', 'conflict', false],
    [400, '3000', 'invalid', false],
    [401, '400', 'unauthenticated', false],
    [401, '900420', 'unauthenticated', false],
    [401, '10001', 'mfaRequired', false],
    [401, '900421', 'mfaRequired', false],
    [403, '900421', 'forbidden', false],
    [403, '20002', 'forbidden', false],
    [404, '20000', 'notFound', false],
    [404, '2055', 'notFound', false],
    [408, '', 'unavailable', true],
    [429, '', 'throttled', true],
    [500, '2055', 'unavailable', true],
    [504, '', 'unavailable', true],
    [302, '', 'unavailable', false],
  ])('HTTP %i with code %j is %s, its outcome unknown: %s', (status, code, kind, answerUnknown) => {
    expect(errorOf(status, { code, description: 'x' })).toMatchObject({ kind, answerUnknown });
  });

  it('about application credentials is a refusal, even with status 500', () => {
    const body = { message: "This resource can't be accessed by application credentials." };
    expect(errorOf(500, body)).toMatchObject({ kind: 'forbidden', answerUnknown: false });
  });

  it.each([
    ["Address field invalid for property: 'Region', 'PostalCode', 'City'", ['state', 'postalCode', 'city']],
    ["Property 'AddressLine2' has an invalid value.", ['addressLine2']],
    ['The field PhoneNumber is invalid.', ['phoneNumber']],
    ["Property 'Nonsense' has an invalid value.", []],
    ["The customer 'City' was not found.", []],
  ])('names the fields of: %s', (description, names) => {
    const paths = errorOf(400, { code: '3000', description }).fields.map(({ path }) => path);
    expect(paths).toEqual(names.map((name) => `defaultAddress.${name}`));
  });

  it('knows the field of a missing phone number and of an unsupported country by their codes', () => {
    expect(errorOf(400, { code: '600051', description: 'Missing.' }).fields).toEqual([
      { path: 'defaultAddress.phoneNumber', rule: 'required', params: {}, said: 'Missing.' },
    ]);
    expect(errorOf(400, { code: '20000' }).fields).toMatchObject([{ path: 'defaultAddress.country' }]);
  });

  it('keeps a sentence to one line of 1024 characters', () => {
    const { said } = errorOf(400, { description: `a\r\n\u0000b ${'x'.repeat(5000)}` });
    expect(said?.startsWith('a b x')).toBe(true);
    expect(said).toHaveLength(1024);
  });

  it('never quotes the token, even when the service echoes it', () => {
    const answer = {
      status: 400,
      headers: {},
      text: JSON.stringify({ code: 'tok-123', description: 'bad tok-123 / Bearer abc.def' }),
    };
    const error = errorOfAnswer(answer, ids, now, 'tok-123');
    expect([error.code, error.said]).toEqual([undefined, 'bad [removed] / Bearer [removed]']);
  });

  it('is made of any body whatsoever', () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify({ code: value, data: value })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), body, fc.string(), (status, text, retryAfter) => {
        const error = errorOfAnswer({ status, headers: { 'retry-after': retryAfter }, text }, ids, now);
        expect(error).toBeInstanceOf(PartnerCenterError);
        expect((error.said ?? '').length).toBeLessThanOrEqual(1024);
        expect(error.retryAfterSeconds ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
