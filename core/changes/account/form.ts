import type { FormField } from '../../views.js';
import type { AccountFields, FieldPath } from '../../partner/fields.js';
import type { CountryRules } from '../../partner/partner-center.js';
import { listedCode, listOf } from './listed.js';
import { shownPaths } from './mirror.js';

/** Field limits in characters (learn.microsoft.com/partner-center/developer/utility-resources, Address); ours where none is documented. */
const maxLengths: Partial<Record<FieldPath, number>> = {
  companyName: 200,
  firstName: 50,
  middleName: 50,
  lastName: 50,
  email: 254,
  'defaultAddress.addressLine1': 200,
  'defaultAddress.addressLine2': 200,
  'defaultAddress.city': 100,
  'defaultAddress.state': 2,
  'defaultAddress.postalCode': 20,
  'defaultAddress.phoneNumber': 40,
  'defaultAddress.firstName': 50,
  'defaultAddress.middleName': 50,
  'defaultAddress.lastName': 50,
  phoneNumber: 40,
};

/**
 * Where a phone number is demanded, together with the company's registration number
 * (learn.microsoft.com/partner-center/developer/utility-resources, Address). The country's rules do not say it.
 */
const phoneRequired: ReadonlySet<string> = new Set('AM AZ BY HU KZ KG MD RU TJ UZ UA'.split(' '));

const order: readonly FieldPath[] = [
  'companyName',
  'firstName',
  'middleName',
  'lastName',
  'email',
  'phoneNumber',
  'defaultAddress.firstName',
  'defaultAddress.middleName',
  'defaultAddress.lastName',
  'defaultAddress.addressLine1',
  'defaultAddress.addressLine2',
  'defaultAddress.city',
  'defaultAddress.state',
  'defaultAddress.postalCode',
  'defaultAddress.country',
  'defaultAddress.phoneNumber',
  'culture',
  'language',
];

/** Shown even where the record has nothing in them. */
const always: readonly FieldPath[] = [
  'companyName',
  'email',
  'defaultAddress.addressLine1',
  'defaultAddress.addressLine2',
  'defaultAddress.city',
  'defaultAddress.postalCode',
  'defaultAddress.country',
  'culture',
  'language',
];

/**
 * The form of a billing profile under the rules of the country in `values`.
 *
 * @param before the record as it was read: decides which fields there are
 * @param values what the inputs show
 */
export function accountForm(before: AccountFields, values: AccountFields, rules: CountryRules): FormField[] {
  const shown = new Set<FieldPath>([...shownPaths(before), ...always]);
  if (!shown.has('firstName') && !shown.has('defaultAddress.firstName')) shown.add('firstName').add('lastName');
  if (!shown.has('phoneNumber')) shown.add('defaultAddress.phoneNumber');
  if (rules.states.length > 0 || rules.stateRequired) shown.add('defaultAddress.state');
  else if (!values['defaultAddress.state']) shown.delete('defaultAddress.state');
  return order.filter((path) => shown.has(path)).map((path) => field(path, before, values, rules));
}

function field(path: FieldPath, before: AccountFields, values: AccountFields, rules: CountryRules): FormField {
  // A record may hold a name where the country has a code for it.
  const value = listedCode(path, values[path] ?? '', rules);
  const options = optionsOf(path, value, rules);
  const maxLength = options ? undefined : maxLengths[path];
  return {
    path,
    value,
    kind: kindOf(path, options),
    required: isRequired(path, before, rules),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(options ? { options } : {}),
  };
}

function kindOf(path: FieldPath, options: string[] | undefined): FormField['kind'] {
  if (path === 'defaultAddress.country') return 'fixed';
  if (options) return 'choice';
  if (path === 'email') return 'email';
  return path === 'phoneNumber' || path === 'defaultAddress.phoneNumber' ? 'phone' : 'text';
}

/** The codes to choose from; a present value that is not among them stays choosable, so that it is not lost unseen. */
function optionsOf(path: FieldPath, value: string, rules: CountryRules): string[] | undefined {
  const list = listOf(path, rules);
  return list && value && !list.includes(value) ? [value, ...list] : list;
}

/** Required by the resource itself or by the country; names, where the record has one already. */
function isRequired(path: FieldPath, before: AccountFields, rules: CountryRules): boolean {
  switch (path) {
    case 'companyName':
    case 'email':
    case 'culture':
    case 'language':
    case 'defaultAddress.country':
    case 'defaultAddress.addressLine1':
      return true;
    case 'defaultAddress.city':
      return rules.cityRequired;
    case 'defaultAddress.state':
      return rules.stateRequired;
    case 'defaultAddress.postalCode':
      return rules.postalCodeRequired;
    case 'firstName':
    case 'lastName':
    case 'defaultAddress.firstName':
    case 'defaultAddress.lastName':
      return Boolean(before[path]);
    case 'phoneNumber':
    case 'defaultAddress.phoneNumber':
      return phoneRequired.has(rules.country);
    default:
      return false;
  }
}
