import { expect, it } from '@jest/globals';
import { sealedTables, walkedTables } from '../../../core/keys/sealed-columns.js';
import { describeStores } from '../store/stores.js';

describeStores('the list of sealed columns', (home) => {
  it('has every sealed column of the database, and nothing else', async () => {
    const { db } = await home.open();
    const tables = await db.introspection.getTables();
    const found = tables.flatMap(({ name, columns }) =>
      columns.filter((column) => column.name.endsWith('Sealed')).map((column) => `${name}.${column.name}`),
    );
    const listed = walkedTables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`));
    expect(found.length).toBeGreaterThan(10);
    expect(listed.toSorted()).toEqual(found.toSorted());
  });

  it('knows each table by a key of text by which rows are found', async () => {
    const { db } = await home.open();
    const tables = await db.introspection.getTables();
    for (const [name, { key }] of Object.entries(sealedTables)) {
      const column = tables.find((table) => table.name === name)?.columns.find((one) => one.name === key);
      expect(column?.isNullable).toBe(false);
      expect(column?.dataType.toLowerCase()).toBe('text');
    }
  });
});
