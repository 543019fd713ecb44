import type { SandboxCustomer } from './customer.js';

/** The hand-made ones: known from every Microsoft example, or awkward on purpose. */
interface Famous {
  n: number;
  name: string;
  companyName?: string;
  domain: string;
  contact: [first: string, last: string];
  culture: string;
  language: string;
  address: Record<string, string>;
  extra?: SandboxCustomer['billing'];
  registration?: string;
  /** Without delegated rights. */
  kept?: boolean;
}

const us = (line: string, city: string, state: string, postalCode: string, phoneNumber: string) => ({
  country: 'US',
  addressLine1: line,
  city,
  state,
  postalCode,
  phoneNumber,
});

const people: Famous[] = [
  {
    n: 1,
    name: 'Contoso Ltd',
    companyName: 'Contoso, Ltd. (Headquarters)',
    domain: 'contoso',
    contact: ['John', 'Doe'],
    culture: 'en-US',
    language: 'en',
    address: us('1 Microsoft Way', 'Redmond', 'WA', '98052', '4255550100'),
  },
  {
    n: 2,
    name: 'Contoso Retail',
    domain: 'contosoretail',
    contact: ['Lidia', 'Holloway'],
    culture: 'en-US',
    language: 'en',
    address: us('700 Pine Street', 'Seattle', 'WA', '98101', '2065550107'),
    extra: { middleName: 'May' },
  },
  {
    n: 3,
    name: 'Contoso España, S.L.',
    domain: 'contosoes',
    contact: ['Íñigo', 'Núñez'],
    culture: 'es-ES',
    language: 'es',
    address: {
      country: 'ES',
      addressLine1: 'Calle de Alcalá 42',
      city: 'Madrid',
      postalCode: '28013',
      phoneNumber: '+34 910 000 101',
    },
    kept: true,
  },
  {
    n: 4,
    name: 'Fabrikam, Inc.',
    domain: 'fabrikam',
    contact: ['Ana', 'Bowman'],
    culture: 'en-US',
    language: 'en',
    address: us('12 Elm Court', 'Portland', 'OR', '97205', '5035550112'),
    extra: { profileType: 'organization', taxExemptions: [{ region: 'OR', certificate: null }] },
  },
  {
    n: 5,
    name: '<!channel> [Click](http://evil.example) & Co',
    domain: 'clickandco',
    contact: ['<b>Bob</b>', '*Tables* _x_ ~y~ `z`'],
    culture: 'en-US',
    language: 'en',
    address: us('66 <@U0SOFIA> Street & "Yard"', 'Austin', 'TX', '78701', '5125550166'),
  },
  {
    n: 6,
    name: '北京启明科技有限公司',
    companyName: '启明科技',
    domain: 'qimingkeji',
    contact: ['晓明', '王'],
    culture: 'zh-CN',
    language: 'zh-CHS',
    address: {
      country: 'CN',
      addressLine1: '建国路88号',
      city: '北京',
      state: 'BJ',
      postalCode: '100020',
      phoneNumber: '010-5550-0188',
    },
  },
  {
    n: 7,
    name: 'ООО «СеверСтрой»',
    companyName: 'СеверСтрой',
    domain: 'severstroy',
    contact: ['Екатерина', 'Черных'],
    culture: 'ru-RU',
    language: 'ru',
    address: {
      country: 'RU',
      addressLine1: 'Невский проспект 28',
      city: 'Санкт-Петербург',
      postalCode: '191186',
      phoneNumber: '+7 812 000-00-28',
      middleName: 'Сергеевна',
    },
    extra: { middleName: 'Сергеевна', organizationRegistrationId: '7800000028' },
    registration: '7800000028',
  },
];

/** Always the same ids, so that a test or a README may name them: `c0000000-0000-4000-8000-00000000000n`. */
export function famousCustomers(): SandboxCustomer[] {
  return people.map((one) => {
    const { middleName, state, ...place } = one.address;
    const [firstName, lastName] = one.contact;
    const email = `${one.domain}@${one.domain}.example`;
    return {
      id: `c0000000-0000-4000-8000-${String(one.n).padStart(12, '0')}`,
      commerceId: `cc000000-0000-4000-8000-${String(one.n).padStart(12, '0')}`,
      domain: `${one.domain}.onmicrosoft.com`,
      customDomains: [`${one.domain}.onmicrosoft.com`, `${one.domain}.example`],
      relationshipToPartner: 'reseller',
      allowDelegatedAccess: one.kept !== true,
      company: {
        companyName: one.companyName ?? one.name,
        email,
        address: { ...place, ...(state ? { region: state } : {}) },
        ...(one.registration ? { organizationRegistrationNumber: one.registration } : {}),
      },
      billing: {
        id: `cb000000-0000-4000-8000-${String(one.n).padStart(12, '0')}`,
        firstName,
        lastName,
        email,
        culture: one.culture,
        language: one.language,
        companyName: one.name,
        ...one.extra,
        defaultAddress: {
          ...place,
          ...(state ? { state } : {}),
          firstName,
          ...(middleName ? { middleName } : {}),
          lastName,
        },
      },
    };
  });
}
