import { z } from 'zod';
import { withNames } from './json.js';

/*
 * Lenient on purpose: recorded answers differ from the documentation, so a member of an unexpected type counts as absent
 * instead of making the whole answer unreadable. Only what the desk cannot do without is required.
 */

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);

const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')])
  .nullish()
  .transform((value) => value ?? false)
  .catch(false);

const texts = z
  .array(z.unknown())
  .transform((list) => list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String))
  .catch([]);

/** An object whose member names are matched without case. */
function caseless<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => withNames(value, Object.keys(shape)), z.object(shape));
}

const addressSchema = caseless({
  addressLine1: text,
  addressLine2: text,
  city: text,
  // Company addresses say `region`, billing addresses and address validation say `state`.
  region: text,
  state: text,
  postalCode: text,
  country: text,
  phoneNumber: text,
});

export const companySchema = caseless({
  companyName: text,
  email: text,
  domain: text,
  address: addressSchema.optional().catch(undefined),
});

export const customerSchema = caseless({
  id: z.string().min(1),
  companyProfile: companySchema.optional().catch(undefined),
  relationshipToPartner: text,
  customDomains: z.array(z.string()).optional().catch(undefined),
});

const linkSchema = caseless({
  uri: z.string().min(1),
  headers: z
    .array(caseless({ key: z.string(), value: z.string() }))
    .nullish()
    .transform((list) => list ?? [])
    .catch([]),
});

export const collectionSchema = caseless({
  items: z.array(z.unknown()),
  totalCount: z.number().optional().catch(undefined),
  continuationToken: text,
  links: caseless({ next: linkSchema.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

export const auditRecordSchema = caseless({
  id: text,
  customerId: text,
  customerName: text,
  userPrincipalName: text,
  applicationId: text,
  resourceType: text,
  resourceOldValue: z.unknown().optional(),
  resourceNewValue: z.unknown().optional(),
  operationType: text,
  originalCorrelationId: text,
  operationDate: text,
  operationStatus: text,
});

export const countryRulesSchema = caseless({
  iso2Code: text,
  defaultCulture: text,
  isStateRequired: flag,
  supportedStatesList: texts,
  isCityRequired: flag,
  isPostalCodeRequired: flag,
  postalCodeRegex: text,
  phoneNumberRegex: text,
  supportedCulturesList: texts,
  supportedLanguagesList: texts,
  countryCallingCodesList: texts,
});

export const addressVerdictSchema = caseless({
  status: text,
  suggestedAddresses: z.array(addressSchema).nullish().catch(undefined),
  validationMessage: text,
});
