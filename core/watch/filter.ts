import { type ChangePath, purchasePaths } from '../partner/fields.js';
import type { NewsKind, Watch, WatchFilter } from './watch.js';

/** What a watch is asked about: news, as far as filters look. */
export interface News {
  kind: NewsKind;
  origin: 'desk' | 'elsewhere';
  stage: 'request' | 'outcome';
  /** Microsoft ID. */
  customer?: string;
  /** Of the customer: where it was, and where it is now. Empty: not known. */
  countries: readonly string[];
  /** Empty: it is not known what changed. */
  paths: readonly ChangePath[];
  /** Whoever did it: Entra object id. */
  actor?: string;
}

/** Whether a watch wants to hear of that news. */
export function wants({ topic, filter, owner }: Pick<Watch, 'topic' | 'filter' | 'owner'>, news: News): boolean {
  return (
    topic === 'changes' &&
    (filter.stage === 'requests' || news.stage === 'outcome') &&
    (filter.origin === 'anywhere' || news.origin === 'elsewhere') &&
    (filter.kind === undefined || filter.kind === news.kind) &&
    (filter.customer === undefined || filter.customer.id === news.customer) &&
    (filter.country === undefined || news.countries.includes(filter.country)) &&
    (filter.field === undefined || concerns(filter.field, news)) &&
    !(filter.muteOwn && news.actor === owner)
  );
}

/** What changed is sometimes not told: then it may have been that field. */
function concerns(field: ChangePath, { kind, paths }: News): boolean {
  return paths.length === 0 ? kind === kindOf(field) : paths.includes(field);
}

/** The kind of news that a field is changed by. */
export function kindOf(field: ChangePath): NewsKind {
  return purchasePaths.some((path) => path === field) ? 'purchase' : 'account';
}

/** Whether two watches of one place would say the same. Whose own changes are left out makes a difference. */
export function sameFilter(
  one: { filter: WatchFilter; owner: string },
  other: { filter: WatchFilter; owner: string },
): boolean {
  const [a, b] = [one.filter, other.filter];
  return (
    a.customer?.id === b.customer?.id &&
    a.country === b.country &&
    a.kind === b.kind &&
    a.field === b.field &&
    a.stage === b.stage &&
    a.origin === b.origin &&
    a.muteOwn === b.muteOwn &&
    (!a.muteOwn || one.owner === other.owner)
  );
}
