import { afterEach, describe, expect, it } from '@jest/globals';
import { usRules } from './samples.js';
import { failureOf, startPartner } from './wire.js';
import type { Partner, Said, Seen } from './wire.js';

let partner: Partner | undefined;
const start = async (answer: (seen: Seen) => Said, options?: Parameters<typeof startPartner>[1]) => {
  partner = await startPartner(answer, options);
  return partner;
};
afterEach(() => partner?.close());

const hour = 60 * 60 * 1000;

describe('the rules of a country', () => {
  it('are read as they were recorded', async () => {
    const { center, seen } = await start(() => ({ json: usRules() }));
    expect(await center.countryRules('us')).toEqual({
      country: 'US',
      defaultCulture: 'en-US',
      stateRequired: true,
      states: ['CA', 'WA'],
      cityRequired: true,
      postalCodeRequired: true,
      postalCodePattern: '^\\d{5}(-\\d{4})?$',
      phonePattern: '^(1[ -]?)?\\d{10}$',
      cultures: ['en-US', 'es-US'],
      languages: ['en', 'es'],
      callingCodes: ['1'],
    });
    expect(seen[0]?.path).toBe('/partner/v1/countryvalidationrules/US');
  });

  it('are read in the older shape, and when members are missing or null', async () => {
    const { center } = await start(() => ({
      json: { Iso2Code: 'DE', States: { Value: ['BY'] }, supportedLanguages: ['de'], postalCodeRegex: null },
    }));
    expect(await center.countryRules('DE')).toMatchObject({
      stateRequired: false,
      states: ['BY'],
      languages: ['de'],
      cultures: [],
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['numbers', { postalCodeRegex: 5, phoneNumberRegex: 7, defaultCulture: 1, supportedStatesList: 3 }],
    ['objects', { postalCodeRegex: {}, phoneNumberRegex: [], isStateRequired: {}, supportedStatesList: { WA: true } }],
    [
      'null',
      { postalCodeRegex: null, isStateRequired: null, supportedStatesList: null, countryCallingCodesList: null },
    ],
  ])('leave open what comes as %s', async (_name, members) => {
    const { center } = await start(() => ({ json: { iso2Code: 'DE', unheardOf: [{}], ...members } }));
    expect(await center.countryRules('DE')).toEqual({
      country: 'DE',
      stateRequired: false,
      states: [],
      cityRequired: false,
      postalCodeRequired: false,
      cultures: [],
      languages: [],
      callingCodes: [],
    });
  });

  it('offer each code once, and none that a client could not show', async () => {
    const supportedStatesList = ['WA', 'CA', 'WA', '', ' ', 'a\u0000b', 'x'.repeat(36), null, {}, 7];
    const { center } = await start(() => ({ json: { ...usRules(), supportedStatesList } }));
    expect((await center.countryRules('US')).states).toEqual(['WA', 'CA', '7']);
  });

  it('are fetched once for six hours, however many ask at once', async () => {
    let time = 0;
    const { center, seen } = await start(() => ({ json: usRules() }), { now: () => time });
    await Promise.all([center.countryRules('US'), center.countryRules('US'), center.countryRules('us')]);
    time = 6 * hour - 1;
    await center.countryRules('US');
    expect(seen).toHaveLength(1);
    time = 6 * hour;
    await center.countryRules('US');
    expect(seen).toHaveLength(2);
  });

  it('serve on when they cannot be renewed', async () => {
    let time = 0;
    let up = true;
    const { center, seen } = await start(() => (up ? { json: usRules() } : { status: 503 }), {
      now: () => time,
      limits: { attempts: 1 },
    });
    await center.countryRules('US');
    up = false;
    time = 7 * hour;
    expect((await center.countryRules('US')).states).toEqual(['CA', 'WA']);
    await center.countryRules('US');
    expect(seen).toHaveLength(2);
  });

  it('are asked for again after a failure', async () => {
    let up = false;
    const { center } = await start(() => (up ? { json: usRules() } : { status: 403 }));
    expect(await failureOf(center.countryRules('US'))).toMatchObject({ kind: 'forbidden' });
    up = true;
    expect((await center.countryRules('US')).country).toBe('US');
  });

  it('still come for the others when one of those who wait gives up', async () => {
    const { center } = await start(() => ({ json: usRules() }));
    const stop = new AbortController();
    const first = failureOf(center.countryRules('US', { signal: stop.signal }));
    const second = center.countryRules('US');
    stop.abort();
    expect(await first).toMatchObject({ code: 'aborted' });
    expect((await second).country).toBe('US');
  });

  it.each<[string, Said]>([
    ['404', { status: 404, json: { code: '1000', description: 'x' } }],
    ['400 with code 20000', { status: 400, json: { code: 20000, description: 'x' } }],
    ['400 in words', { status: 400, json: { description: 'No validation rules were found for UK.' } }],
  ])('of an unknown country are not found (%s)', async (_name, said) => {
    const { center } = await start(() => said);
    expect(await failureOf(center.countryRules('UK'))).toMatchObject({ kind: 'notFound', code: expect.any(String) });
  });

  it.each(['', 'USA', '../x', 'U1'])('of %j are not found, without asking', async (country) => {
    const { center, seen } = await start(() => ({ json: usRules() }));
    expect(await failureOf(center.countryRules(country))).toMatchObject({ kind: 'notFound' });
    expect(seen).toHaveLength(0);
  });
});
