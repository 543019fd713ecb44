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

/** Text and nothing else: a number that stands where a pattern or a culture belongs is a mistake, not one of those. */
const onlyText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);

const flag = z
  .union([
    z.boolean(),
    z
      .string()
      .regex(/^(?:true|false)$/i)
      .transform((value) => value.toLowerCase() === 'true'),
  ])
  .nullish()
  .transform((value) => value ?? false)
  .catch(false);

const texts = z
  .array(z.unknown())
  .transform((list) => list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String))
  .catch([]);

/** More codes than any list of Partner Center has. */
const MOST_CODES = 1_000;
/** Longer than any of its codes, in UTF-16 units. */
const LONGEST_CODE = 35;

const isCode = (code: string) =>
  code !== '' && code.trim() === code && code.length <= LONGEST_CODE && !/[\p{Cc}\p{Cs}]/u.test(code);

/** Codes to choose from, each once. What no chat client could offer, such as the empty text, is no code. */
export const codesSchema = texts.transform((list) => [...new Set(list.filter(isCode))].slice(0, MOST_CODES));

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
  organizationRegistrationNumber: text,
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
  defaultCulture: onlyText,
  isStateRequired: flag,
  supportedStatesList: codesSchema,
  isCityRequired: flag,
  isPostalCodeRequired: flag,
  postalCodeRegex: onlyText,
  phoneNumberRegex: onlyText,
  supportedCulturesList: codesSchema,
  supportedLanguagesList: codesSchema,
  countryCallingCodesList: codesSchema,
});

export const addressVerdictSchema = caseless({
  status: text,
  suggestedAddresses: z.array(addressSchema).nullish().catch(undefined),
  validationMessage: text,
});
