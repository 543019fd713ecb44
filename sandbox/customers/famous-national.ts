import type { Famous } from './famous.js';

/** Customers of the cloud for US Government, beside those that every Microsoft example has. */
export const governmental: readonly Famous[] = [
  {
    n: 11,
    name: 'Lakeview County Clerk',
    domain: 'lakeviewcounty',
    contact: ['Denise', 'Okafor'],
    culture: 'en-US',
    language: 'en',
    address: {
      country: 'US',
      addressLine1: '200 Courthouse Square',
      city: 'Denver',
      state: 'CO',
      postalCode: '80202',
      phoneNumber: '3035550111',
    },
  },
  {
    n: 12,
    name: 'Northwind Port Authority',
    companyName: 'Northwind Port Authority, Seattle',
    domain: 'northwindport',
    contact: ['Marcus', "O'Neill"],
    culture: 'en-US',
    language: 'en',
    address: {
      country: 'US',
      addressLine1: '1 Harbor Way',
      addressLine2: 'Pier 66',
      city: 'Seattle',
      state: 'WA',
      postalCode: '98121',
      phoneNumber: '2065550112',
    },
  },
];

/** A Chinese customer's address and what else they have in common. */
const inChina = (
  line: string,
  city: string,
  state: string,
  postalCode: string,
  phoneNumber: string,
): Pick<Famous, 'culture' | 'language' | 'address'> => ({
  culture: 'zh-CN',
  language: 'zh-CHS',
  address: { country: 'CN', addressLine1: line, city, state, postalCode, phoneNumber },
});

/** Customers of the cloud that 21Vianet operates. */
export const chinese: readonly Famous[] = [
  {
    n: 21,
    name: '康托索（上海）贸易有限公司',
    companyName: '康托索贸易',
    domain: 'contososhanghai',
    contact: ['娜', '李'],
    ...inChina('世纪大道100号', '上海', 'SH', '200120', '021-5550-0121'),
  },
  {
    n: 22,
    name: '深圳市法布里康电子有限公司',
    domain: 'fabrikamshenzhen',
    contact: ['伟', '张'],
    ...inChina('科技园南路18号', '深圳', 'GD', '518057', '0755-5550-0122'),
  },
  {
    n: 23,
    name: '广州北风物流股份有限公司',
    domain: 'northwindguangzhou',
    contact: ['思远', '欧阳'],
    ...inChina('天河路385号', '广州', 'GD', '510620', '020-5550-0123'),
  },
  {
    n: 24,
    name: '<!channel> [点击](http://evil.example) 有限公司',
    domain: 'dianji',
    contact: ['<b>芳</b>', '*陈*'],
    ...inChina('西湖路 <@U0SOFIA> 66号', '杭州', 'ZJ', '310012', '0571-5550-0124'),
  },
];
