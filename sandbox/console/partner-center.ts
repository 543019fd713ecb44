import { fieldPaths } from '../../core/partner/fields.js';
import { type JsonObject, type JsonValue, purchaseResources } from '../../core/partner/partner-center.js';
import type { SandboxCustomer } from '../customers/create-customers.js';
import type { IndexWatch } from '../index-progress.js';
import type { PartnerCenterStandIn, Purchases } from '../partner-center/stand-in.js';
import type { CustomerRecord, CustomerRow, PartnerCenterPane, RecordGroup, RecordRow } from './state.js';

/** Rows of a search. */
const FOUND = 8;

/** What the third pane needs of Partner Center. */
export interface PartnerCenterSource {
  pane(): PartnerCenterPane;
  search(text: string): CustomerRow[];
  record(id: string): CustomerRecord | undefined;
  /** As typed into Partner Center by somebody who does not use the desk. */
  change(id: string, fields: Record<string, string>): void;
  /** Lets the customer purchase a resource or not, typed in the same way. */
  permit(id: string, resource: string, on: boolean): void;
  onChange(listener: () => void): void;
}

/** Shows the stand-in's records beside the customers that the sandbox began with, and how many the desk has in its index. */
export function createPartnerCenterSource(
  standIn: PartnerCenterStandIn,
  customers: readonly SandboxCustomer[],
  index?: Pick<IndexWatch, 'now' | 'onChange'>,
): PartnerCenterSource {
  const began = new Map(customers.map((customer) => [customer.id, customer]));

  return {
    onChange(listener) {
      standIn.onChange(listener);
      index?.onChange(listener);
    },
    pane() {
      const { count, requests, changed } = standIn.pane();
      const progress = index?.now();
      return {
        customers: customers.length,
        ...(progress ? { index: progress } : {}),
        count,
        changes: changed.map((one) => ({
          customer: one.id,
          name: one.name,
          by: writer(one.writes[0]?.by),
          fields: [
            ...differences(began.get(one.id)?.billing ?? {}, one.billing),
            ...switches(one.purchases).filter(({ before, after }) => before !== after),
          ],
        })),
        // Their bodies stay behind: the page shows what was asked and how it ended.
        requests: requests.filter(isWorthALine).map(({ n, at, method, path, status, who }) => {
          const request = { number: n, at: Date.parse(at), method, path, who: writer(who) };
          return status === undefined ? request : { ...request, status };
        }),
      };
    },
    search(typed) {
      const wanted = typed.toLocaleLowerCase();
      const renamed = new Map(standIn.pane().changed.map(({ id, name }) => [id, name]));
      const rows: CustomerRow[] = [];
      for (const customer of customers) {
        const name = renamed.get(customer.id) ?? text(customer.billing['companyName']);
        const matches = [name, customer.domain, customer.id].some((one) => one.toLocaleLowerCase().includes(wanted));
        const address = flatten(customer.billing).get('defaultAddress.country') ?? '';
        if (matches) rows.push({ id: customer.id, name, domain: customer.domain, country: address });
        if (rows.length === FOUND) break;
      }
      return rows;
    },
    record(id) {
      const billing = standIn.record(id);
      const customer = began.get(id);
      return billing && customer && describe(customer, billing, standIn.purchases(id));
    },
    change: (id, fields) => standIn.change(id, fields),
    permit(id, resource, on) {
      const others = standIn.purchases(id).now.filter((one) => one !== resource);
      standIn.changePolicy(id, on ? [...others, resource] : others);
    },
  };
}

/** The desk reads audit records every few seconds: listed, they would push everything else out of sight. They are counted. */
function isWorthALine({ path, status }: { path: string; status?: number }): boolean {
  return status !== 200 || !path.startsWith('/v1/auditrecords');
}

function describe(customer: SandboxCustomer, billing: JsonObject, purchases: Purchases): CustomerRecord {
  const now = flatten(billing);
  const before = flatten(customer.billing);
  const row = (path: string): RecordRow => {
    const [value, was] = [now.get(path) ?? '', before.get(path) ?? ''];
    return { path, value, ...(value === was ? {} : { before: was }) };
  };
  const known: readonly string[] = fieldPaths;
  const others = [...new Set([...now.keys(), ...before.keys()])].filter((path) => !known.includes(path));
  const company = [...flatten(customer.company)].map(([path, value]) => ({ path, value }));
  return {
    id: customer.id,
    name: text(billing['companyName']),
    etag: now.get('attributes.etag') ?? '',
    groups: (
      [
        {
          title: 'Billing profile',
          edit: 'text',
          rows: known.filter((path) => now.has(path) || before.has(path)).map(row),
        },
        {
          title: 'Customer permissions: allow customer to purchase',
          edit: 'switch',
          rows: switches(purchases).map(({ path, ...state }) => ({
            path,
            value: state.after,
            ...(state.before === state.after ? {} : { before: state.before }),
          })),
        },
        {
          title: 'Other members of the profile',
          edit: 'none',
          rows: others.filter((path) => !/^(links|attributes|id$)/.test(path)).map(row),
        },
        {
          title: 'Company profile',
          edit: 'none',
          rows: [{ path: 'domain', value: customer.domain }, ...company],
        },
      ] satisfies RecordGroup[]
    ).filter((group) => group.rows.length > 0),
  };
}

/** The switches of a customer's permissions to purchase: those that Partner Center shows, and whatever else was given. */
function switches({ now, atStart }: Purchases): { path: string; before: string; after: string }[] {
  const state = (resources: string[], resource: string) => (resources.includes(resource) ? 'On' : 'Off');
  return [...new Set([...purchaseResources, ...atStart, ...now])].map((resource) => ({
    path: `permissions.${resource}`,
    before: state(atStart, resource),
    after: state(now, resource),
  }));
}

function differences(before: JsonObject, now: JsonObject): { path: string; before: string; after: string }[] {
  const [old, fresh] = [flatten(before), flatten(now)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((path) => !/^(links|attributes)\./.test(path) && (old.get(path) ?? '') !== (fresh.get(path) ?? ''))
    .map((path) => ({ path, before: old.get(path) ?? '', after: fresh.get(path) ?? '' }));
}

/** Every member by its path (`defaultAddress.city`); what is no text is shown as JSON. */
function flatten(value: JsonObject, prefix = ''): Map<string, string> {
  const rows = new Map<string, string>();
  for (const [name, member] of Object.entries(value)) {
    const path = prefix + name;
    if (member !== null && typeof member === 'object' && !Array.isArray(member))
      for (const [inner, one] of flatten(member, `${path}.`)) rows.set(inner, one);
    else if (member !== null) rows.set(path, text(member));
  }
  return rows;
}

/** Members that are null count as absent, as they do for Partner Center. */
function text(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, dropNull);
}

function dropNull(_name: string, value: JsonValue): JsonValue | undefined {
  return value === null ? undefined : value;
}

/** Who wrote, in words: an app that speaks for itself is the desk, for there is no other. */
function writer(by: string | undefined): string {
  return by === undefined || by.startsWith('app ') ? 'partnerdesk' : by;
}
