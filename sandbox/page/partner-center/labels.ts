/** Partner Center's own words for the members of a profile; a member without one is shown by its name. */
const labels: Record<string, string> = {
  companyName: 'Company name',
  firstName: 'First name',
  middleName: 'Middle name',
  lastName: 'Last name',
  email: 'Email address',
  culture: 'Culture',
  language: 'Language',
  phoneNumber: 'Phone number',
  country: 'Country/region',
  addressLine1: 'Address line 1',
  addressLine2: 'Address line 2',
  city: 'City',
  state: 'State/province',
  region: 'State/province',
  postalCode: 'Postal code',
  domain: 'Primary domain name',
  tenantId: 'Microsoft ID',
  AzureReservedInstances: 'Azure reservations',
  AzureSavingsPlan: 'Azure savings plans',
};

/** @param path as in the resource, `defaultAddress.city` */
export function labelOf(path: string): string {
  const name = path.split('.').at(-1) ?? path;
  return labels[name] ?? name;
}
