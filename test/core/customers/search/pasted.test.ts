import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readPasted } from '../../../../core/customers/search/pasted.js';
import { idOf, indexOf } from './indexed.js';

const id = idOf(0);

describe('what was pasted', () => {
  it.each([
    ['a Microsoft ID', id],
    ['a Microsoft ID in capitals', id.toUpperCase()],
    ['a tenant id in braces', `{${id}}`],
    ['a tenant id without dashes', id.replaceAll('-', '')],
    ['an address of Partner Center', `https://partner.microsoft.com/en-us/dashboard/v2/customers/${id}/account`],
    [
      'an address of another portal',
      `https://admin.microsoft.com/Partner/BeginClientSession.aspx?CTID=${id}&CSDEST=o365admincenter`,
    ],
    ['a portal with a domain in it', 'https://portal.azure.com/contoso.onmicrosoft.com'],
    ['the first domain', 'contoso.onmicrosoft.com'],
    ['a custom domain', 'contoso.example'],
    ['a domain in capitals', 'CONTOSO.EXAMPLE'],
    ['a web site', 'https://www.contoso.example/about?x=1'],
    ['a web site with a port', 'http://www.contoso.example:8080'],
    ['a machine below the domain', 'mail.contoso.example'],
    ['an e-mail address', 'john.doe@contoso.example'],
    ['an e-mail address with a name', 'John Doe <john.doe@contoso.example>'],
    ['an address as Slack writes it', '<https://www.contoso.example/|contoso.example>'],
    ['an e-mail address as Slack writes it', '<mailto:joe@contoso.example|joe@contoso.example>'],
    ['a SharePoint address', 'https://contoso-my.sharepoint.com/personal/joe'],
  ])('finds its customer by %s', async (_, text) => {
    const index = await indexOf(
      { name: 'Contoso Ltd', domain: 'contoso.onmicrosoft.com', domains: ['contoso.example'] },
      { name: 'Contoso Example', domain: 'contosoexample.onmicrosoft.com' },
      { name: 'Contoso', domain: 'contosoo.onmicrosoft.com' },
    );
    const [first] = await index.search(text, { limit: 5 });
    expect(first).toMatchObject({ id, match: 'exact' });
  });

  it.each([
    'info@contoso.example',
    'https://www.contoso.example',
    'contoso.onmi',
    'contoso.co.uk',
    'joe@contoso.onmicrosoft.com',
  ])('guesses by the name when nobody has the domain: %s', async (text) => {
    const index = await indexOf({ name: 'Contoso Ltd', domain: 'cto.onmicrosoft.com' });
    expect(await index.search(text, { limit: 5 })).toMatchObject([{ name: 'Contoso Ltd', match: 'part' }]);
  });

  it('finds nobody by an unknown Microsoft ID', async () => {
    const index = await indexOf('Contoso Ltd');
    expect(await index.search(idOf(7), { limit: 5 })).toEqual([]);
  });

  it('reads a name as a name', () => {
    for (const name of ['Contoso, Ltd.', '北京启明', 'St. Gallen AG', 'A & B @ C'])
      expect(readPasted(name)).toEqual({ ids: [], domains: [], text: name, hint: '' });
  });

  it('throws for no text', () => {
    const parts = fc.constantFrom(
      'https://',
      '@',
      '.',
      '%',
      '%E0',
      'a',
      '{',
      '}',
      '<',
      '|',
      '?',
      id,
      'contoso.com',
      '\ud800',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(parts).map((all) => all.join('')),
        ),
        (text) => {
          expect(readPasted(text).ids.length).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
