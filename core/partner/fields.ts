/**
 * The members of a customer's billing profile that partnerdesk knows, by path. Whatever else a profile holds is kept
 * untouched. `defaultAddress.firstName` and its like are the second copies that a profile has of the contact.
 */
export const fieldPaths = [
  'companyName',
  'firstName',
  'middleName',
  'lastName',
  'email',
  'culture',
  'language',
  'defaultAddress.country',
  'defaultAddress.addressLine1',
  'defaultAddress.addressLine2',
  'defaultAddress.city',
  'defaultAddress.state',
  'defaultAddress.postalCode',
  'defaultAddress.phoneNumber',
  'defaultAddress.firstName',
  'defaultAddress.middleName',
  'defaultAddress.lastName',
  'phoneNumber',
] as const;

export type FieldPath = (typeof fieldPaths)[number];

/** The permissions that a customer's SelfServePolicy can hold, as fields of a change: `on`, or absent. */
export const purchasePaths = ['permission.AzureReservedInstances', 'permission.AzureSavingsPlan'] as const;

export type PurchasePath = (typeof purchasePaths)[number];

/** Every field that a change of any kind can set. */
export type ChangePath = FieldPath | PurchasePath;

/** Values by path, of any kind of change. */
export type Fields = Partial<Record<ChangePath, string>>;

/** Known values by path; absent and null members of the profile are left out. */
export type AccountFields = Partial<Record<FieldPath, string>>;
