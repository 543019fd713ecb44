import {
  type CustomerIndex,
  type IndexedCustomer,
  openCustomerIndex,
} from '../../../../core/customers/search/customer-index.js';

/** A Microsoft ID by number. */
export const idOf = (number: number): string => `${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** A customer by number; the domain says nothing of the name. */
export function customer(number: number, name: string, more: Partial<IndexedCustomer> = {}): IndexedCustomer {
  return { id: idOf(number), name, domain: `tenant${number}.onmicrosoft.com`, ...more };
}

/** An index of customers with these names, numbered from 0. */
export async function indexOf(...names: readonly (string | Partial<IndexedCustomer>)[]): Promise<CustomerIndex> {
  const index = await openCustomerIndex();
  await index.put(
    names.map((one, number) =>
      typeof one === 'string' ? customer(number, one) : customer(number, one.name ?? '', one),
    ),
  );
  return index;
}

/** The names that a text finds, best first. */
export async function namesFor(index: CustomerIndex, text: string, recent: readonly number[] = []): Promise<string[]> {
  const found = await index.search(text, { limit: 15, recent: new Set(recent.map(idOf)) });
  return found.map(({ name }) => name);
}
