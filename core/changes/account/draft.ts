import { createHash } from 'node:crypto';
import type { Answer } from '../../answer.js';
import type { AccountView, CustomerRef } from '../../views.js';
import { callOptions, type Visit } from '../../context.js';
import type { AccountFields } from '../../partner/fields.js';
import { noRules } from '../../partner/country-rules.js';
import { isoCountries } from '../../partner/iso-countries.js';
import { textMember } from '../../partner/json.js';
import type { BillingProfile, CountryRules, Customer } from '../../partner/partner-center.js';
import { PartnerCenterError } from '../../partner/partner-center.js';
import { readerOf } from '../../reader.js';
import { showStanding } from '../approval/view.js';
import { type Change, differencesOf } from '../change.js';
import { accountForm } from './form.js';
import { type AccountNotes, notesOf } from './notes.js';

/** A customer with both profiles, as the desk shows them. */
function accountOf(customer: Customer): AccountView {
  return {
    customer: refOf(customer),
    ...(customer.relationship === undefined ? {} : { relationship: customer.relationship }),
    ...(customer.company
      ? {
          company: {
            ...customer.company,
            ...(customer.customDomains ? { customDomains: customer.customDomains } : {}),
          },
        }
      : {}),
    billing: customer.billing?.fields ?? {},
    ...registrationOf(customer.billing),
  };
}

/** The number in the company's register, where the profile holds one. It is shown; no documented way writes it. */
function registrationOf(billing: BillingProfile | undefined): { registration?: string } {
  const number = textMember(billing?.raw, 'organizationRegistrationId');
  return number ? { registration: number } : {};
}

function refOf({ id, name, domain }: CustomerRef): CustomerRef {
  return { id, name, domain };
}

/** Reads a customer with its billing profile, in one call where the answer holds both. */
export async function readAccount(visit: Visit, id: string): Promise<AccountView> {
  const options = callOptions(visit);
  const customer = await visit.partner.customer(id, options);
  const account = accountOf(customer);
  if (customer.billing) return account;
  const billing = await visit.partner.billingProfile(id, options);
  return { ...account, billing: billing.fields, ...registrationOf(billing) };
}

/** Opens a form on a customer: a change in draft, and what it shows. */
export async function openDraft(
  visit: Visit,
  id: string,
  notes: Partial<AccountNotes> & { after?: AccountFields; predecessor?: string; undoes?: string } = {},
): Promise<Answer> {
  const { after, predecessor, undoes, ...more } = notes;
  const account = await readAccount(visit, id);
  const change = await visit.changes.draft({
    kind: 'account',
    customer: account.customer,
    before: account.billing,
    after: { ...account.billing, ...after },
    notes: { stage: 'form', account, errors: [], warnings: [], ...more } satisfies AccountNotes,
    requester: visit.person,
    reader: readerOf(visit.turn),
    correlationId: visit.correlationId,
    ...(predecessor === undefined ? {} : { predecessor }),
    ...(undoes === undefined ? {} : { undoes }),
  });
  return present(visit, change);
}

/** The rules of the country that a draft stands in now. A country that Partner Center does not know has none. */
export async function rulesFor(visit: Visit, fields: AccountFields): Promise<CountryRules> {
  const country = fields['defaultAddress.country'] ?? '';
  try {
    return await visit.partner.countryRules(country, callOptions(visit));
  } catch (error) {
    const unknown = error instanceof PartnerCenterError && (error.kind === 'notFound' || error.kind === 'invalid');
    if (!unknown) throw error;
    return noRules(country);
  }
}

/** What a draft shows now: the stage of its form. Anything else: how it stands. */
export async function present(visit: Visit, change: Change): Promise<Answer> {
  if (change.state !== 'draft') return showStanding(visit, change);
  const notes = notesOf(change);
  const ref = { id: change.id, version: change.version };
  switch (notes.stage) {
    case 'form': {
      const rules = await rulesFor(visit, change.after);
      return {
        type: 'accountForm',
        change: ref,
        account: notes.account,
        fields: accountForm(change.before, change.after, rules),
        errors: notes.errors,
        ...(rules.unknown ? { countryUnknown: true } : {}),
        ...(notes.failure ? { failure: notes.failure } : {}),
        ...(notes.drift ? { drift: notes.drift } : {}),
      };
    }
    case 'country':
      return {
        type: 'countryForm',
        change: ref,
        customer: change.customer,
        country: change.after['defaultAddress.country'] ?? '',
        countries: isoCountries,
        errors: notes.errors,
      };
    case 'address':
      return {
        type: 'addressChoice',
        change: ref,
        customer: change.customer,
        typed: change.after,
        suggestions: notes.address?.suggestions ?? [],
        status: notes.address?.status ?? 'None',
        mayKeep: notes.address?.mayKeep ?? false,
        ...(notes.address?.said === undefined ? {} : { said: notes.address.said }),
      };
    case 'review':
      return {
        type: 'review',
        change: ref,
        customer: change.customer,
        differences: differencesOf(change.before, change.after),
        ...(change.before['defaultAddress.country'] ? { country: change.before['defaultAddress.country'] } : {}),
        warnings: notes.warnings,
      };
  }
}

/** Recognises the same deed on the same version with the same values, which a client may send again as a new request. */
export function deedOf(
  verb: string,
  version: number | undefined,
  values: AccountFields | Record<string, string>,
): string {
  return createHash('sha256')
    .update(JSON.stringify([verb, version ?? null, Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest('base64url');
}
