import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { purchaseResources } from '../../../core/partner/partner-center.js';
import type { JsonObject, JsonValue } from '../../../core/partner/partner-center.js';
import { resourcesOf, withResources, writeNeeded } from '../../../core/partner/self-serve-permissions.js';
import { purchase } from './self-serve-samples.js';

const wanted = fc.subarray([...purchaseResources]);
const other = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<JsonValue>,
  fc.record({ resource: fc.string().map((text) => `x${text}`), action: fc.constant('Purchase') }),
  fc.record({ resource: fc.constantFrom(...purchaseResources), action: fc.constantFrom('Refund', 'purchases', '') }),
);
const known = fc.record({
  resource: fc.constantFrom(...purchaseResources, 'azurereservedinstances', 'AZURESAVINGSPLAN'),
  action: fc.constantFrom('Purchase', 'purchase'),
  since: fc.string(),
});
const listName = fc.constantFrom('permissions', 'Permissions');
const policies = fc.record({
  others: fc.array(other, { maxLength: 4 }),
  knowns: fc.array(known, { maxLength: 4 }),
  name: listName,
  more: fc.dictionary(
    fc.string().filter((key) => key.toLowerCase() !== 'permissions' && key !== '__proto__'),
    fc.jsonValue(),
  ),
});
const rawOf = ({
  others,
  knowns,
  name,
  more,
}: {
  others: JsonValue[];
  knowns: JsonObject[];
  name: string;
  more: object;
}) => ({ ...more, [name]: [...others, ...knowns] }) as JsonObject;

describe('the permissions of a policy', () => {
  it('become exactly the wanted ones', () => {
    fc.assert(
      fc.property(policies, wanted, (parts, resources) => {
        const after = resourcesOf(withResources(rawOf(parts), resources));
        expect([...after].sort()).toEqual([...resources].sort());
      }),
    );
  });

  it('keep, in their order, what nobody knows and what was given already', () => {
    fc.assert(
      fc.property(policies, wanted, (parts, resources) => {
        const raw = rawOf(parts);
        const before = raw[parts.name] as JsonValue[];
        const names = resources.map((resource) => resource.toLowerCase());
        const kept = [
          ...parts.others,
          ...parts.knowns.filter(({ resource }) => names.includes(resource.toLowerCase())),
        ];
        const after = withResources(raw, resources);
        expect((after[parts.name] as JsonValue[]).slice(0, kept.length)).toEqual(kept);
        expect({ ...after, [parts.name]: before }).toEqual(raw);
      }),
    );
  });

  it.each([[undefined], [null], ['text'], [{}]])('are none where they are %j', (permissions) => {
    const raw: JsonObject = permissions === undefined ? {} : { permissions };
    expect(resourcesOf(raw)).toEqual([]);
    expect(withResources(raw, ['AzureSavingsPlan'])).toEqual({ permissions: [purchase('AzureSavingsPlan')] });
  });
});

describe('the write that is needed', () => {
  const reservations = purchase('AzureReservedInstances');
  const plans = purchase('AzureSavingsPlan');
  const unknown = purchase('AzureFutureOffer');
  it.each([
    ['to give the first', undefined, ['AzureSavingsPlan'], 'create'],
    ['to give the second', [reservations], ['AzureReservedInstances', 'AzureSavingsPlan'], 'update'],
    ['to remove one of two', [reservations, plans], ['AzureSavingsPlan'], 'update'],
    ['to put one in the place of the other', [reservations], ['AzureSavingsPlan'], 'update'],
    ['to remove the last', [reservations], [], 'delete'],
    ['to remove the last beside one that nobody knows', [reservations, unknown], [], 'update'],
    ['to give one beside one that nobody knows', [unknown], ['AzureSavingsPlan'], 'update'],
    ['to remove what was never given', undefined, [], 'none'],
    ['to remove what is not there', [unknown], [], 'none'],
    ['to give what is given', [plans], ['AzureSavingsPlan'], 'none'],
  ] as const)('%s', (_name, permissions, resources, expected) => {
    const policy = permissions && { raw: { permissions: [...permissions] } };
    expect(writeNeeded(policy, resources)).toBe(expected);
  });

  it('is none exactly when all is as wanted, and a delete only when nothing would be left', () => {
    fc.assert(
      fc.property(policies, wanted, (parts, resources) => {
        const raw = rawOf(parts);
        const write = writeNeeded({ raw }, resources);
        const same = [...resourcesOf(raw)].sort().join() === [...resources].sort().join();
        expect(write === 'none').toBe(same);
        if (write === 'delete') expect([resources, parts.others]).toEqual([[], []]);
      }),
    );
  });
});
