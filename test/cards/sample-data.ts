import type { AccountView, CustomerRef, FormField } from '../../core/views.js';
import type { FieldPath } from '../../core/partner/fields.js';

export const customer: CustomerRef = {
  id: '8e0c9b1a-5f0f-4b1f-9d4c-2f6a1b7c0d11',
  name: 'Contoso (UK) Ltd.',
  domain: 'contoso.example',
};

/** Names that a renderer could stumble over. */
export const nastyNames = [
  'L'.repeat(512),
  '漢'.repeat(256),
  '<!channel> <@U123> & <https://evil.example|click>',
  '[x](http://evil.example) **bold** _it_ `code` # not a heading',
  '- {{DATE(2017-02-14T06:08:39Z)}} $t(help.title) {{customer}} ${x}',
  'Contoso \u202egpj.exe\u202c \u2066isolated\u2069',
  'ООО «Ромашка и партнёры»',
  '世纪互联蓝云网络技术（上海）有限公司',
  '🦄'.repeat(100),
  'line\nbreak\u0000\ttab :tada:',
  '"quoted" \\ back\\slash',
];

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
/** Every region code that Intl knows: more than there are countries. */
export const countries = letters
  .flatMap((first) => letters.map((second) => first + second))
  .filter((code) => new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined);

export function account(of: CustomerRef, billingName: string = of.name): AccountView {
  return {
    customer: of,
    relationship: 'reseller',
    company: {
      name: of.name,
      email: 'admin@contoso.example',
      domain: of.domain,
      customDomains: ['contoso.com', 'contoso.co.uk'],
      address: {
        addressLine1: 'One Way',
        city: 'Redmond',
        region: 'WA',
        postalCode: '98052',
        country: 'US',
        phoneNumber: '4255550101',
      },
    },
    billing: {
      companyName: billingName,
      firstName: 'Gena',
      lastName: 'Soto',
      email: 'gena@contoso.example',
      culture: 'en-US',
      language: 'en',
      phoneNumber: '4255550101',
      'defaultAddress.country': 'US',
      'defaultAddress.addressLine1': 'One Microsoft Way',
      'defaultAddress.city': 'Redmond',
      'defaultAddress.state': 'WA',
      'defaultAddress.postalCode': '98052',
    },
  };
}

const choice = (path: FieldPath, own: string, options: string[], required = true): FormField => ({
  path,
  value: own,
  kind: 'choice',
  required,
  options,
});

export function fields(value = ''): FormField[] {
  const text = (path: FieldPath, own: string, required = true): FormField => ({
    path,
    value: value || own,
    kind: path === 'email' ? 'email' : path === 'phoneNumber' ? 'phone' : 'text',
    required,
    maxLength: 512,
  });
  return [
    choice('culture', 'en-US', ['en-US', 'es-US']),
    choice('language', 'zh-CHS', ['en', 'es', 'zh-CHS'], false),
    text('companyName', 'Contoso'),
    text('firstName', 'Gena'),
    text('middleName', '', false),
    text('lastName', 'Soto'),
    text('email', 'gena@contoso.example'),
    text('phoneNumber', '4255550101', false),
    { path: 'defaultAddress.country', value: 'US', kind: 'fixed', required: true },
    text('defaultAddress.addressLine1', 'One Microsoft Way'),
    text('defaultAddress.addressLine2', '', false),
    text('defaultAddress.city', 'Redmond'),
    choice('defaultAddress.state', 'WA', ['AK', 'AL', 'WA', 'WY']),
    text('defaultAddress.postalCode', '98052'),
  ];
}
