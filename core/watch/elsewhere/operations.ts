import type { AuditRecord } from '../../partner/partner-center.js';
import type { RelationshipOperation } from '../../views.js';
import type { NewsKind } from '../watch.js';

/** What a kind of audit record means for those who watch. */
export interface News {
  kind: NewsKind;
  /** As a happening has it: core/watch/happenings.ts. */
  operation: string;
  /** The values of the record are the whole resource: a member that is missing there is gone. */
  whole: boolean;
  /** Whether there is a resource before it, and after it. */
  before: boolean;
  after: boolean;
}

/** A record of something that somebody may watch. */
export interface Told {
  record: AuditRecord;
  news: News;
  /** Absent where the record does not say. */
  customer: string | undefined;
}

const account = (whole: boolean): Omit<News, 'operation'> => ({ kind: 'account', whole, before: true, after: true });
const policy = (before: boolean, after: boolean): Omit<News, 'operation'> => ({
  kind: 'purchase',
  whole: true,
  before,
  after,
});
const relationship = (operation: RelationshipOperation): News => ({
  kind: 'relationship',
  operation,
  whole: false,
  before: false,
  after: false,
});

/** The operations that are news, as learn.microsoft.com lists them under audit records. Everything else is let pass. */
const operations: Record<string, Omit<News, 'operation'> & { operation?: string }> = {
  update_customer_billing_profile: account(true),
  // These two tell a part of the profile, or a resource that only resembles it.
  update_customer_partner_contract_company_name: account(false),
  update_company_info: account(false),
  create_self_serve_policy: policy(false, true),
  update_self_serve_policy: policy(true, true),
  delete_self_serve_policy: policy(true, false),
  add_customer: relationship('added'),
  remove_partner_customer_relationship: relationship('removed'),
  create_agreement: relationship('agreementSigned'),
  update_customer_qualification: relationship('qualificationChanged'),
};

/** What an operation means; undefined: nothing that anybody watches. @param operation in lower case */
export function newsOf(operation: string): News | undefined {
  const found = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  return found && { operation, ...found };
}
