import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fieldsOf, withFields } from '../../../core/partner/addressing.js';
import { fieldPaths } from '../../../core/partner/fields.js';
import type { AccountFields } from '../../../core/partner/fields.js';
import type { JsonObject } from '../../../core/partner/partner-center.js';
import { billingBody } from './samples.js';

const known = new Set(fieldPaths.map((path) => path.toLowerCase()));

/** A profile as the service might send it: any of the known members in any casing, null or text, and unknown ones. */
const profiles = fc
  .record({
    top: fc.dictionary(
      fc.constantFrom('firstName', 'LastName', 'EMAIL', 'companyname', 'other', 'Links'),
      fc.jsonValue(),
    ),
    address: fc.option(fc.dictionary(fc.constantFrom('City', 'state', 'POSTALCODE', 'region', 'odd'), fc.jsonValue())),
    name: fc.constantFrom('defaultAddress', 'DefaultAddress'),
  })
  .map(({ top, address, name }) => ({ ...top, [name]: address }) as JsonObject);
const changes: fc.Arbitrary<AccountFields> = fc.dictionary(fc.constantFrom(...fieldPaths), fc.string());

const unknownOf = (object: JsonObject) =>
  Object.entries(object).filter(([name]) => !known.has(name.toLowerCase()) && !/^defaultaddress$/i.test(name));

describe('fields written into a billing profile', () => {
  it('keep the casing of the members, and leave the original alone', () => {
    const raw: JsonObject = { FirstName: 'A', DefaultAddress: { CITY: 'B', AddressLine2: 'C' }, Extra: { x: 1 } };
    const before = structuredClone(raw);
    const written = withFields(raw, {
      firstName: 'New',
      'defaultAddress.city': 'Town',
      'defaultAddress.addressLine2': '',
      'defaultAddress.postalCode': '1',
    });
    expect(written).toEqual({
      FirstName: 'New',
      DefaultAddress: { CITY: 'Town', AddressLine2: null, postalCode: '1' },
      Extra: { x: 1 },
    });
    expect(raw).toEqual(before);
  });

  it('make no member of an empty value', () => {
    expect(withFields({ firstName: 'A' }, { middleName: '', 'defaultAddress.city': '' })).toEqual({ firstName: 'A' });
  });

  it('make an address where there is none', () => {
    expect(withFields({ DefaultAddress: null }, { 'defaultAddress.city': 'X' })).toEqual({
      DefaultAddress: { city: 'X' },
    });
  });

  it('change nothing when nothing is changed', () => {
    expect(withFields(billingBody(), {})).toEqual(billingBody());
  });

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(profiles, changes, (raw, changed) => {
        const fields = fieldsOf(withFields(raw, changed));
        for (const path of fieldPaths) {
          if (changed[path] !== undefined) expect(fields[path] ?? '').toBe(changed[path]);
        }
      }),
    );
  });

  it('are the same when written twice', () => {
    fc.assert(
      fc.property(profiles, changes, (raw, changed) => {
        const once = withFields(raw, changed);
        expect(withFields(once, changed)).toEqual(once);
      }),
    );
  });

  it('touch no member that is not known', () => {
    fc.assert(
      fc.property(profiles, changes, (raw, changed) => {
        const written = withFields(raw, changed);
        expect(unknownOf(written)).toEqual(unknownOf(raw));
      }),
    );
  });
});

describe('fields of a billing profile', () => {
  it('are found in any casing; null members are left out and numbers are read as text', () => {
    expect(fieldsOf({ FIRSTNAME: 'A', lastName: null, DefaultAddress: { PostalCode: 98101, city: null } })).toEqual({
      firstName: 'A',
      'defaultAddress.postalCode': '98101',
    });
  });
});
