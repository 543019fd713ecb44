import type { RelationshipOperation } from '../views.js';
import { parseJson, textMember } from './json.js';

/** What an event of Partner Center says, once its signature is proven. Everything that may be absent, sometimes is. */
export interface WebhookEvent {
  /** Lower case: `test-created`, `dap-admin-relationship-approved`, … */
  name: string;
  /** The Microsoft ID of the customer that it is about. */
  customer?: string;
  /** Of the audit record that tells of the same deed. */
  auditRecord?: string;
  /** When it happened, ms since the epoch. */
  at: number;
}

export const TEST_EVENT = 'test-created';

/**
 * The events that tell of the relationship with a customer (…/developer/partner-center-webhook-events), and what each says.
 * `granular-admin-relationship-activated` follows an approval by minutes and says nothing new.
 */
export const relationshipEvents: Readonly<Record<string, RelationshipOperation>> = {
  'reseller-relationship-accepted-by-customer': 'accepted',
  'dap-admin-relationship-approved': 'adminApproved',
  'dap-admin-relationship-terminated': 'adminEnded',
  'dap-admin-relationship-terminated-by-microsoft': 'adminEnded',
  'granular-admin-relationship-approved': 'adminApproved',
  'granular-admin-relationship-terminated': 'adminEnded',
  'granular-admin-relationship-expired': 'adminEnded',
};

/** The events for which the desk registers. */
export const usedEvents: readonly string[] = [TEST_EVENT, ...Object.keys(relationshipEvents)];

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const CUSTOMER_IN_RESOURCE = new RegExp(`/customers/(?<id>${GUID})(?:[/?]|$)`, 'iu');
/** Ids of records are `<partner>_<customer>_<operation>_<ticks>`, or without the customer. */
const CUSTOMER_IN_RECORD = new RegExp(`^${GUID}_(?<id>${GUID})_`, 'iu');
const RECORD = /\/auditrecords\/(?<id>[\w.~-]{1,300})$/iu;

/**
 * Reads an event.
 *
 * @param body the raw bytes; a byte order mark is forgiven, members may stand in any order and case
 * @returns undefined when it is no JSON, has no name, or does not say when it happened
 */
export function readWebhookEvent(body: Buffer): WebhookEvent | undefined {
  const json = parseJson(body.toString('utf8'));
  const name = textMember(json, 'EventName')?.trim().toLowerCase();
  const at = timeIn(textMember(json, 'ResourceChangeUtcDate'));
  if (!name || name.length > 200 || at === undefined) return undefined;
  // The documents call it AuditUri in their examples and AuditUrl in one table.
  const auditUri = textMember(json, 'AuditUri') ?? textMember(json, 'AuditUrl') ?? '';
  const auditRecord = RECORD.exec(auditUri)?.groups?.['id'];
  // The host of these addresses is not looked at: nobody is asked there, and documented ones name `localhost`.
  const customer =
    CUSTOMER_IN_RESOURCE.exec(textMember(json, 'ResourceUri') ?? '')?.groups?.['id'] ??
    CUSTOMER_IN_RECORD.exec(auditRecord ?? '')?.groups?.['id'];
  return {
    name,
    at,
    ...(customer === undefined ? {} : { customer: customer.toLowerCase() }),
    ...(auditRecord === undefined ? {} : { auditRecord }),
  };
}

/** `2017-11-16T16:19:06.3520276+00:00`; without an offset it is UTC, as the member's name says. */
function timeIn(text: string | undefined): number | undefined {
  const parts = /^(?<date>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?<fraction>\.\d{1,9})?(?<offset>Z|[+-]\d\d:\d\d)?$/iu.exec(
    text?.trim() ?? '',
  )?.groups;
  if (!parts) return undefined;
  const { date = '', fraction = '', offset = 'Z' } = parts;
  const at = Date.parse(`${date}${fraction.slice(0, 4)}${offset.toUpperCase()}`);
  return Number.isNaN(at) ? undefined : at;
}
