import type { Cloud } from '../../core/config.js';
import { sandboxClouds } from '../clouds.js';
import type { SandboxCustomer } from './customer.js';
import { chinese, governmental } from './famous-national.js';

/** The hand-made ones: known from every Microsoft example, or awkward on purpose. */
export interface Famous {
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
  {
    n: 8,
    name: '株式会社あおぞら商事',
    domain: 'aozorashoji',
    contact: ['さくら', '高橋'],
    culture: 'ja-JP',
    language: 'ja',
    address: {
      country: 'JP',
      addressLine1: '千代田区丸の内 1-9-1',
      city: '東京',
      postalCode: '100-0005',
      phoneNumber: '+81 3-5550-0108',
    },
  },
  {
    n: 9,
    name: 'Ναυτιλιακή Αιγαίου Α.Ε.',
    companyName: 'Ναυτιλιακή Αιγαίου',
    domain: 'naftiliakiaigaiou',
    contact: ['Ελένη', 'Παπαδοπούλου'],
    culture: 'el-GR',
    language: 'el',
    address: {
      country: 'GR',
      addressLine1: 'Ακτή Μιαούλη 85',
      city: 'Πειραιάς',
      postalCode: '185 38',
      phoneNumber: '+30 21 0000 0109',
    },
  },
  {
    n: 10,
    name: 'شركة واحة الخليج للتجارة',
    domain: 'wahatalkhaleej',
    contact: ['ليلى', 'الهاشمي'],
    culture: 'ar-AE',
    language: 'ar',
    address: {
      country: 'AE',
      addressLine1: 'شارع الشيخ زايد 110',
      city: 'دبي',
      phoneNumber: '+971 4 555 0110',
    },
  },
];

/** Those of each cloud. */
const famous: Record<Cloud, readonly Famous[]> = {
  global: people,
  'us-government': [...people.filter(({ address }) => address['country'] === 'US'), ...governmental],
  '21vianet': [...people.filter(({ address }) => address['country'] === 'CN'), ...chinese],
};

/** Always the same ids, so that a test or a README may name them: `c0000000-0000-4000-8000-00000000000n`. */
export function famousCustomers(cloud: Cloud = 'global'): SandboxCustomer[] {
  const { domain: suffix } = sandboxClouds[cloud];
  return famous[cloud].map((one) => {
    const { middleName, state, ...place } = one.address;
    const [firstName, lastName] = one.contact;
    const email = `${one.domain}@${one.domain}.example`;
    return {
      id: `c0000000-0000-4000-8000-${String(one.n).padStart(12, '0')}`,
      commerceId: `cc000000-0000-4000-8000-${String(one.n).padStart(12, '0')}`,
      domain: `${one.domain}.${suffix}`,
      customDomains: [`${one.domain}.${suffix}`, `${one.domain}.example`],
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
