import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { AccountView } from '../../core/views.js';
import { clouds } from '../../core/partner/clouds.js';
import type { FieldPath } from '../../core/partner/fields.js';
import type { Card, Element, Fact } from '../card.js';
import { personName } from '../person-name.js';
import type { TextKey } from '../texts.js';
import type { Voice } from '../voice.js';
import { addressLines, addressOf, addressText } from './address-lines.js';
import { button, cloudName, historyButton, labelOf, permissionButton, valueText } from './parts.js';

type Facts = Fact[];

const contactPaths = ['email', 'phoneNumber', 'language', 'culture'] as const;

/** Company details and billing information of a customer: Partner Center keeps both, with a company name in each. */
export function accountScreen({ account, mayUpdate }: AnswerOf<'account'>, voice: Voice): Card {
  const { t } = voice;
  const { customer } = account;
  const update = button(t('buttons.update'), action('update', customer.id));
  const body: Element[] = [
    { type: 'facts', facts: idFacts(account, voice) },
    ...namesNotice(account, voice),
    { type: 'heading', text: t('account.companyDetails') },
    ...companyElements(account, voice),
    { type: 'heading', text: t('account.billing') },
    ...billingElements(account, voice),
  ];
  return {
    title: customer.name,
    shortTitle: t('account.short'),
    subtitle: cloudName(voice),
    body: body.filter((element) => element.type !== 'facts' || element.facts.length > 0),
    buttons: [
      ...(mayUpdate ? [{ ...update, tone: 'primary' } as const] : []),
      ...(clouds[voice.cloud].purchasePermission ? [permissionButton(customer, voice)] : []),
      historyButton(customer, voice),
    ],
    summary: t('account.summary', { customer: customer.name }),
  };
}

function idFacts({ customer, relationship }: AccountView, { t }: Voice): Facts {
  return present([
    [t('fields.domain'), customer.domain],
    [t('fields.microsoftId'), customer.id],
    [t('fields.relationship'), relationship && relationshipName(relationship, t)],
  ]);
}

function namesNotice({ company, billing }: AccountView, { t }: Voice): Element[] {
  if (!company?.name || !billing.companyName || company.name === billing.companyName) return [];
  const text = t('account.twoNames', { company: company.name, billing: billing.companyName });
  return [{ type: 'notice', tone: 'info', text }];
}

function companyElements({ company, customer }: AccountView, voice: Voice): Element[] {
  const { t } = voice;
  if (company === undefined) return [{ type: 'text', text: t('account.companyNotGiven'), style: 'subtle' }];
  const address = company.address ?? {};
  return [
    { type: 'text', text: t('account.companyReadOnly'), style: 'subtle' },
    {
      type: 'facts',
      facts: present([
        [t('fields.companyName'), company.name],
        [t('fields.email'), company.email],
        [t('fields.domain'), company.domain === customer.domain ? undefined : company.domain],
        [t('fields.customDomains'), company.customDomains && voice.row(company.customDomains)],
        [t('fields.registration'), company.registration],
        [t('fields.address'), addressText({ ...address, state: address.region }, voice)],
        [t('fields.phoneNumber'), address.phoneNumber],
      ]),
    },
  ];
}

function billingElements(account: AccountView, voice: Voice): Element[] {
  const { t } = voice;
  const { billing, registration } = account;
  if (Object.keys(billing).length === 0) {
    return [{ type: 'text', text: t('account.billingNotGiven'), style: 'subtle' }];
  }
  const lines = addressLines(addressOf(billing), voice).join('\n');
  return [
    {
      type: 'facts',
      facts: [
        ...billingFacts(account, ['companyName'], voice),
        ...present([
          [t('fields.registration'), registration],
          [t('fields.name'), nameIn(billing, '')],
        ]),
        ...billingFacts(account, contactPaths, voice),
      ],
    },
    { type: 'heading', text: t('account.billTo') },
    {
      type: 'facts',
      facts: [
        ...present([[t('fields.name'), nameIn(billing, 'defaultAddress.')]]),
        ...(lines === '' ? [] : [{ label: t('fields.address'), value: lines, lines: true } as const]),
        ...billingFacts(account, ['defaultAddress.phoneNumber'], voice),
      ],
    },
  ];
}

/** The contact of a profile, or the one that its address repeats, in the order of its own culture. */
function nameIn(billing: AccountView['billing'], where: '' | 'defaultAddress.'): string {
  const part = (name: 'firstName' | 'middleName' | 'lastName') => billing[`${where}${name}`] ?? '';
  const parts = { first: part('firstName'), middle: part('middleName'), last: part('lastName') };
  return personName(parts, billing.culture);
}

function billingFacts({ billing }: AccountView, paths: readonly FieldPath[], voice: Voice): Facts {
  const country = billing['defaultAddress.country'];
  return present(paths.map((path) => [labelOf(path, voice), valueText(path, billing[path] ?? '', country, voice)]));
}

/** Only what there is. */
function present(pairs: (readonly [string, string | undefined])[]): Facts {
  return pairs.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

const relationshipKeys: Record<string, TextKey> = {
  reseller: 'relationships.reseller',
  advisor: 'relationships.advisor',
  syndication: 'relationships.syndication',
  microsoft_support: 'relationships.microsoft_support',
  none: 'relationships.none',
};

function relationshipName(code: string, t: Voice['t']): string {
  const key = Object.hasOwn(relationshipKeys, code) ? relationshipKeys[code] : undefined;
  return key === undefined ? code : t(key);
}
