import { describe, expect, it } from '@jest/globals';
import { idOf, indexOf, namesFor } from './indexed.js';

/** For each text, the names that it finds in this order. All names of a table are in one index. */
const tables: Record<string, { names: string[]; finds: [text: string, ...names: string[]][] }> = {
  Latin: {
    names: [
      'Contosa',
      'MyContoso AG',
      'The Contoso Shop',
      'Contosoft',
      'Contoso Ltd',
      'Contoso',
      'Fabrikam',
      'Éditions Œuvre',
    ],
    finds: [
      ['contoso', 'Contoso', 'Contoso Ltd', 'Contosoft', 'The Contoso Shop', 'MyContoso AG'],
      ['shop contoso', 'The Contoso Shop'],
      ['con tosoft', 'Contosoft'],
      ['fabirkam', 'Fabrikam'],
      ['fabr1cam', 'Fabrikam'],
      ['editions oeuv', 'Éditions Œuvre'],
      ['œuvre', 'Éditions Œuvre'],
    ],
  },
  Cyrillic: {
    names: ['ООО «СеверСтрой»', 'АО «Северный Лес»', 'Ёлкин и сыновья', 'ЗАО Новосеверск', 'Щедрый Хлеб'],
    finds: [
      ['северстрой', 'ООО «СеверСтрой»'],
      ['север', 'ООО «СеверСтрой»', 'АО «Северный Лес»', 'ЗАО Новосеверск'],
      ['елкин', 'Ёлкин и сыновья'],
      ['сыновья', 'Ёлкин и сыновья'],
      ['севрестрой', 'ООО «СеверСтрой»'],
      ['ооо сев', 'ООО «СеверСтрой»'],
      ['щедрыи', 'Щедрый Хлеб'],
    ],
  },
  Han: {
    names: ['北京启明科技有限公司', '启明', '上海启明星软件', '臺灣積體電路', '重庆银行', '广州市大华集团'],
    finds: [
      ['启明', '启明', '上海启明星软件', '北京启明科技有限公司'],
      ['启', '启明', '上海启明星软件', '北京启明科技有限公司'],
      ['启明科技', '北京启明科技有限公司'],
      ['北京启明', '北京启明科技有限公司'],
      ['台湾积体', '臺灣積體電路'],
      ['臺灣', '臺灣積體電路'],
      ['重慶銀行', '重庆银行'],
      ['cqyh', '重庆银行'],
      ['chongqing', '重庆银行'],
      ['ｃｑｙｈ', '重庆银行'],
      ['qmkj', '北京启明科技有限公司'],
      ['启朋科技', '北京启明科技有限公司'],
      ['大华', '广州市大华集团'],
    ],
  },
  Greek: {
    names: ['Ναυτιλία Αιγαίου Α.Ε.', 'Αιγαίο Τρόφιμα', 'Ξένος'],
    finds: [
      ['αιγαι', 'Αιγαίο Τρόφιμα', 'Ναυτιλία Αιγαίου Α.Ε.'],
      ['ΝΑΥΤΙΛΙΑ', 'Ναυτιλία Αιγαίου Α.Ε.'],
      ['ναυτλια', 'Ναυτιλία Αιγαίου Α.Ε.'],
      ['ΞΕΝΟΣ', 'Ξένος'],
    ],
  },
  Arabic: {
    names: ['شركة النجمة للتجارة', 'النجمة', 'مؤسسة البحر'],
    finds: [
      ['النجمه', 'النجمة', 'شركة النجمة للتجارة'],
      ['البحر', 'مؤسسة البحر'],
      ['موسسة البحر', 'مؤسسة البحر'],
      ['للتجارة', 'شركة النجمة للتجارة'],
    ],
  },
};

for (const [script, { names, finds }] of Object.entries(tables)) {
  describe(`ranking of ${script} names`, () => {
    it.each(finds)('of "%s"', async (text, ...wanted) => {
      expect(await namesFor(await indexOf(...names), text)).toEqual(wanted);
    });
  });
}

describe('ranking', () => {
  it('puts who was used lately first among equals, and nowhere else', async () => {
    const index = await indexOf('Alpine Labs', 'Alpine Food', 'Alpine Soap', 'Alpine');
    expect((await namesFor(index, 'alpine', [2]))[0]).toBe('Alpine');
    expect((await namesFor(index, 'alpine', [2]))[1]).toBe('Alpine Soap');
    expect((await namesFor(index, 'alpin', [1]))[0]).toBe('Alpine Food');
    expect((await namesFor(index, 'soap', [0]))[0]).toBe('Alpine Soap');
  });

  it('finds by the other name, the domain and custom domains', async () => {
    const index = await indexOf(
      { name: 'Contoso Ltd', otherName: 'Wingtip Toys' },
      { name: 'Fabrikam', domain: 'northwind.onmicrosoft.com' },
      { name: 'Litware', domains: ['adventure-works.example'] },
    );
    expect(await namesFor(index, 'wingtip')).toEqual(['Contoso Ltd']);
    expect(await namesFor(index, 'northwi')).toEqual(['Fabrikam']);
    expect(await namesFor(index, 'adventure works')).toEqual(['Litware']);
  });

  it('says how each one was found', async () => {
    const index = await indexOf('Contoso', 'Contoso Ltd', 'The Contoso', 'MyContoso');
    const found = await index.search('contoso', { limit: 15 });
    expect(found.map(({ match }) => match)).toEqual(['exact', 'beginning', 'words', 'part']);
    expect((await index.search('contsoo', { limit: 15 })).map(({ match }) => match)).toContain('typo');
  });

  it('gives no more than was asked for, the best ones', async () => {
    const names = Array.from({ length: 400 }, (_, number) => `Northwind Traders ${number}`);
    const index = await indexOf(...names, 'Northwind');
    const found = await index.search('northwind', { limit: 5 });
    expect(found).toHaveLength(5);
    expect(found[0]).toMatchObject({ name: 'Northwind', id: idOf(400), match: 'exact' });
  });
});
