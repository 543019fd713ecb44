import type { Cloud } from '../../core/config.js';
import type { JsonObject } from '../../core/partner/partner-center.js';
import { sandboxClouds } from '../clouds.js';
import { asciiLabel } from './ascii.js';
import type { SandboxCustomer } from './customer.js';
import { famousCustomers } from './famous.js';
import { type Naming, namings } from './locales.js';
import { type Place, placesOf } from './places.js';
import { type Random, seeded } from './random.js';

export type { SandboxCustomer } from './customer.js';

/**
 * The customers of the sandbox, `count` of them (at least 2,000 by default): the hand-made ones first, then made ones,
 * the same at every start. Those of a national cloud are of its country.
 */
export function createCustomers(count = 2400, cloud: Cloud = 'global'): SandboxCustomer[] {
  const random = seeded(20260601);
  const customers = famousCustomers(cloud).slice(0, count);
  const { countries, domain } = sandboxClouds[cloud];
  const labels = new Set(customers.map((customer) => customer.domain.split('.')[0]));
  const here = namings.filter(({ country }) => countries?.includes(country) ?? true);
  const ladder = here.flatMap((naming) => Array.from({ length: naming.share }, () => naming));
  const placesByCountry = new Map(here.map((naming) => [naming.country, placesOf(naming.country)]));
  while (customers.length < count) {
    const naming = random.pick(ladder);
    const place = random.pick(placesByCountry.get(naming.country) ?? []);
    const { name, label } = companyName(random, naming, place);
    let unique = label;
    for (let n = 2; labels.has(unique); n++) unique = `${label}${n}`;
    labels.add(unique);
    customers.push(makeCustomer(random, naming, place, { name, label: unique, suffix: domain }));
  }
  return customers;
}

/** What a company's name says of its legal form, which nobody has in a domain. */
const legalForm =
  /(^(ООО|АО|ЗАО|ТОО) )|((,? (Ltd|LLC|Inc\.|plc|GmbH|AG|eG|SARL|SAS|S\.A\.( de C\.V\.)?|S\.L\.|Lda\.|Ltda\.)|GmbH & Co\. KG)$)/;

/** A company's name, and the same in ASCII for its domain. */
function companyName(random: Random, naming: Naming, place: Place): { name: string; label: string } {
  const [head = '', headLabel] = random.pick(naming.heads).split('=');
  const [tail = '', tailLabel] = random.pick(naming.tails).split('=');
  const pattern = random.pick(naming.patterns);
  const cyrillic = naming.language === 'ru' && pattern.includes('{h}{t}');
  const name = pattern
    .replace('{h}', head)
    .replace('{t}', cyrillic ? tail.toLowerCase() : tail)
    .replace('{p}', random.pick(naming.last))
    .replace('{c}', place.city);
  return { name, label: asciiLabel(headLabel && tailLabel ? headLabel + tailLabel : name.replace(legalForm, '')) };
}

/** What a company is called, and in its domain. */
interface Called {
  name: string;
  label: string;
  /** What the default domains of its cloud end with. */
  suffix: string;
}

function makeCustomer(random: Random, naming: Naming, place: Place, { name, label, suffix }: Called): SandboxCustomer {
  const firstName = random.pick(naming.first);
  const lastName = random.pick(naming.last);
  const domain = `${label}.${suffix}`;
  const own = `${label}.example`;
  const email = `${asciiLabel(firstName) || 'office'}@${own}`;
  const registration = naming.registration ? random.fill(naming.registration) : undefined;
  const site = {
    country: place.country,
    city: place.city,
    addressLine1: random.pick(naming.streets).replace('{n}', String(1 + random.below(180))),
    postalCode: random.pick(place.postalCodes),
    phoneNumber: random.fill(naming.phone.replace('{a}', place.areaCode ?? '')),
  };
  const contact = { firstName, ...middleName(random, naming, firstName), lastName };
  const billing: JsonObject = {
    id: random.guid(),
    ...contact,
    email,
    culture: naming.culture,
    language: naming.language,
    companyName: name,
    defaultAddress: { ...site, ...(place.state ? { state: place.state } : {}), ...contact },
    ...(registration ? { organizationRegistrationId: registration } : {}),
    ...oddities(random),
  };
  return {
    id: random.guid(),
    commerceId: random.guid(),
    domain,
    customDomains: random.chance(0.6) ? [domain, own] : [domain],
    relationshipToPartner: 'reseller',
    allowDelegatedAccess: random.chance(0.8),
    company: {
      // The directory often still has the name of former times: the two differ.
      companyName: random.chance(0.15) ? name.replace(legalForm, '').replace(/[«»]/g, '') : name,
      email,
      address: { ...site, ...(place.state ? { region: place.state } : {}) },
      ...(registration ? { organizationRegistrationNumber: registration } : {}),
    },
    billing,
  };
}

function middleName(random: Random, naming: Naming, firstName: string): { middleName?: string } {
  if (!naming.middle || !random.chance(0.5)) return {};
  const patronymic = random.pick(naming.middle);
  return { middleName: /[ая]$/.test(firstName) ? patronymic.replace(/ич$/, 'на') : patronymic };
}

/** Members that no documentation names, and members that are null: a client must carry them along. */
function oddities(random: Random): JsonObject {
  const odd: JsonObject = {};
  if (random.chance(0.1)) odd['profileType'] = 'organization';
  if (random.chance(0.05)) odd['taxExemptions'] = [{ certificate: random.guid(), validUntil: null }];
  if (random.chance(0.05)) odd['billingDay'] = 1 + random.below(28);
  if (random.chance(0.1)) odd['externalReference'] = null;
  return odd;
}
