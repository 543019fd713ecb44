import { differencesOf, changePaths } from '../../changes/change.js';
import { fieldsOfPolicy } from '../../changes/purchase.js';
import { fieldsOf } from '../../partner/addressing.js';
import type { Fields } from '../../partner/fields.js';
import { isObject, member, textMember } from '../../partner/json.js';
import type { AuditRecord, JsonObject } from '../../partner/partner-center.js';
import { resourcesOf } from '../../partner/self-serve-permissions.js';
import type { Difference } from '../../views.js';
import type { News } from './operations.js';

/** What a record holds, as fields. Absent: the record does not say. */
export interface Values {
  before?: Fields;
  after?: Fields;
  /** What is missing is gone; else nothing is known of it. */
  whole: boolean;
}

/** The fields of a record before and afterwards. */
export function valuesOf(record: Pick<AuditRecord, 'before' | 'after'>, news: News): Values {
  const fields = (value: JsonObject | undefined, exists: boolean): Fields | undefined => {
    if (news.kind === 'relationship') return undefined;
    if (news.kind === 'account') return value && fieldsOf(value);
    // Without a policy nothing is permitted.
    return exists ? value && fieldsOfPolicy({ resources: resourcesOf(value) }) : {};
  };
  const before = fields(record.before, news.before);
  const after = fields(record.after, news.after);
  return { whole: news.whole, ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

/** What changed, by field, in the order of the form. Nothing unless both sides are known. */
export function differencesIn({ before, after, whole }: Values): Difference[] {
  if (!before || !after) return [];
  if (!whole) return differencesOf(before, after).filter(({ path }) => path in before);
  const complete: Fields = { ...after };
  for (const path of changePaths) if (path in before && !(path in after)) complete[path] = '';
  return differencesOf(before, complete);
}

/** Whether a record says that nothing changed: the same resource before and afterwards, but for what every write renews. */
export function isUnchanged({ before, after }: Pick<AuditRecord, 'before' | 'after'>): boolean {
  return before !== undefined && after !== undefined && contentOf(before) === contentOf(after);
}

/** Members in one order, without links and etags. */
function contentOf(value: JsonObject): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([name, one]) => one !== null && !/^(?:links|attributes)$/iu.test(name))
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}

/** The country of the address that a record holds. */
export function countryIn({ before, after }: Pick<AuditRecord, 'before' | 'after'>): string | undefined {
  for (const value of [after, before]) {
    const address = member(value, 'defaultAddress') ?? member(value, 'address');
    const country = textMember(address, 'country');
    if (country && /^[A-Za-z]{2}$/u.test(country)) return country.toUpperCase();
  }
  return undefined;
}

/** The customer of a record: named by it, or by the policy that it holds. */
export function customerIn({ customer, before, after }: AuditRecord): string | undefined {
  if (customer) return customer;
  const entity = member(after ?? before, 'selfServeEntity');
  return textMember(entity, 'tenantId')?.toLowerCase();
}
