import type { FieldError } from '../../failure.js';
import type { FormField } from '../../views.js';
import type { AccountFields } from '../../partner/fields.js';
import type { CountryRules } from '../../partner/partner-center.js';
import { listedCode } from './listed.js';
import { asPhone, asPostalCode, fits, tidyText } from './tidy.js';

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
    const raw = typed[field.path] ?? field.value;
    const value = field.kind === 'fixed' ? field.value : tidied(field, raw, before[field.path], rules);
    values[field.path] = value;
    const error = check(field, value, rules);
    if (error) errors.push(error);
  }
  return { values, errors };
}

/** A value as it would be written. What the record holds already stays as it is, unless the country has a code for it. */
function tidied(field: FormField, raw: string, before: string | undefined, rules: CountryRules): string {
  if (field.kind === 'choice') return listedCode(field.path, raw, rules);
  const { path } = field;
  if (path === 'defaultAddress.state') return listedCode(path, raw === before ? raw : tidyText(raw), rules);
  if (raw === before) return field.kind === 'phone' ? asPhone(raw, rules) : raw;
  const text = tidyText(raw);
  if (path === 'defaultAddress.postalCode') return asPostalCode(text, rules);
  return field.kind === 'phone' ? asPhone(text, rules) : text;
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
