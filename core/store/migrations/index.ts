import type { Migration } from 'kysely';
import * as first from './0001-first.js';
import * as approvals from './0002-approvals.js';
import * as watches from './0003-watches.js';
import * as journal from './0004-journal.js';
import * as links from './0005-links.js';
import * as installations from './0006-installations.js';
import * as languages from './0007-languages.js';
import * as outboxLeases from './0008-outbox-leases.js';
import * as customers from './0009-customers.js';

/** Every migration by name, applied in the order of the names. Listed by hand, so that the compiled desk needs no folder. */
export const migrations: Record<string, Migration> = {
  '0001-first': first,
  '0002-approvals': approvals,
  '0003-watches': watches,
  '0004-journal': journal,
  '0005-links': links,
  '0006-installations': installations,
  '0007-languages': languages,
  '0008-outbox-leases': outboxLeases,
  '0009-customers': customers,
};
