import type { Action } from '../../core/action.js';
import { action } from '../../core/action.js';
import type { FieldError } from '../../core/failure.js';
import type { CustomerRef, Difference, Drift } from '../../core/views.js';
import { type ChangePath, type PurchasePath, purchasePaths } from '../../core/partner/fields.js';
import type { Role } from '../../core/roles/role.js';
import type { CommandName, CustomerCommand } from '../../core/turn.js';
import type { Button, Element } from '../card.js';
import type { TextKey } from '../texts.js';
import type { Voice } from '../voice.js';

/** Partner Center as the reader's cloud calls itself. */
export function cloudName({ t, cloud }: Voice): string {
  if (cloud === 'us-government') return t('cloud.usGovernment');
  return cloud === '21vianet' ? t('cloud.21vianet') : t('cloud.global');
}

/** The word for a command, as the reader would type it. */
export function commandWord(command: CommandName, { t }: Voice): string {
  return t(`commands.${command}`);
}

const labels: Record<FieldError['path'], { key: TextKey; second?: true }> = {
  companyName: { key: 'fields.companyName' },
  firstName: { key: 'fields.firstName' },
  middleName: { key: 'fields.middleName' },
  lastName: { key: 'fields.lastName' },
  email: { key: 'fields.email' },
  culture: { key: 'fields.culture' },
  language: { key: 'fields.language' },
  'defaultAddress.country': { key: 'fields.country' },
  'defaultAddress.addressLine1': { key: 'fields.addressLine1' },
  'defaultAddress.addressLine2': { key: 'fields.addressLine2' },
  'defaultAddress.city': { key: 'fields.city' },
  'defaultAddress.state': { key: 'fields.state' },
  'defaultAddress.postalCode': { key: 'fields.postalCode' },
  'defaultAddress.phoneNumber': { key: 'fields.phoneNumber', second: true },
  'defaultAddress.firstName': { key: 'fields.firstName', second: true },
  'defaultAddress.middleName': { key: 'fields.middleName', second: true },
  'defaultAddress.lastName': { key: 'fields.lastName', second: true },
  phoneNumber: { key: 'fields.phoneNumber' },
  'permission.AzureReservedInstances': { key: 'resources.AzureReservedInstances' },
  'permission.AzureSavingsPlan': { key: 'resources.AzureSavingsPlan' },
  reason: { key: 'fields.reason' },
  until: { key: 'fields.until' },
  customer: { key: 'change.customer' },
  organizationRegistrationId: { key: 'fields.registration' },
};

/** A field's label in Partner Center's words. The address's copies of the contact say that they are the address's. */
export function labelOf(path: FieldError['path'], { t }: Voice): string {
  const { key, second } = labels[path];
  return second ? t('fields.inAddress', { label: t(key) }) : t(key);
}

const given = /(?:^|\.)firstName$/u;
const family = /(?:^|\.)lastName$/u;

/** Paths with the family name moved before the given one, for readers who think of them in that order. */
export function namesInOrder<P extends ChangePath>(paths: readonly P[], { names }: Voice): P[] {
  if (!names.familyNameFirst) return [...paths];
  const ordered = [...paths];
  for (const path of paths.filter((one) => family.test(one))) {
    const place = ordered.findIndex((one) => given.test(one) && one.replace(given, '') === path.replace(family, ''));
    if (place < 0 || ordered.indexOf(path) < place) continue;
    ordered.splice(ordered.indexOf(path), 1);
    ordered.splice(place, 0, path);
  }
  return ordered;
}

/** Whether a path is a permission to purchase, which is on or off. */
export function isPermission(path: ChangePath): path is PurchasePath {
  return purchasePaths.some((known) => known === path);
}

/** A field's value for reading: codes by their names. `country` is the one that a state belongs to, where it is known. */
export function valueText(path: ChangePath, value: string, country: string | undefined, { t, names }: Voice): string {
  if (isPermission(path)) return t(value === 'on' ? 'on' : 'off');
  if (value === '') return '';
  if (path === 'defaultAddress.country') return names.country(value);
  if (path === 'defaultAddress.state') return country ? names.state(country, value) : value;
  if (path === 'culture') return names.culture(value);
  return path === 'language' ? names.language(value) : value;
}

/**
 * Before → after, one row a field.
 *
 * @param country the one of the address, where it does not change itself
 */
export function differenceRows(differences: Difference[], voice: Voice, country?: string): Element {
  const changed = differences.find((difference) => difference.path === 'defaultAddress.country');
  const shown = (path: ChangePath, value: string, where: string | undefined) =>
    valueText(path, value, where, voice) || voice.t('empty');
  const ordered = namesInOrder(
    differences.map(({ path }) => path),
    voice,
  ).flatMap((path) => differences.find((difference) => difference.path === path) ?? []);
  return {
    type: 'differences',
    rows: ordered.map(({ path, before, after }) => ({
      label: labelOf(path, voice),
      before: shown(path, before, changed?.before ?? country),
      after: shown(path, after, changed?.after ?? country),
    })),
  };
}

/** The differences that the drift does not show already. */
export function undrifted({
  differences,
  drift,
}: {
  differences: Difference[];
  drift?: Drift[] | undefined;
}): Difference[] {
  return differences.filter(({ path }) => !drift?.some((moved) => moved.path === path));
}

/** Whether a drift is shown to whoever asked for the change, or to others too. */
export type Whose = 'own' | 'asked';

const driftLabels = {
  own: { before: 'drift.before', theirs: 'drift.theirs', ours: 'drift.ours' },
  asked: { before: 'drift.whenAsked', theirs: 'drift.now', ours: 'drift.asked' },
} as const;

/** Before, theirs, ours: the fields that two people changed. */
export function driftRows(drift: Drift[], voice: Voice, whose: Whose = 'own'): Element {
  const keys = driftLabels[whose];
  const shown = (path: ChangePath, value: string) => valueText(path, value, undefined, voice) || voice.t('empty');
  return {
    type: 'drift',
    labels: { before: voice.t(keys.before), theirs: voice.t(keys.theirs), ours: voice.t(keys.ours) },
    rows: drift.map(({ path, before, theirs, ours }) => ({
      label: labelOf(path, voice),
      before: shown(path, before),
      theirs: shown(path, theirs),
      ours: shown(path, ours),
    })),
  };
}

const roleKeys: Record<Role, TextKey> = {
  'Global admin': 'roles.globalAdmin',
  'Admin agent': 'roles.adminAgent',
  'Sales agent': 'roles.salesAgent',
  'Helpdesk agent': 'roles.helpdeskAgent',
  'Billing admin': 'roles.billingAdmin',
  'User management admin': 'roles.userManagementAdmin',
};

/** Roles in a sentence: "Admin agent or Sales agent". */
export function rolesText(roles: Role[], kind: 'and' | 'or', { t, names }: Voice): string {
  return names.list(
    roles.map((role) => t(roleKeys[role])),
    kind,
  );
}

export const button = (label: string, act: Action): Button => ({ label, action: act });

export const customersButton = ({ t }: Voice): Button => button(t('buttons.customers'), action('customers'));

/** Opens the form that searches for a customer. */
export const findButton = (pick: CustomerCommand, { t }: Voice): Button =>
  button(t('buttons.find'), action('finding', pick));

export const accountButton = (customer: CustomerRef, { t }: Voice): Button =>
  button(t('buttons.account'), action('account', customer.id));

/** Back to the form of a draft, whichever version it has by then. */
export const backButton = (change: { id: string }, { t }: Voice): Button => ({
  ...button(t('buttons.back'), action('form', change.id)),
  ignoresInputs: true,
});

export const historyButton = (customer: CustomerRef, { t }: Voice): Button =>
  button(t('buttons.history'), action('history', customer.id));

export const permissionButton = (customer: CustomerRef, { t }: Voice): Button =>
  button(t('buttons.permissions'), action('permission', customer.id));
