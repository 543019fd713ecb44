/** Answers of Partner Center as they look on the wire, made up for these tests. */
export const CUSTOMER = '6f4d2c18-3f5b-4c0e-9a54-0f9a7c1de001';

export const billingBody = () => ({
  id: 'b1f0',
  firstName: 'Greta',
  lastName: 'Olsen',
  email: 'greta@fjord.example',
  culture: 'en-US',
  language: 'en',
  companyName: 'Fjord Fisheries',
  organizationRegistrationId: { authority: 'unknown to us' },
  defaultAddress: {
    country: 'US',
    region: null,
    city: 'Seattle',
    state: 'WA',
    addressLine1: '12 Harbor Ave',
    postalCode: '98101',
    phoneNumber: '2065550100',
    futureMember: [1, 2, 3],
  },
  links: { self: { uri: `/customers/${CUSTOMER}/profiles/billing`, method: 'GET', headers: [] } },
  attributes: { etag: '-7301122', objectType: 'CustomerBillingProfile' },
});

export const customerBody = () => ({
  id: CUSTOMER,
  commerceId: 'c0',
  companyProfile: {
    tenantId: CUSTOMER,
    domain: 'fjord.onmicrosoft.example',
    companyName: 'Fjord (directory name)',
    address: { country: 'US', region: 'wa', city: 'seattle', addressLine1: '12 harbor ave', postalCode: '98101' },
    email: 'it@fjord.example',
    attributes: { objectType: 'CustomerCompanyProfile' },
  },
  billingProfile: billingBody(),
  relationshipToPartner: 'reseller',
  customDomains: ['fjord.example'],
  attributes: { objectType: 'Customer' },
});

export const listItem = (n: number) => ({
  id: `customer-${n}`,
  companyProfile: { tenantId: `customer-${n}`, domain: `c${n}.example`, companyName: `Customer ${n}` },
  relationshipToPartner: 'reseller',
});

export const usRules = () => ({
  iso2Code: 'US',
  defaultCulture: 'en-US',
  isStateRequired: true,
  supportedStatesList: ['CA', 'WA'],
  supportedLanguagesList: ['en', 'es'],
  supportedCulturesList: ['en-US', 'es-US'],
  isPostalCodeRequired: true,
  postalCodeRegex: '^\\d{5}(-\\d{4})?$',
  isCityRequired: true,
  isVatIdSupported: false,
  phoneNumberRegex: '^(1[ -]?)?\\d{10}$',
  countryCallingCodesList: ['1'],
});
