import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { FieldError } from '../../failure.js';
import type { FormField } from '../../views.js';
import { compilePattern } from '../../partner/patterns.js';
import type { AccountFields } from '../../partner/fields.js';
import type { CountryRules } from '../../partner/partner-center.js';

/** Typed values as they would be sent, and what is wrong with them. Nothing typed is lost: `values` holds it all. */
export interface Validated {
  values: AccountFields;
  errors: FieldError[];
}

/**
 * Checks what was typed into a form against the country's rules, as Partner Center would.
 *
 * @param before the record as it was read: what was not touched is not tidied either
 */
export function validate(
  fields: FormField[],
  before: AccountFields,
  typed: AccountFields,
  rules: CountryRules,
): Validated {
  const values: AccountFields = {};
  const errors: FieldError[] = [];
  for (const field of fields) {
    const raw = field.kind === 'fixed' ? field.value : (typed[field.path] ?? field.value);
    const tidy = raw === before[field.path] ? raw : clean(raw);
    const value = field.kind === 'phone' ? asPhone(tidy, rules) : tidy;
    values[field.path] = value;
    const error = check(field, value, rules);
    if (error) errors.push(error);
  }
  return { values, errors };
}

/** Blanks at the ends and doubled ones are typing slips; everything else stays as typed, byte for byte. */
function clean(text: string): string {
  return text.replace(/[\s\u00a0]+/gu, ' ').trim();
}

function check(field: FormField, value: string, rules: CountryRules): FieldError | undefined {
  const { path } = field;
  const error = (rule: FieldError['rule'], params: FieldError['params'] = {}): FieldError => ({ path, rule, params });
  if (value === '') return field.required ? error('required') : undefined;
  if (/\p{Cc}/u.test(value)) return error('control');
  if (field.maxLength !== undefined && value.length > field.maxLength)
    return error('tooLong', { max: field.maxLength });
  if (field.kind === 'choice' && !field.options?.includes(value)) return error('notInList');
  // One @ with something on both sides: whether mail arrives there only sending can tell.
  if (field.kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value)) return error('email');
  if (path === 'defaultAddress.postalCode' && !fits(rules.postalCodePattern, value))
    return error('postalCode', { country: rules.country });
  if (field.kind === 'phone' && !fits(rules.phonePattern, value)) return error('phone', { country: rules.country });
  return undefined;
}

/** A pattern that is absent or cannot be compiled refuses nothing: Partner Center will judge. */
function fits(pattern: string | undefined, value: string): boolean {
  return pattern === undefined || compilePattern(pattern)(value) !== false;
}

/**
 * A phone number as the country's pattern wants it: some take no `+` (the United States'), so a number that does not fit
 * as typed is tried in its national and bare forms.
 */
function asPhone(typed: string, rules: CountryRules): string {
  if (typed === '' || rules.phonePattern === undefined || fits(rules.phonePattern, typed)) return typed;
  const number = parsePhoneNumberFromString(typed, { defaultCallingCode: rules.callingCodes[0] ?? '1' });
  if (!number) return typed;
  const forms = [number.formatNational(), number.nationalNumber, number.number.slice(1)];
  return forms.find((form) => fits(rules.phonePattern, form)) ?? typed;
}
