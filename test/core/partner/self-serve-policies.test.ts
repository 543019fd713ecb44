import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject, PartnerCenter } from '../../../core/partner/partner-center.js';
import { policyExists, policyMissing } from '../../../core/partner/self-serve-errors.js';
import { CUSTOMER } from './samples.js';
import { ETAG, POLICY_ID, collection, policyBody, purchase } from './self-serve-samples.js';
import { PARTNER, failureOf, startPartner } from './wire.js';
import type { Partner, Said, Seen } from './wire.js';

let partner: Partner | undefined;
const start = async (answer: (seen: Seen) => Said, options: Parameters<typeof startPartner>[1] = { user: true }) => {
  partner = await startPartner(answer, options);
  return partner;
};
afterEach(() => partner?.close());

const root = '/partner/v1/SelfServePolicy';
const options = { requestId: '0d9f6a52-0000-4000-8000-000000000003' };
const policy = () => ({ id: POLICY_ID, etag: ETAG, raw: policyBody() });
const sent = (one: Seen | undefined) => JSON.parse(one?.body ?? '') as JsonObject;
const line = ({ method, path }: Seen) => `${method} ${path}`;

/** Each write, with what a request for it is answered when all is well. */
const writes: [string, (center: PartnerCenter) => Promise<unknown>][] = [
  ['a create', (center) => center.createSelfServePolicy(CUSTOMER, ['AzureSavingsPlan'], options)],
  ['an update', (center) => center.updateSelfServePolicy(policy(), ['AzureSavingsPlan'], options)],
  ['a delete', (center) => center.deleteSelfServePolicy(POLICY_ID, options)],
];

describe('the policy of a customer', () => {
  it('is looked for by the customer, with a user token', async () => {
    const { center, seen } = await start(() => ({ json: collection(policyBody()) }));
    expect(await center.selfServePolicy(CUSTOMER)).toEqual({
      id: POLICY_ID,
      etag: ETAG,
      resources: ['AzureReservedInstances'],
      raw: policyBody(),
    });
    expect(seen.map(line)).toEqual([`GET ${root}`]);
    expect(seen[0]?.query.get('entity_id')).toBe(CUSTOMER);
    expect(seen[0]?.headers.authorization).toBe('Bearer user-1');
  });

  it('is that of this customer, granted by this partner as the one who pays', async () => {
    const other = (party: string, members: JsonObject) => {
      const body = policyBody(['AzureSavingsPlan']);
      return { ...body, id: 'other', [party]: { ...(body[party] as JsonObject), ...members } };
    };
    const stranger = { tenantID: '99999999-9999-4999-8999-999999999999' };
    const { center } = await start(() => ({
      json: collection(
        null,
        'text',
        {},
        other('selfServeEntity', stranger),
        other('grantor', stranger),
        other('grantor', { grantorType: 'indirectReseller' }),
        policyBody(),
      ),
    }));
    expect((await center.selfServePolicy(CUSTOMER))?.id).toBe(POLICY_ID);
  });

  it('is read whatever the case of its names, ids and resources', async () => {
    const { center } = await start(() => ({
      json: {
        Items: [
          {
            Id: POLICY_ID,
            SelfServeEntity: { TenantId: CUSTOMER.toUpperCase() },
            Grantor: { GrantorType: 'BillToPartner', TENANTID: PARTNER.toUpperCase() },
            Permissions: [{ Resource: 'azuresavingsplan', Action: 'purchase' }],
            Attributes: { Etag: ETAG },
          },
        ],
      },
    }));
    expect(await center.selfServePolicy(CUSTOMER)).toMatchObject({ etag: ETAG, resources: ['AzureSavingsPlan'] });
  });

  it.each<[string, Said]>([
    ['the list is empty', { json: collection() }],
    ['the list has others only', { json: collection({ ...policyBody(), grantor: null }) }],
    ['404/600039', { status: 404, json: { code: '600039' } }],
    ['404/600040', { status: 404, json: { code: 600040 } }],
  ])('is none: %s', async (_name, said) => {
    const { center } = await start(() => said);
    expect(await center.selfServePolicy(CUSTOMER)).toBeUndefined();
  });

  it.each<[string, Said, object]>([
    ['no such customer', { status: 404, json: { code: '60003' } }, { kind: 'notFound', code: '60003' }],
    ['a body that is no list', { json: { items: 3 } }, { kind: 'unavailable', code: 'unreadable' }],
    ['a policy without id', { json: collection({ ...policyBody(), id: '' }) }, { code: 'unreadable' }],
    ['an app where a user is needed', { status: 403, json: { code: '900329' } }, { kind: 'forbidden', code: '900329' }],
    ['no second factor', { status: 401, json: { code: '900421' } }, { kind: 'mfaRequired', code: '900421' }],
  ])('is not guessed after %s', async (_name, said, error) => {
    const { center } = await start(() => said);
    expect(await failureOf(center.selfServePolicy(CUSTOMER))).toMatchObject(error);
  });

  it('is read again after a passing failure', async () => {
    const { center, seen } = await start(() => (seen.length < 2 ? { status: 503 } : { json: collection() }));
    expect(await center.selfServePolicy(CUSTOMER)).toBeUndefined();
    expect(seen).toHaveLength(2);
  });
});

describe('the first permission', () => {
  it('is given by a POST with customer, partner and permissions', async () => {
    const { center, seen } = await start(() => ({ status: 201, json: policyBody(['AzureSavingsPlan']) }));
    const created = await center.createSelfServePolicy(CUSTOMER, ['AzureSavingsPlan', 'AzureSavingsPlan'], options);
    expect(created).toMatchObject({ id: POLICY_ID, etag: ETAG, resources: ['AzureSavingsPlan'] });
    expect(seen.map(line)).toEqual([`POST ${root}`]);
    expect(sent(seen[0])).toEqual({
      selfServeEntity: { selfServeEntityType: 'customer', tenantID: CUSTOMER },
      grantor: { grantorType: 'billToPartner', tenantID: PARTNER },
      permissions: [purchase('AzureSavingsPlan')],
    });
  });

  it('that is given already is a conflict that keeps its code', async () => {
    const { center } = await start(() => ({ status: 409, json: { code: '600041', description: 'Already exists.' } }));
    const error = await failureOf(center.createSelfServePolicy(CUSTOMER, ['AzureSavingsPlan'], options));
    expect(error).toMatchObject({ kind: 'conflict', code: '600041', answerUnknown: false });
    expect([policyExists(error), policyMissing(error)]).toEqual([true, false]);
  });
});

describe('an update', () => {
  it('puts the whole policy to its id, with the etag as it came and without If-Match', async () => {
    const { center, seen } = await start(() => ({
      json: { ...policyBody(), attributes: { etag: '"next"', objectType: 'SelfServePolicy' } },
    }));
    const updated = await center.updateSelfServePolicy(
      policy(),
      ['AzureReservedInstances', 'AzureSavingsPlan'],
      options,
    );
    expect(updated.etag).toBe('"next"');
    expect(seen.map(line)).toEqual([`PUT ${root}/${POLICY_ID}`]);
    expect(seen[0]?.headers).not.toHaveProperty('if-match');
    const [first, unknown] = policyBody()['permissions'] as JsonObject[];
    expect(sent(seen[0])).toEqual({
      ...policyBody(),
      permissions: [first, unknown, purchase('AzureSavingsPlan')],
    });
  });

  it('sends the etag that it was given, under the name that the policy has for it', async () => {
    const { center, seen } = await start(() => ({ json: policyBody() }));
    const raw = { ID: 'old', Attributes: { ETag: 'old', More: 1 } };
    await center.updateSelfServePolicy({ id: POLICY_ID, etag: ETAG, raw }, ['AzureSavingsPlan'], options);
    expect(sent(seen[0])).toEqual({
      ID: POLICY_ID,
      Attributes: { ETag: ETAG, More: 1 },
      permissions: [purchase('AzureSavingsPlan')],
    });
  });

  it.each<[string, Said]>([
    ['405', { status: 405 }],
    ['an empty 404', { status: 404 }],
    ['a 404 with another code', { status: 404, json: { code: '1000' } }],
  ])('goes to the collection, under the same request id, when the id is answered %s', async (_name, said) => {
    const { center, seen } = await start(({ path }) => (path === root ? { json: policyBody() } : said));
    await center.updateSelfServePolicy(policy(), ['AzureReservedInstances'], options);
    expect(seen.map(line)).toEqual([`PUT ${root}/${POLICY_ID}`, `PUT ${root}`]);
    expect(seen.map(({ headers }) => headers['ms-requestid'])).toEqual([options.requestId, options.requestId]);
    expect(seen[1]?.body).toBe(seen[0]?.body);
  });

  it.each(['600039', '600040'])('of a policy that is gone (404/%s) is sent once and says so', async (code) => {
    const { center, seen } = await start(() => ({ status: 404, json: { code } }));
    const error = await failureOf(center.updateSelfServePolicy(policy(), ['AzureSavingsPlan'], options));
    expect(error).toMatchObject({ kind: 'notFound', code, answerUnknown: false });
    expect([policyExists(error), policyMissing(error)]).toEqual([false, true]);
    expect(seen).toHaveLength(1);
  });

  it('says what the collection says of the policy', async () => {
    const { center } = await start(({ path }) =>
      path === root ? { status: 404, json: { code: '600039' } } : { status: 405 },
    );
    const error = await failureOf(center.updateSelfServePolicy(policy(), ['AzureSavingsPlan'], options));
    expect(error).toMatchObject({ kind: 'notFound', code: '600039' });
  });

  it('says what the id was answered when there is no address at all', async () => {
    const { center } = await start(({ path }) =>
      path === root ? { status: 405 } : { status: 404, json: { code: '60003', description: 'No such tenant.' } },
    );
    const error = await failureOf(center.updateSelfServePolicy(policy(), ['AzureSavingsPlan'], options));
    expect(error).toMatchObject({ kind: 'notFound', code: '60003', said: 'No such tenant.' });
  });

  it('does not know what happened when the second address does not answer', async () => {
    const { center, seen } = await start(({ path }) => (path === root ? 'cut' : { status: 405 }));
    const error = await failureOf(center.updateSelfServePolicy(policy(), ['AzureSavingsPlan'], options));
    expect(error).toMatchObject({ kind: 'unavailable', answerUnknown: true, requestId: options.requestId });
    expect(seen).toHaveLength(2);
  });

  it.each([
    [400, '2055'],
    [409, undefined],
    [412, undefined],
  ])('with a stale etag, %s, is a conflict', async (status, code) => {
    const { center, seen } = await start(() => ({ status, json: code ? { code } : {} }));
    const error = await failureOf(center.updateSelfServePolicy(policy(), ['AzureSavingsPlan'], options));
    expect(error).toMatchObject({ kind: 'conflict', answerUnknown: false });
    expect(policyExists(error)).toBe(false);
    expect(seen).toHaveLength(1);
  });
});

describe('a delete', () => {
  it('names the policy, and is content with an empty answer', async () => {
    const { center, seen } = await start(() => ({ status: 204 }));
    expect(await center.deleteSelfServePolicy(POLICY_ID, options)).toBeUndefined();
    expect(seen.map((one) => [line(one), one.body])).toEqual([[`DELETE ${root}/${POLICY_ID}`, '']]);
  });

  it('of what is gone already keeps the code', async () => {
    const { center } = await start(() => ({ status: 404, json: { code: '600039' } }));
    expect(policyMissing(await failureOf(center.deleteSelfServePolicy(POLICY_ID, options)))).toBe(true);
  });
});

describe.each(writes)('%s', (_name, write) => {
  it('carries the request id of the caller and a user token', async () => {
    const { center, seen } = await start(() => ({ json: policyBody() }));
    await write(center);
    expect(seen.map(({ headers }) => [headers['ms-requestid'], headers.authorization])).toEqual([
      [options.requestId, 'Bearer user-1'],
    ]);
  });

  it.each<[string, Said, string]>([
    ['503', { status: 503 }, 'unavailable'],
    ['429', { status: 429, headers: { 'Retry-After': '1' } }, 'throttled'],
    ['a cut connection', 'cut', 'unavailable'],
    ['silence', 'silence', 'unavailable'],
  ])('is sent once only: after %s nobody knows what happened', async (_said, said, kind) => {
    const { center, seen } = await start(() => said, { user: true, limits: { timeoutMs: 100 } });
    expect(await failureOf(write(center))).toMatchObject({ kind, answerUnknown: true, requestId: options.requestId });
    expect(seen).toHaveLength(1);
  });

  it('is forbidden without a user token, without asking', async () => {
    const { center, seen } = await start(() => ({ json: policyBody() }), {});
    expect(await failureOf(write(center))).toMatchObject({ kind: 'forbidden', code: 'appOnly', answerUnknown: false });
    expect(await failureOf(center.selfServePolicy(CUSTOMER))).toMatchObject({ kind: 'forbidden', code: 'appOnly' });
    expect(seen).toHaveLength(0);
  });
});

it.each(['a create', 'an update'])('%s whose answer cannot be read leaves open what happened', async (name) => {
  const { center } = await start(() => ({ status: 200, text: '<html>' }));
  const write = writes.find(([one]) => one === name)?.[1];
  expect(await failureOf(write?.(center) ?? Promise.resolve())).toMatchObject({
    code: 'unreadable',
    answerUnknown: true,
  });
});

it.each(['', '..', 'a/b', 'a?b', '%2e%2e', 'a b'])('the id %j is never put into an address', async (id) => {
  const { center, seen } = await start(() => ({ json: policyBody() }));
  const calls = [
    center.selfServePolicy(id),
    center.createSelfServePolicy(id, ['AzureSavingsPlan'], options),
    center.updateSelfServePolicy({ ...policy(), id }, ['AzureSavingsPlan'], options),
    center.deleteSelfServePolicy(id, options),
  ];
  for (const call of calls) expect(await failureOf(call)).toMatchObject({ kind: 'notFound', answerUnknown: false });
  expect(seen).toHaveLength(0);
});
